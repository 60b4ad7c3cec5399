"""The ways out of an approved letter: copy it field by field, as a mail, on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.access import Permission
from cases.gate import case_view, frame
from cases.models import Case
from takedowns import drafting
from takedowns.channels.base import Parcel, WayOut
from takedowns.channels.mail_file import MailFile
from takedowns.channels.paper import Paper
from takedowns.channels.xarf_report import NothingToReport, ReportNotValid, XarfReport
from takedowns.errors import NotApproved
from takedowns.registry.loader import registry
from takedowns.services import abuse_reports, letter_facts, notices, outgoing
from takedowns.views.found import notice_in


@require_safe
@case_view(Permission.DRAFT)
def notice_companion(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Each field of the service's own form with a copy button, in the form's order."""
    letter = notice_in(case, notice_id)
    try:
        approved = outgoing.approved(letter)
    except NotApproved as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    prepared = notices.prepare(letter, written_on=timezone.localdate())
    fields = (
        drafting.companion_fields(
            letter_facts.channel_of(letter), prepared.letter, prepared.facts, registry().field_keys
        )
        if prepared.letter
        else ()
    )
    page = {
        **frame(request, case),
        "notice": letter,
        "letter": approved,
        "channel": letter_facts.channel_of(letter),
        "fields": [
            {"id": f"field-{number}", "label": label, "value": value}
            for number, (label, value, _) in enumerate(fields, start=1)
        ],
    }
    return render(request, "takedowns/notice_companion.html", page)


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
        parcel = way.pack(outgoing.approved(letter))
    except NotApproved as refusal:
        messages.warning(request, str(refusal))
        return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    return _attachment(parcel)


def _attachment(parcel: Parcel) -> HttpResponse:
    response = HttpResponse(parcel.data, content_type=parcel.mime)
    response["Content-Disposition"] = f'attachment; filename="{parcel.name}"'
    return response
