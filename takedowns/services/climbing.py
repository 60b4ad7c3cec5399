"""To whom a claim goes next: the letter of the next rung, drafted and never sent by itself."""

import hashlib
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from cases.services.closure import require_open
from evidence.models import Sighting
from takedowns import drafting
from takedowns.drafting import CARRIERS, Rung, RungTarget
from takedowns.models import (
    BY_ITSELF,
    TO_AUTHORITIES,
    UNASKED,
    Cause,
    Notice,
    NoticeItem,
    NoticeRung,
    NoticeState,
    Outcome,
    RungSkip,
    SenderRole,
)
from takedowns.registry.loader import registry
from takedowns.services import chain, letter_facts
from takedowns.services.proposals import generic
from takedowns.services.responsible import responsible_for
from takedowns.services.senders import agent_of

SAME = (Rung.FIRMER, Rung.REVIEW)
"""Rungs that go to whoever got the first letter."""
NEED_AN_ANSWER = (Rung.REVIEW, Rung.DISPUTE)
"""Rungs on which a decision is contested: without one there is nothing to contest."""
ORDER = list(Rung)
POLICE = "the police"
NO_LETTER = "There is no letter for this step. It is done in person, or with a lawyer."


class NothingLeft(DomainError):
    """Every place of the letter is gone or was granted."""


class NoSuchStep(DomainError):
    """The ladder has no such rung to be written to; the text says why."""


class NoReason(DomainError):
    """A rung is passed over with a reason only."""


def targets(notice: Notice) -> tuple[RungTarget, ...]:
    """Every rung above the claim a letter belongs to, in the order of climbing."""
    first = chain.first_of(notice)
    return drafting.rungs_for(
        letter_facts.basis_of(first),
        registry().platforms[first.platform],
        book=registry(),
        country=str(first.case.country or ""),
        found=_found_out(first),
    )


def _found_out(first: Notice) -> list[RungTarget]:
    """Who was looked up to carry the sites of a letter, each once; a known one by its best way."""
    places: dict[str, Sighting] = {}
    for place in Sighting.objects.filter(notice_items__notice=first).exclude(host=""):
        places.setdefault(place.host, place)
    found = [
        _carrier(Rung(each.role), name=each.name, address=each.address, platform=each.platform,
                 under=first.basis)
        for place in places.values()
        for each in responsible_for(place)
    ]  # fmt: skip
    return list(dict.fromkeys(each for each in found if each.name))


def _carrier(rung: Rung, *, name: str, address: str, platform: str, under: str) -> RungTarget:
    entry = registry().platforms.get(platform)
    if entry is not None and entry.retired is None:
        listed = drafting.listed_target(rung, entry, under=under)
        if listed.channel is not None:
            return listed
    return RungTarget(rung=rung, name=name, address=address, kind=rung.value, basis=under)


def key_of(target: RungTarget) -> str:
    """Names an addressee in a form; another addressee never has the same."""
    said = "\0".join((target.name, target.address, target.basis, target.platform, target.step))
    return f"{target.rung.value}-{hashlib.sha256(said.encode()).hexdigest()[:12]}"


def why_not(target: RungTarget, *, notice: Notice) -> str:
    """One sentence where no letter can be written to an addressee now; else empty."""
    if target.rung in CARRIERS and not target.known:
        return "Nobody is known yet."
    basis = registry().legal_bases.get(target.basis)
    if not drafting.letter_of_rung(target.rung, basis):
        return NO_LETTER
    if target.rung in NEED_AN_ANSWER and not answered(notice):
        return "This step is about an answer, and none is noted yet."
    return ""


def answered(notice: Notice) -> bool:
    """Whether somebody who got a letter of this claim has decided anything about a place."""
    said = [Outcome.REFUSED, Outcome.RESTRICTED, Outcome.NOT_FOUND, Outcome.DUPLICATE]
    letters = [*chain.before(notice), notice]
    return NoticeItem.objects.filter(notice__in=letters, outcome__in=said).exists()


def next_target(notice: Notice) -> RungTarget | None:
    """The nearest rung above a letter that can be written to, was not passed over and not taken."""
    first = chain.first_of(notice)
    taken = {each.rung for each in chain.whole(first) if each.state != NoticeState.WITHDRAWN}
    passed = set(first.skips.values_list("rung", flat=True))
    return next(iter(_ahead(notice, without=(taken - {""}) | passed)), None)


def _ahead(notice: Notice, *, without: set[str]) -> list[RungTarget]:
    """Rungs above a letter that can be written to. Who has decided is asked to look again, rather
    than told once more."""
    at = ORDER.index(Rung(notice.rung)) if notice.rung else -1
    above = [
        each
        for each in targets(notice)
        if ORDER.index(each.rung) > at
        and each.rung.value not in without
        and not why_not(each, notice=notice)
    ]
    if any(each.rung is Rung.REVIEW for each in above):
        return [each for each in above if each.rung is not Rung.FIRMER]
    return above


@transaction.atomic
def draft_next(notice: Notice, *, cause: Cause, now: datetime) -> Notice | None:
    """The next rung's letter about what is still there, as a draft; once for each letter.

    None where it is drafted already, every place waits in another letter, or nobody is left to ask.
    """
    notice = _locked(notice)
    if notice.state not in {NoticeState.SENT, NoticeState.DECIDED} or not notice.case.is_open:
        return None
    if notice.later.filter(cause__in=BY_ITSELF).exists():
        return None
    items, target = _not_asked_again(notice), next_target(notice)
    if not items or target is None:
        return None
    return _draft(notice, target=target, items=items, cause=cause, actor=None, now=now)


def _not_asked_again(notice: Notice) -> list[NoticeItem]:
    """Places that may still be there and wait in no later letter to somebody who can act."""
    waits = [NoticeState.DRAFT, NoticeState.APPROVED, NoticeState.SENT]
    later = notice.later.filter(state__in=waits).exclude(rung__in=TO_AUTHORITIES)
    asked = NoticeItem.objects.filter(notice__in=later, outcome=Outcome.PENDING)
    already = set(asked.values_list("sighting_id", flat=True))
    return [item for item in chain.unsettled(notice) if item.sighting_id not in already]


@transaction.atomic
def choose(notice: Notice, *, key: str, actor: Person, now: datetime) -> Notice:
    """A draft to the addressee somebody chose; the one there is, where it is chosen twice.

    Raises NoSuchStep, NothingLeft.
    """
    access.require(actor, Permission.DRAFT, notice.case)
    notice = _locked(notice)
    require_open(notice.case)
    target = next((each for each in targets(notice) if key_of(each) == key), None)
    if target is None:
        raise NoSuchStep("This step is not on the ladder any more. Please choose again.")
    if reason := why_not(target, notice=notice):
        raise NoSuchStep(reason)
    unsent = [NoticeState.DRAFT, NoticeState.APPROVED]
    same = notice.later.filter(
        rung=target.rung, recipient=name_of(target, notice), state__in=unsent
    )
    if (existing := same.first()) is not None:
        return existing
    items = chain.unsettled(notice)
    if not items:
        raise NothingLeft("Every place of this letter is gone or was removed.")
    chain.first_of(notice).skips.filter(rung=target.rung).delete()
    return _draft(notice, target=target, items=items, cause=Cause.CHOSEN, actor=actor, now=now)


@transaction.atomic
def skip(
    notice: Notice, *, rung: NoticeRung, reason: str, actor: Person, now: datetime
) -> Notice | None:
    """Pass over a rung of the claim; its draft is put aside and the next rung's is written.

    `notice` is any letter of the claim. Returns the new draft, if there is one.
    """
    access.require(actor, Permission.DRAFT, notice.case)
    first = _locked(chain.first_of(notice))
    require_open(first.case)
    if not reason.strip():
        raise NoReason("Say in a few words why this step is passed over.")
    RungSkip.objects.get_or_create(
        notice=first, rung=rung,
        defaults={"reason": reason.strip()[:300], "skipped_at": now, "skipped_by": actor},
    )  # fmt: skip
    timeline.record(
        first.case, "rung.passed", actor=actor, now=now,
        number=first.number, step=rung.label.lower(),
    )  # fmt: skip
    drafts = [
        each
        for each in chain.whole(first)
        if each.rung == rung and each.state == NoticeState.DRAFT and each.cause != Cause.BACK
    ]
    made = [_instead(each, actor=actor, now=now) for each in drafts]
    return next((each for each in made if each is not None), None)


def _instead(draft: Notice, *, actor: Person, now: datetime) -> Notice | None:
    """Put a draft aside and write the one of the next rung about the same places."""
    _put_aside(draft, actor=actor, now=now)
    earlier = draft.earlier
    if earlier is None or (target := next_target(earlier)) is None:
        return None
    items = list(draft.items.select_related("sighting").order_by("position"))
    return _draft(earlier, target=target, items=items, cause=Cause.CHOSEN, actor=actor, now=now)


@transaction.atomic
def draft_again(item: NoticeItem, *, now: datetime) -> Notice | None:
    """It is back: ask those who had removed it once more, with the ticket they gave then.

    Places of one letter that come back share a draft while nobody has approved it. None where a
    letter about the place waits already.
    """
    notice = _locked(item.notice)
    waits = [NoticeState.DRAFT, NoticeState.APPROVED, NoticeState.SENT]
    asked = NoticeItem.objects.filter(
        sighting=item.sighting_id, notice__state__in=waits, outcome=Outcome.PENDING
    )
    if not notice.case.is_open or asked.exists():
        return None
    open_draft = notice.later.filter(cause=Cause.BACK, state=NoticeState.DRAFT).first()
    if open_draft is not None:
        _add(open_draft, [item])
        return open_draft
    target = _as_target(notice)
    if target.rung in SAME:
        target = replace(target, rung=Rung.FIRMER)
    return _draft(notice, target=target, items=[item], cause=Cause.BACK, actor=None, now=now)


def _as_target(notice: Notice) -> RungTarget:
    """Whoever got this letter, as an addressee."""
    return RungTarget(
        rung=Rung(notice.rung or Rung.FIRMER), name=notice.recipient,
        address=notice.recipient_address, basis=notice.basis,
        platform=str(notice.addressee.get("platform", "")) if notice.addressee else notice.platform,
        channel=notice.channel, kind=str(notice.addressee.get("kind", "")),
    )  # fmt: skip


@transaction.atomic
def let_go(places: Iterable[Sighting], *, case: Case, now: datetime) -> None:
    """Take places out of drafts nobody asked for or approved; an empty draft is put aside."""
    asked = NoticeItem.objects.filter(sighting__in=[each.pk for each in places])
    rows = Notice.objects.held().filter(
        case=case, state=NoticeState.DRAFT, cause__in=UNASKED, pk__in=asked.values("notice")
    )
    drafts = list(rows.order_by("pk"))
    asked.filter(notice__in=drafts).delete()
    for draft in drafts:
        if not draft.items.exists():
            _put_aside(draft, actor=None, now=now)


def _put_aside(draft: Notice, *, actor: Person | None, now: datetime) -> None:
    Notice.objects.filter(pk=draft.pk).update(state=NoticeState.WITHDRAWN)
    timeline.record(
        draft.case, "notice.withdrawn", actor=actor, now=now,
        number=draft.number, recipient=draft.recipient,
    )  # fmt: skip


def _draft(
    earlier: Notice,
    *,
    target: RungTarget,
    items: list[NoticeItem],
    cause: Cause,
    actor: Person | None,
    now: datetime,
) -> Notice:
    case = Case.objects.select_for_update().get(pk=earlier.case_id)
    basis = registry().legal_bases.get(target.basis)
    letter = drafting.letter_of_rung(target.rung, basis)
    written = {each.code for each in drafting.languages_of(letter)}
    drafter = actor or earlier.drafted_by
    writer = _writer(earlier, drafter=drafter)
    same = earlier.sender_role != SenderRole.AUTHORISED_AGENT or writer == agent_of(earlier)
    made = Notice.objects.create(
        case=case,
        number=case.next_notice,
        basis=target.basis,
        language=earlier.language if earlier.language in written else drafting.ENGLISH,
        sender_role=earlier.sender_role,
        extra=earlier.extra if same else {**earlier.extra, "signature_name": ""},
        drafted_at=now,
        drafted_by=drafter,
        agent=writer if writer != drafter else None,
        rung=target.rung,
        earlier=earlier,
        cause=cause,
        **_addressed(target, earlier),
    )
    _add(made, items)
    Case.objects.filter(pk=case.pk).update(next_notice=F("next_notice") + 1)
    timeline.record(
        case, "notice.next", actor=actor, now=now, number=made.number,
        recipient=made.recipient, earlier=earlier.number,
    )  # fmt: skip
    return made


def _add(draft: Notice, items: list[NoticeItem]) -> None:
    start = draft.items.count() + 1
    NoticeItem.objects.bulk_create(
        NoticeItem(notice=draft, sighting=each.sighting, position=position, address=each.address)
        for position, each in enumerate(items, start=start)
    )


def _writer(earlier: Notice, *, drafter: Person) -> Person:
    """In whose name a draft is written: the advocate who has the case now, where one acts."""
    if earlier.sender_role != SenderRole.AUTHORISED_AGENT:
        return drafter
    return earlier.case.advocate or agent_of(earlier)


def _addressed(target: RungTarget, earlier: Notice) -> dict[str, Any]:
    """Columns that say to whom a draft goes. An addressee without an entry has one way only."""
    first = chain.first_of(earlier)
    known = asdict(target) | {"service": letter_facts.service_name(first)}
    if target.rung in SAME:
        known["next"] = _authority(earlier)
    if target.platform and target.channel is None and target.rung not in SAME:
        known["platform"] = ""
    to = first if target.rung in SAME and target.channel is None else None
    stand_in = generic().id if target.rung in CARRIERS else first.platform
    return {
        "platform": to.platform if to else known["platform"] or stand_in,
        "channel": to.channel if to else target.channel or 0,
        "recipient": name_of(target, earlier),
        "recipient_address": (to.recipient_address if to else target.address)[:300],
        "addressee": known,
    }


def name_of(target: RungTarget, notice: Notice) -> str:
    """How a letter to an addressee names it."""
    if target.rung in SAME and target.channel is None:
        return chain.first_of(notice).recipient
    return (target.name or (POLICE if target.rung is Rung.POLICE else ""))[:160]


def _authority(earlier: Notice) -> str:
    """The first authority the claim can be brought to, '' where none is known."""
    heard = [each for each in targets(earlier) if each.rung is Rung.REGULATOR]
    return heard[0].name if heard else ""


def _locked(notice: Notice) -> Notice:
    return Notice.objects.held().get(pk=notice.pk)
