"""All drafts of a case on one page: answered once, approved one by one."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import Permission
from cases.errors import DomainError, NotPermitted
from cases.gate import case_view, frame, reader_of
from cases.models import Case
from takedowns import drafting
from takedowns.errors import NoticeChanged
from takedowns.forms.approving import WORD, ApproveManyForm
from takedowns.forms.letters import LetterForm
from takedowns.models import Notice, SenderRole
from takedowns.services import approving, before_approval, beside, letter_facts, standing
from takedowns.services.approving import Done, Left, Part, Ready
from takedowns.views.gaps import own_page, where_to_fill
from takedowns.views.telling_less import exposure_rows

PAGE = 50
"""Letters on one page: what is approved with one press takes less than a second."""
FEW = 5
"""Places shown at once."""
NOT_SHARED = {"inform_recipients", "with_police_reference", "language"}


@dataclass(frozen=True)
class Typed:
    """What a POST brought that was not approved, to be shown again."""

    left: dict[UUID, Left] = field(default_factory=dict)
    ticks: frozenset[str] = frozenset()
    words: dict[str, list[str]] = field(default_factory=dict)
    form: ApproveManyForm | None = None
    answers: LetterForm | None = None


@require_http_methods(["GET", "HEAD", "POST"])
@case_view(Permission.DRAFT)
def letters_approve(request: HttpRequest, case: Case) -> HttpResponse:
    """Every draft with its exact text; a POST approves those ticked, each on its own."""
    if request.method != "POST":
        return _page(request, case, Typed())
    form = ApproveManyForm(request.POST)
    words = {name: request.POST.getlist(name) for name in request.POST if name.startswith(WORD)}
    ticks = frozenset(request.POST.getlist("letters"))
    if not form.is_valid():
        return _page(request, case, Typed(ticks=ticks, words=words, form=form), status=422)
    done = approving.approve_many(
        case,
        picks=form.picks(),
        written_on=timezone.localdate(),
        actor=reader_of(request),
        now=timezone.now(),
    )
    _tell(request, done)
    used = {WORD + tick.rsplit(":", 1)[1] for tick in ticks}
    if not done.left and words.keys() <= used:
        return redirect("takedowns:letters-approve", ref=case.ref)
    left = {each.notice.pk: each for each in done.left}
    typed = Typed(left=left, ticks=ticks, words=words)
    return _page(request, case, typed, status=422 if left else 200)


@require_POST
@case_view(Permission.DRAFT)
def letters_answer(request: HttpRequest, case: Case) -> HttpResponse:
    """Keep one answer for every draft that asks for it."""
    form = _answers_form(request, list(approving.drafts_of(case)), data=request.POST)
    if not form.is_valid():
        return _page(request, case, Typed(answers=form), status=422)
    try:
        count = approving.answer_all(
            case, extra=form.cleaned_data, actor=reader_of(request), now=timezone.now()
        )
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        said = "1 letter has" if count == 1 else f"{count} letters have"
        messages.success(request, f"Saved. {said} a new text to read.")
    return redirect("takedowns:letters-approve", ref=case.ref)


@require_POST
@case_view(Permission.APPROVE_BY_MANDATE)
def letters_ask(request: HttpRequest, case: Case) -> HttpResponse:
    """Ask the client to approve what the mandate does not cover."""
    try:
        count = approving.ask_client(case, actor=reader_of(request), now=timezone.now())
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    else:
        said = "this letter" if count == 1 else f"these {count} letters"
        messages.success(request, f"Asked. The client's page now shows {said} first.")
    return redirect("takedowns:letters-approve", ref=case.ref)


def _tell(request: HttpRequest, done: Done) -> None:
    approved, left = len(done.approved), len(done.left)
    if approved:
        said = "1 letter is approved and cannot" if approved == 1 else (
            f"{approved} letters are approved and cannot"
        )  # fmt: skip
        messages.success(request, f"{said} change any more. Sending is the next step.")
    if left:
        said = "1 letter was" if left == 1 else f"{left} letters were"
        messages.warning(request, f"{said} not approved. The reason stands beside each.")


def _page(request: HttpRequest, case: Case, typed: Typed, *, status: int = 200) -> HttpResponse:
    reader, now = reader_of(request), timezone.now()
    drafts = approving.drafts_of(case)
    asked = request.POST if request.method == "POST" else request.GET
    page = Paginator(drafts, PAGE).get_page(asked.get("page"))
    rows = drafts.filter(pk__in=[each.pk for each in page.object_list])
    read = approving.ready(case, drafts=rows, written_on=timezone.localdate())
    desk = standing.desk_of(case, actor=reader, now=now)
    again = standing.asks_again([each.notice for each in read])
    covered = {e.notice.pk for e in read if desk.covers(e.notice, again=e.notice.pk in again)}
    parts = [_part(each, typed=typed, covered=covered) for each in approving.shared_parts(read)]
    if parts:
        parts[0]["rows"][0]["open"] = True
    whole = page.paginator.object_list
    context: dict[str, Any] = {
        **frame(request, case),
        "parts": parts,
        "page": page,
        "count": page.paginator.count,
        "yours": len(covered),
        "theirs": len(read) - len(covered),
        "unasked": any(e.notice.asked_at is None for e in read if e.notice.pk not in covered),
        "contact": letter_facts.contact_of(case),
        "answers": typed.answers or _answers_form(request, list(whole), data=None),
        "incomplete": any(each.prepared.fact_gaps for each in read),
        "form": typed.form,
    }
    return render(request, "takedowns/letters_approve.html", context, status=status)


def _part(part: Part, *, typed: Typed, covered: set[Any]) -> dict[str, Any]:
    """Letters with the very same declarations, which are given once; each has its own tick."""
    read, key = part.letters, part.key
    first = read[0]
    letter = first.prepared.letter
    said = letter.declarations if letter else ()
    return {
        "key": key,
        "name": WORD + key,
        "notice": first.notice,
        "basis": letter_facts.basis_of(first.notice),
        "channel": letter_facts.channel_of(first.notice),
        "found": beside.beside_letter(first.notice),
        "to_know": before_approval.notes(first.notice),
        "exposed": exposure_rows(first.notice, first.prepared),
        "places": sum(len(each.items) for each in read),
        "words": [
            {"word": word, "ticked": word.key in typed.words.get(WORD + key, [])} for word in said
        ],
        "yours": any(each.notice.pk in covered and each.prepared.digest for each in read),
        "rows": [_row(each, key=key, typed=typed, covered=covered) for each in read],
    }


def _row(each: Ready, *, key: str, typed: Typed, covered: set[Any]) -> dict[str, Any]:
    notice, prepared = each.notice, each.prepared
    tick = f"{notice.pk}:{prepared.digest}:{key}"
    left = typed.left.get(notice.pk)
    return {
        "notice": notice,
        "prepared": prepared,
        "written_in": drafting.language(notice.language),
        "places": each.items[:FEW],
        "all_places": each.items if len(each.items) > FEW else (),
        "gaps": [
            {"label": gap.label, "url": where_to_fill(notice, gap, page=own_page(notice))}
            for gap in prepared.fact_gaps
        ],
        "tick": tick,
        "ticked": tick in typed.ticks,
        "yours": notice.pk in covered,
        "changed": left is not None and isinstance(left.refusal, NoticeChanged),
        "left": approving.why_left(left) if left else "",
        "barred": left is not None and isinstance(left.refusal, NotPermitted),
    }


def _answers_form(request: HttpRequest, drafts: list[Notice], *, data: Any) -> LetterForm:
    """The questions these letters share; filled in already where all of them say the same."""
    names = set(LetterForm.base_fields)
    same = {
        name: drafts[0].extra.get(name)
        for name in names
        if drafts and all(each.extra.get(name) == drafts[0].extra.get(name) for each in drafts)
    }
    by_agent = any(each.sender_role == SenderRole.AUTHORISED_AGENT for each in drafts)
    agent = by_agent and not all(each.case.client_id == request.user.pk for each in drafts)
    return LetterForm(
        data,
        initial=same,
        wanted=approving.asked_facts(drafts) - NOT_SHARED,
        languages=(),
        police_reference="",
        agent="yes" if agent else "",
    )
