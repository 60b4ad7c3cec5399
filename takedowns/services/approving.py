"""All drafts of a case at once: read together, answered together, approved one by one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Prefetch, QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case, Mandate
from cases.services.closure import require_open
from takedowns import drafting
from takedowns.models import Notice, NoticeItem, NoticeState, SenderRole
from takedowns.services import letter_facts, notices, standing, wording
from takedowns.services.notices import LetterHasGaps, NotADraft, Prepared
from takedowns.services.senders import agent_of


class NothingToAskFor(DomainError):
    """Every draft is one that this person may approve, or the client was asked already."""


@dataclass(frozen=True, slots=True)
class Ready:
    """A draft as it would go out now, with its places in their order."""

    notice: Notice
    items: tuple[NoticeItem, ...]
    prepared: Prepared


@dataclass(frozen=True, slots=True)
class Pick:
    """One letter that a person ticked: what they read, and their word for it."""

    notice_id: UUID
    digest: str
    declarations: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A ticked letter that was not approved, and why."""

    notice: Notice
    refusal: DomainError


@dataclass(frozen=True, slots=True)
class Done:
    """What became of the letters that were ticked."""

    approved: tuple[Notice, ...]
    left: tuple[Left, ...]


def drafts_of(case: Case) -> QuerySet[Notice]:
    """The drafts of a case by number."""
    rows = Notice.objects.filter(case=case, state=NoticeState.DRAFT)
    return rows.select_related("case", "drafted_by", "asked_by").order_by("number")


def ready(case: Case, *, drafts: QuerySet[Notice], written_on: date) -> list[Ready]:
    """The exact texts of these drafts, in a constant number of queries. Reads only."""
    contact = letter_facts.contact_of(case)
    items = NoticeItem.objects.select_related("sighting").order_by("position")
    made = []
    for notice in drafts.prefetch_related(Prefetch("items", items)):
        notice.case = case
        places = tuple(notice.items.all())
        prepared = notices.prepare(notice, written_on=written_on, items=places, contact=contact)
        made.append(Ready(notice, places, prepared))
    return made


def approve_many(
    case: Case, *, picks: Iterable[Pick], written_on: date, actor: Person, now: datetime
) -> Done:
    """Approve each ticked letter in a transaction of its own; one that cannot be is left.

    Not one transaction: a letter that changed meanwhile must not hold back the others.
    """
    access.require(actor, Permission.DRAFT, case)
    wanted = {pick.notice_id: pick for pick in picks}
    approved, left = [], []
    rows = Notice.objects.filter(case=case, pk__in=wanted).order_by("number")
    for notice in rows:
        notice.case = case
        pick = wanted[notice.pk]
        try:
            approved.append(
                notices.approve_notice(
                    notice, digest=pick.digest, declarations=_known(notice, pick.declarations),
                    written_on=written_on, actor=actor, now=now,
                )
            )  # fmt: skip
        except DomainError as refusal:
            left.append(Left(notice, refusal))
    return Done(tuple(approved), tuple(left))


def asked_facts(drafts: Iterable[Notice]) -> set[str]:
    """Names of the facts that any of these letters is filled from."""
    kinds = {(each.platform, each.channel, each.basis, each.rung): each for each in drafts}
    return {name for notice in kinds.values() for name in _facts_of(notice)}


@transaction.atomic
def answer_all(case: Case, *, extra: Mapping[str, Any], actor: Person, now: datetime) -> int:
    """Keep one answer for every draft that asks for it; how many letters took it.

    What was left empty changes nothing. A text that changes needs to be read again: its digest is
    another.
    """
    access.require(actor, Permission.DRAFT, case)
    require_open(case)
    given = {name: value for name, value in extra.items() if value}
    rows = list(drafts_of(case).select_related(None).select_for_update(of=("self",)))
    changed = []
    for notice in rows:
        fitting = {name: given[name] for name in _facts_of(notice) & given.keys()}
        if not _signs(notice, actor=actor):
            fitting.pop("signature_name", None)
        if any(notice.extra.get(name) != value for name, value in fitting.items()):
            notice.extra = {**notice.extra, **fitting}
            changed.append(notice)
    Notice.objects.bulk_update(changed, ["extra"], batch_size=200)
    return len(changed)


def _signs(notice: Notice, *, actor: Person) -> bool:
    """Whether the letter speaks in the name of whoever answers: nobody signs for another."""
    if notice.sender_role == SenderRole.AUTHORISED_AGENT:
        return agent_of(notice) == actor
    return notice.case.client_id in {None, actor.pk}


@transaction.atomic
def ask_client(case: Case, *, actor: Person, now: datetime) -> int:
    """Ask the client to approve what this person's mandate does not cover; how many letters."""
    access.require(actor, Permission.APPROVE_BY_MANDATE, case)
    require_open(case)
    desk = standing.desk_of(case, actor=actor, now=now)
    rows = list(drafts_of(case).filter(asked_at=None))
    again = standing.asks_again(rows)
    theirs = [each.pk for each in rows if not desk.covers(each, again=each.pk in again)]
    asked = Notice.objects.filter(pk__in=theirs, state=NoticeState.DRAFT)
    count = asked.update(asked_at=now, asked_by=actor)
    if not count:
        raise NothingToAskFor("There is no letter to ask about that was not asked about before.")
    words = "one letter" if count == 1 else f"{count} letters"
    timeline.record(case, "notice.asked", actor=actor, now=now, count=words)
    return count


def why_left(left: Left) -> str:
    """One sentence for a letter that was not approved."""
    refusal = left.refusal
    if isinstance(refusal, LetterHasGaps):
        facts = [gap for gap in refusal.gaps if gap.where != drafting.Where.DECLARATION]
        if not facts:
            return "Tick each sentence of your word if it is true. Without it this letter stays."
        return f"Still missing: {', '.join(gap.label for gap in facts)}."
    if isinstance(refusal, NotADraft):
        return "This letter is not a draft any more: somebody approved it or put it aside."
    return str(refusal)


@dataclass(frozen=True, slots=True)
class Waiting:
    """Drafts of one case: `yours` this person may approve, `theirs` only the client."""

    case: Case
    yours: int
    theirs: int


def waiting(cases: QuerySet[Case], *, person: Person, now: datetime) -> list[Waiting]:
    """Drafts in cases this person works on, in a constant number of queries; most first."""
    drafts = Notice.objects.filter(case__in=cases, state=NoticeState.DRAFT)
    slim = list(drafts.select_related("case").defer("extra", "body", "snapshot", "declarations"))
    again = standing.asks_again(drafts)
    held: dict[object, list[Mandate]] = {}
    mandates = Mandate.objects.filter(case__in=cases, holder=person)
    for mandate in access.in_force(mandates, now=now):
        held.setdefault(mandate.case_id, []).append(mandate)
    found: dict[object, list[Notice]] = {}
    for notice in slim:
        found.setdefault(notice.case_id, []).append(notice)
    rows = [_waiting(each, held=tuple(held.get(key, ())), again=again)
            for key, each in found.items()]  # fmt: skip
    return sorted(rows, key=lambda row: (-row.yours, -row.theirs, row.case.ref))


def _waiting(drafts: list[Notice], *, held: tuple[Mandate, ...], again: set[object]) -> Waiting:
    desk = standing.Desk(own=False, by_mandate=True, held=held)
    yours = sum(desk.covers(each, again=each.pk in again) for each in drafts)
    return Waiting(drafts[0].case, yours=yours, theirs=len(drafts) - yours)


def _known(notice: Notice, ticked: Iterable[str]) -> set[str]:
    """Only declarations of the letter's own rule; a form may have sent anything."""
    basis = letter_facts.basis_of(notice)
    return set(ticked) & {each.key for each in (basis.declarations if basis else ())}


def _facts_of(notice: Notice) -> set[str]:
    basis, channel = letter_facts.basis_of(notice), letter_facts.channel_of(notice)
    asked = wording.requirements(notice, basis, channel)
    return {name for each in asked for name in each.facts} | {"principal", "nonconsent_facts"}


@dataclass(frozen=True, slots=True)
class Part:
    """Letters whose declarations are the very same words to the same recipient, by one way.

    `key` names the part in a form; it is the same as long as those words and that way are.
    """

    key: str
    letters: list[Ready]


def shared_parts(read: Sequence[Ready]) -> list[Part]:
    """Letters kept together where one word holds for all of them; in the order they came."""
    found: dict[str, Part] = {}
    for each in read:
        notice, letter = each.notice, each.prepared.letter
        said = [(word.key, word.text) for word in letter.declarations] if letter else None
        whole = (notice.platform, notice.recipient, notice.channel, notice.basis, said)
        key = sha256(repr(whole).encode()).hexdigest()[:12]
        found.setdefault(key, Part(key, [])).letters.append(each)
    return list(found.values())
