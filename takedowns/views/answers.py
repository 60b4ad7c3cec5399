"""Answers: take them in, show them, let a person say what they are."""

from datetime import UTC, date, datetime, time
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from evidence.errors import FileRefused
from evidence.services import exhibits
from evidence.views.arrivals import nudge
from evidence.views.uploads import ArrivedFile, offered_files, takes_uploads
from takedowns.forms.answers import (
    AnswerForm,
    AttachmentsForm,
    KeyForm,
    PlacesForm,
    SortForm,
)
from takedowns.models import KeySource, Notice, Outcome, Reply, ReplyKind
from takedowns.services import (
    outcomes,
    reading_answers,
    replies,
    signatures,
    sorting_answers,
    taking_answers,
)
from takedowns.views.answer_words import KIND_TONES, signature_lines
from takedowns.views.found import notice_in


@require_http_methods(["GET", "HEAD", "POST"])
@takes_uploads(case_view(Permission.RECORD_OUTCOME))
def reply_add(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Keep answers: files, or a pasted text."""
    letter = notice_in(case, notice_id)
    if request.method != "POST":
        form = AnswerForm(initial={"day": timezone.localdate()}, takes_files=case.takes_files)
        return _add_page(request, letter, form)
    form = AnswerForm(request.POST, request.FILES, takes_files=case.takes_files)
    if not form.is_valid():
        return _add_page(request, letter, form)
    kept = _taken(request, letter, form)
    if form.errors:
        if kept:
            messages.success(request, f"{len(kept)} of them kept. The others need another look.")
        return _add_page(request, letter, form)
    messages.success(request, "Kept as it came. Now say what it is.")
    if len(kept) == 1:
        return _to(kept[0])
    return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)


def _add_page(request: HttpRequest, letter: Notice, form: AnswerForm) -> HttpResponse:
    page = {
        **frame(request, letter.case), "notice": letter, "form": form,
        "why_no_files": exhibits.why_no_files(letter.case),
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "takedowns/reply_add.html", page, status=status)


def _taken(request: HttpRequest, letter: Notice, form: AnswerForm) -> list[Reply]:
    """Every answer that could be kept; each other one gives a sentence at its field."""
    reader, now = reader_of(request), timezone.now()
    came_at = _noon(request, form.cleaned_data["day"])
    if offered_files(request):
        form.add_error(None, exhibits.why_no_files(letter.case))
        return []
    kept: list[Reply] = []
    text = form.cleaned_data["text"]
    files = [each for each in request.FILES.getlist("original") if isinstance(each, ArrivedFile)]
    for file in files:
        try:
            _check_size(file)
            kept.append(
                taking_answers.take_file(
                    letter, file.source, name=file.name or "", came_at=came_at,
                    text=text if len(files) == 1 else "", actor=reader, now=now,
                )
            )  # fmt: skip
        except DomainError as refusal:
            name = exhibits.shown_name(file.name or "") or "A file"
            form.add_error("original", f"{name}: {refusal}" if len(files) > 1 else str(refusal))
    if text and len(files) != 1:
        kept += _pasted(letter, form, came_at=came_at, request=request)
    nudge(reply.original for reply in kept if reply.original)
    return kept


def _pasted(
    letter: Notice, form: AnswerForm, *, came_at: datetime, request: HttpRequest
) -> list[Reply]:
    try:
        return [
            taking_answers.take_text(
                letter, text=form.cleaned_data["text"], came_at=came_at,
                actor=reader_of(request), now=timezone.now(),
            )
        ]  # fmt: skip
    except DomainError as refusal:
        form.add_error("text", str(refusal))
        return []


def _check_size(file: ArrivedFile) -> None:
    if file.too_large:
        most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
        raise FileRefused(f"This file is larger than {most} MB. Give a smaller copy of it.")


def _noon(request: HttpRequest, day: date) -> datetime:
    """Only the day of an answer is asked for; it stands at noon of the reader's zone."""
    zone = reader_of(request).zone_info
    return datetime.combine(day, time(12), zone).astimezone(UTC)


@require_safe
@case_view(Permission.SEE)
def reply(request: HttpRequest, case: Case, notice_id: UUID, reply_id: UUID) -> HttpResponse:
    """The page of an answer."""
    found = reply_in(case, notice_id, reply_id)
    replies.mark_read(found.notice, actor=reader_of(request), now=timezone.now())
    return _page(request, found)


def reply_in(case: Case, notice_id: UUID, reply_id: UUID) -> Reply:
    """The answer to this letter of this case, or the same 404 as for one that never was."""
    letter = notice_in(case, notice_id)
    rows = letter.replies.select_related("original__file__case", "added_by", "kind_by")
    found = rows.filter(pk=reply_id).first()
    if found is None:
        raise Http404
    found.notice = letter
    return found


def _page(request: HttpRequest, found: Reply, **forms: Any) -> HttpResponse:
    items = outcomes.items_of(found.notice)
    checks = signatures.last_checks(found)
    page = {
        **frame(request, found.notice.case),
        "notice": found.notice,
        "reply": found,
        "tone": KIND_TONES[ReplyKind(found.kind)],
        "items": items,
        "proposed": reading_answers.proposed(found, items),
        "window": sorting_answers.counter_window(found),
        "attachments": list(found.attachments.select_related("exhibit").order_by("at")),
        "signature": signature_lines(found, checks),
        "may_keep": found.notice.case.takes_files,
        "sort_form": SortForm(),
        "places_form": PlacesForm(items=items),
        "key_form": KeyForm(),
        **forms,
    }
    return render(request, "takedowns/reply.html", page, status=422 if forms else 200)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def reply_sort(request: HttpRequest, case: Case, notice_id: UUID, reply_id: UUID) -> HttpResponse:
    """Say what the answer is, and which number they gave."""
    found = reply_in(case, notice_id, reply_id)
    form = SortForm(request.POST)
    if not form.is_valid():
        return _page(request, found, sort_form=form)
    given, reader, now = form.cleaned_data, reader_of(request), timezone.now()
    try:
        if given["kind"]:
            sorting_answers.sort_reply(found, kind=ReplyKind(given["kind"]), actor=reader, now=now)
        if given["ticket"]:
            sorting_answers.note_ticket(found, ticket=given["ticket"], actor=reader, now=now)
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        messages.success(request, "Noted.")
    return _to(found)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def reply_outcome(
    request: HttpRequest, case: Case, notice_id: UUID, reply_id: UUID
) -> HttpResponse:
    """One outcome for the places chosen, from the page of the answer."""
    found = reply_in(case, notice_id, reply_id)
    form = PlacesForm(request.POST, items=outcomes.items_of(found.notice))
    if not form.is_valid():
        return _page(request, found, places_form=form)
    try:
        noted = outcomes.record_outcomes(
            found.notice, items=[UUID(pk) for pk in form.cleaned_data["items"]],
            outcome=Outcome(form.cleaned_data["outcome"]), note=form.cleaned_data["note"],
            actor=reader_of(request), now=timezone.now(),
        )  # fmt: skip
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        places = "1 place" if noted == 1 else f"{noted} places"
        messages.success(request, f"Noted for {places}.")
    return _to(found)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def reply_asked_done(
    request: HttpRequest, case: Case, notice_id: UUID, reply_id: UUID
) -> HttpResponse:
    """What they asked for is dealt with."""
    found = reply_in(case, notice_id, reply_id)
    try:
        sorting_answers.finish_asked(found, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    if request.POST.get("back") == "today":
        return redirect("takedowns:today")
    return _to(found)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def reply_attachments(
    request: HttpRequest, case: Case, notice_id: UUID, reply_id: UUID
) -> HttpResponse:
    """Keep the attachments chosen, each as an exhibit of its own."""
    found = reply_in(case, notice_id, reply_id)
    waiting = [each for each in found.attachments.order_by("at") if each.exhibit_id is None]
    form = AttachmentsForm(request.POST, attachments=waiting)
    if not form.is_valid():
        messages.warning(request, " ".join(str(each) for each in form.errors["chosen"]))
        return _to(found)
    for each in waiting:
        if str(each.pk) not in form.cleaned_data["chosen"]:
            continue
        each.reply = found
        try:
            kept = sorting_answers.keep_attachment(
                each, actor=reader_of(request), now=timezone.now()
            )
        except DomainError as refusal:
            messages.warning(request, f"{each.name or 'A file'}: {refusal}")
        else:
            nudge([kept] if kept else [])
    return _to(found)


@require_POST
@case_view(Permission.RECORD_OUTCOME)
def reply_signature(
    request: HttpRequest, case: Case, notice_id: UUID, reply_id: UUID
) -> HttpResponse:
    """Check the signature: the key is asked for now, or it was given."""
    found = reply_in(case, notice_id, reply_id)
    form = KeyForm(request.POST)
    if not form.is_valid():
        return _page(request, found, key_form=form)
    reader, given = reader_of(request), form.cleaned_data
    try:
        records = (
            signatures.given_keys(found, name=given["name"], record=given["record"])
            if given["record"]
            else signatures.ask_keys(found, actor=reader)
        )
        signatures.check_signature(
            found, records=records, actor=reader, now=timezone.now(),
            source=KeySource.PASTED if given["record"] else KeySource.DNS,
        )  # fmt: skip
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return _to(found, part="#signature")


def _to(found: Reply, part: str = "") -> HttpResponse:
    ref, letter = found.notice.case.ref, found.notice_id
    answer = redirect("takedowns:reply", ref=ref, notice_id=letter, reply_id=found.pk)
    answer["Location"] += part
    return answer
