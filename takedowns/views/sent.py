"""After a letter went out: mark it as sent, note outcomes, finish reminders."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.errors import FileRefused
from evidence.models import Exhibit, Purpose
from evidence.services import exhibits
from evidence.views.arrivals import nudge
from evidence.views.uploads import ArrivedFile, offered_files, takes_uploads
from takedowns.forms.sent import OutcomeForm, SentForm
from takedowns.models import FollowUp, Notice, Outcome, Way
from takedowns.services import follow_ups, outcomes, sending
from takedowns.views.found import notice_in
from takedowns.views.letter import page_context


@require_http_methods(["GET", "HEAD", "POST"])
@takes_uploads(case_view(Permission.RECORD_OUTCOME))
def notice_send(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Mark an approved letter as sent, with day, way, number and proof."""
    letter = notice_in(case, notice_id)
    if request.method != "POST":
        return _back(letter)
    form = SentForm(request.POST, request.FILES, takes_files=case.takes_files)
    if form.is_valid():
        try:
            _mark_sent(request, letter, form=form)
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, "Noted. The time runs from the moment it was sent.")
            return _back(letter)
    return _again(request, letter, sent_form=form)


def _mark_sent(request: HttpRequest, letter: Notice, *, form: SentForm) -> None:
    reader, now = reader_of(request), timezone.now()
    sent_at = form.moment(reader.zone_info)
    sending.check_moment(letter, sent_at=sent_at, now=now)
    sending.mark_sent(
        letter,
        way=Way(form.cleaned_data["way"]),
        sent_at=sent_at,
        reference=form.cleaned_data["reference"],
        proof=_kept(request, letter, name="proof", purpose=Purpose.PROOF),
        actor=reader,
        now=now,
    )


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def notice_outcome(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """One outcome for the places chosen."""
    letter = notice_in(case, notice_id)
    form = OutcomeForm(request.POST, items=outcomes.items_of(letter))
    if not form.is_valid():
        return _again(request, letter, outcome_form=form)
    try:
        outcomes.record_outcomes(
            letter,
            items=[UUID(pk) for pk in form.cleaned_data["items"]],
            outcome=Outcome(form.cleaned_data["outcome"]),
            note=form.cleaned_data["note"],
            actor=reader_of(request),
            now=timezone.now(),
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Noted.")
    return _back(letter)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def follow_up_done(request: HttpRequest, case: Case, follow_up_id: UUID) -> HttpResponse:
    """Done means gone from the list."""
    follow_up = (
        FollowUp.objects.select_related("notice__case")
        .filter(notice__case=case, pk=follow_up_id)
        .first()
    )
    if follow_up is None:
        raise Http404
    follow_ups.finish(follow_up, actor=reader_of(request), now=timezone.now())
    if request.POST.get("back") == "today":
        return redirect("takedowns:today")
    return _back(follow_up.notice)


def _kept(request: HttpRequest, letter: Notice, *, name: str, purpose: Purpose) -> Exhibit | None:
    """The file of that field as an exhibit, or None where none was given."""
    if offered_files(request):
        raise FileRefused(exhibits.why_no_files(letter.case))
    upload = request.FILES.get(name)
    if not isinstance(upload, ArrivedFile):
        return None
    if upload.too_large:
        most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
        raise FileRefused(f"This file is larger than {most} MB. Give a smaller copy of it.")
    kept = exhibits.keep(
        letter.case,
        upload.source,
        name=upload.name or "",
        actor=reader_of(request),
        now=timezone.now(),
        purpose=purpose,
    )
    nudge([kept.exhibit])
    return kept.exhibit


def _back(letter: Notice) -> HttpResponse:
    return redirect("takedowns:notice", ref=letter.case.ref, notice_id=letter.pk)


def _again(request: HttpRequest, letter: Notice, **forms: Any) -> HttpResponse:
    page = page_context(request, letter, **forms)
    return render(request, "takedowns/notice.html", page, status=422)
