"""The ways out of an approved letter: copy it field by field, as a mail, on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns.channels.base import Parcel, WayOut
from takedowns.channels.mail_file import MailFile
from takedowns.channels.paper import Paper
from takedowns.channels.xarf_report import NothingToReport, ReportNotValid, XarfReport
from takedowns.errors import NotApproved
from takedowns.services import abuse_reports, beside, companion, letter_facts, outgoing
from takedowns.views.found import notice_in


@require_safe
@case_view(Permission.DRAFT)
def notice_companion(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Each field of the service's own form with a copy button, in the form's order."""
    letter = notice_in(case, notice_id)
    try:
        approved = outgoing.approved(letter, at=timezone.now())
    except NotApproved as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    fields = companion.fields_of(letter)
    page = {
        **frame(request, case),
        "notice": letter,
        "letter": approved,
        "channel": letter_facts.channel_of(letter),
        "done": len(letter.copied),
        "found": beside.beside_letter(letter),
        "fields": [
            {
                "id": f"field-{key}",
                "key": key,
                "label": label,
                "value": value,
                "done": key in letter.copied,
            }
            for label, value, key in fields
        ],
    }
    return render(request, "takedowns/notice_companion.html", page)


@require_POST
@case_view(Permission.DRAFT)
def notice_copied(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Tick one field of the service's form as done, or take the tick away."""
    letter = notice_in(case, notice_id)
    key, done = request.POST.get("field", ""), request.POST.get("done") == "1"
    try:
        companion.tick(letter, key=key, done=done, actor=reader_of(request))
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    address = reverse("takedowns:notice-companion", args=[case.ref, letter.pk])
    return redirect(f"{address}#done-{key}" if key.isidentifier() else address)


@require_safe
@case_view(Permission.DRAFT)
def notice_eml(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The letter as a draft for the person's own mail program."""
    return _handed_over(request, case, notice_id, MailFile())


@require_safe
@case_view(Permission.DRAFT)
def notice_pdf(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The letter on paper."""
    return _handed_over(request, case, notice_id, Paper())


@require_safe
@case_view(Permission.DRAFT)
def notice_xarf(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The abuse report beside a letter to whoever hosts, delivers or registers a site."""
    letter = notice_in(case, notice_id)
    try:
        parcel = XarfReport().pack(abuse_reports.letter_with_report(letter))
    except (NotApproved, NothingToReport, ReportNotValid) as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    return _attachment(parcel)


def _handed_over(request: HttpRequest, case: Case, notice_id: UUID, way: WayOut) -> HttpResponse:
    letter = notice_in(case, notice_id)
    try:
        parcel = way.pack(outgoing.approved(letter, at=timezone.now()))
    except NotApproved as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    return _attachment(parcel)


def _attachment(parcel: Parcel) -> HttpResponse:
    response = HttpResponse(parcel.data, content_type=parcel.mime)
    response["Content-Disposition"] = f'attachment; filename="{parcel.name}"'
    return response
