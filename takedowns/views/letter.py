"""One letter: read it, fill its gaps, approve it; once sent, its clock, outcomes and answers."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns import drafting
from takedowns.forms.letters import NOTICE_TONES, ApprovalForm, LetterForm
from takedowns.forms.sent import OutcomeForm, SentForm
from takedowns.models import Notice, NoticeState, SenderRole
from takedowns.services import (
    abuse_reports,
    before_approval,
    beside,
    clocks,
    ladder,
    letter_facts,
    notices,
    outbox,
    outcomes,
    replies,
    wording,
)
from takedowns.services.notices import Prepared
from takedowns.services.senders import may_give_word
from takedowns.views.found import notice_in
from takedowns.views.gaps import where_to_fill
from takedowns.views.telling_less import exposure_page

SENDABLE = {NoticeState.APPROVED, NoticeState.SENT}


@require_http_methods(["GET", "HEAD", "POST"])
@case_view(Permission.SEE)
def notice(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """The page of a letter. A POST keeps what was typed for it; nothing is sent by it."""
    letter = notice_in(case, notice_id)
    if letter.state == NoticeState.DRAFT:
        return _draft_page(request, letter)
    replies.mark_read(letter, actor=reader_of(request), now=timezone.now())
    return render(request, "takedowns/notice.html", _page(request, letter))


def _draft_page(request: HttpRequest, letter: Notice) -> HttpResponse:
    form = _letter_form(letter, data=request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        extra = {**form.cleaned_data}
        language = extra.pop("language", "")
        notices.change_notice(
            letter, extra=extra, language=language, actor=reader_of(request), now=timezone.now()
        )
        messages.success(request, "Saved. The letter beside shows it.")
        return redirect("takedowns:notice", ref=letter.case.ref, notice_id=letter.pk)
    status = 422 if request.method == "POST" else 200
    page = draft_context(request, letter) | {"letter_form": form}
    return render(request, "takedowns/notice_draft.html", page, status=status)


def draft_context(
    request: HttpRequest, letter: Notice, *, approval: ApprovalForm | None = None
) -> dict[str, Any]:
    """Everything the page of a draft shows: the exact text, what is missing, who learns what."""
    now = timezone.now()
    prepared = notices.prepare(letter, written_on=timezone.localdate())
    declared = prepared.letter.declarations if prepared.letter else ()
    return {
        **frame(request, letter.case),
        "notice": letter,
        "before": letter.earlier,
        "by_rule": wording.by_rule(letter, letter_facts.basis_of(letter)),
        "basis": letter_facts.basis_of(letter),
        "channel": letter_facts.channel_of(letter),
        "platform": letter_facts.platform_of(letter),
        "prepared": prepared,
        "parts": _parts(prepared.letter),
        "english_parts": _parts(prepared.in_english),
        "written_in": drafting.language(letter.language),
        "asked": _asked(letter, prepared),
        "exposed": exposure_page(letter, prepared, reader=reader_of(request)),
        "found": beside.beside_letter(letter),
        "to_know": before_approval.notes(letter),
        "letter_form": _letter_form(letter, data=None),
        "approval": approval or ApprovalForm(
            initial={"digest": prepared.digest}, declarations=declared
        ),
        "may_approve": notices.may_approve(letter, actor=reader_of(request), now=now)
        and may_give_word(letter, actor=reader_of(request)),
    }  # fmt: skip


@require_POST
@case_view(Permission.DRAFT)
def notice_approve(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Approve the exact text that was read."""
    letter = notice_in(case, notice_id)
    written_on = timezone.localdate()
    prepared = notices.prepare(letter, written_on=written_on)
    declared = prepared.letter.declarations if prepared.letter else ()
    form = ApprovalForm(request.POST, declarations=declared)
    if form.is_valid():
        try:
            notices.approve_notice(
                letter,
                digest=form.cleaned_data["digest"],
                declarations=form.cleaned_data.get("declarations", []),
                written_on=written_on,
                actor=reader_of(request),
                now=timezone.now(),
            )
        except notices.LetterHasGaps as refusal:
            form.add_error("declarations" if declared else None, _gap_words(refusal))
        except DomainError as refusal:
            messages.warning(request, str(refusal))
            return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
        else:
            messages.success(request, "Approved. The text has a number now and cannot change.")
            return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)
    page = draft_context(request, letter, approval=form)
    return render(request, "takedowns/notice_draft.html", page, status=422)


@require_POST
@case_view(Permission.DRAFT)
def notice_withdraw(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Put a letter aside that was not sent."""
    letter = notice_in(case, notice_id)
    try:
        notices.withdraw_notice(letter, actor=reader_of(request), now=timezone.now())
        messages.success(request, "Put aside. Its places are open for another letter.")
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("takedowns:notices", ref=case.ref)


@require_POST
@case_view(Permission.DRAFT)
def notice_reopen(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Take an approval back to change the text."""
    letter = notice_in(case, notice_id)
    try:
        notices.change_notice(letter, extra={}, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)


def _page(request: HttpRequest, letter: Notice) -> dict[str, Any]:
    """An approved, sent, answered or withdrawn letter."""
    return page_context(request, letter)


def page_context(request: HttpRequest, letter: Notice, **forms: Any) -> dict[str, Any]:
    """The page after approval; `forms` replaces a form that has errors."""
    now = timezone.now()
    local = timezone.localtime(now)
    items, rungs = outcomes.items_of(letter), ladder.rows(letter)
    when = {"day": local.date(), "time": local.time().replace(second=0, microsecond=0)}
    only = [str(item.pk) for item in items] if len(items) == 1 else []
    fresh = {
        "sent_form": SentForm(initial=when, takes_files=letter.case.takes_files),
        "outcome_form": OutcomeForm(items=items, initial={"items": only}),
    }
    return {
        **frame(request, letter.case),
        "notice": letter,
        "state": NOTICE_TONES[NoticeState(letter.state)],
        "basis": letter_facts.basis_of(letter),
        "channel": letter_facts.channel_of(letter),
        "found": beside.beside_letter(letter),
        "clock": clocks.face(letter, now=now) if letter.state == NoticeState.SENT else None,
        "stages": clocks.thaw(letter),
        "items": items,
        "mailing": outbox.mailing(letter, reader=reader_of(request), now=now),
        "deliveries": letter.deliveries.select_related("proof", "noted_by").order_by("sent_at"),
        "replies": letter.replies.select_related("original").order_by("received_at"),
        "follow_ups": letter.follow_ups.open().order_by("due_at"),
        "tomorrow": local.date() + timedelta(days=1),
        "abuse": abuse_reports.offer(letter) if letter.state in SENDABLE else None,
        "rows": rungs,
        "picture": ladder.drawn(rungs),
        **fresh,
        **forms,
    }


def _letter_form(letter: Notice, *, data: Any) -> LetterForm:
    basis, channel = letter_facts.basis_of(letter), letter_facts.channel_of(letter)
    asked = wording.requirements(letter, basis, channel)
    wanted = {name for each in asked for name in each.facts}
    agent = letter.sender_role == SenderRole.AUTHORISED_AGENT
    return LetterForm(
        data,
        initial=letter.extra | {"language": letter.language},
        languages=drafting.languages_of(wording.name_of(letter, basis)),
        wanted={*wanted, "principal", "nonconsent_facts"},
        police_reference=letter.case.police_reference,
        agent="yes" if agent else "",
    )


def _parts(letter: drafting.Letter | None) -> list[dict[str, str]]:
    """A letter cut at what was filled in, for the letter component."""
    if letter is None:
        return []
    parts: list[dict[str, str]] = []
    for number, paragraph in enumerate(letter.paragraphs):
        if number:
            parts.append({"text": "\n\n", "filled": ""})
        parts += [{"text": part.text, "filled": part.fact} for part in paragraph]
    return parts


def _asked(letter: Notice, prepared: Prepared) -> list[dict[str, object]]:
    """What the rule asks for, and whether it is there, with where to give it."""
    gaps = {gap.key: gap for gap in prepared.gaps}
    rows: list[dict[str, object]] = [
        {
            "met": each.key not in gaps,
            "label": each.label,
            "note": "" if each.key in gaps else each.ref,
            "url": where_to_fill(letter, gaps[each.key]) if each.key in gaps else "",
        }
        for each in prepared.requirements
        if each.required or each.key in gaps
    ]
    asked = {each.key for each in prepared.requirements}
    rows += [
        {"met": False, "label": gap.label, "note": "", "url": where_to_fill(letter, gap)}
        for gap in prepared.gaps
        if gap.key not in asked and gap.where != drafting.Where.DECLARATION
    ]
    return rows


def _gap_words(refusal: notices.LetterHasGaps) -> str:
    if any(gap.where == drafting.Where.DECLARATION for gap in refusal.gaps):
        return "Tick each sentence if it is true. Without your word the letter cannot go out."
    return str(refusal)
