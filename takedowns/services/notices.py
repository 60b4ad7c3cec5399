"""Drafting, changing, approving and withdrawing a notice."""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import date, datetime
from functools import lru_cache, partial
from types import MappingProxyType
from typing import Any

from django.db import transaction
from django.db.models import F

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError, NotPermitted
from cases.models import Case, Contact
from cases.services.closure import require_open
from evidence.models import Sighting
from takedowns import drafting
from takedowns.errors import NoticeChanged
from takedowns.models import Notice, NoticeItem, NoticeState
from takedowns.registry.loader import registry
from takedowns.routing import Sender
from takedowns.services import climbing, holding, letter_facts, standing, wording
from takedowns.services.proposals import Group, open_sightings
from takedowns.services.routes import Route
from takedowns.services.senders import Written, require_own_word

APPROVAL = (
    *("state", "declarations", "subject", "body", "digest", "snapshot"),
    *("approved_at", "approved_by", "mandate", "reopened_why", "asked_at", "asked_by"),
)
"""What approving writes."""


class NothingToAsk(DomainError):
    """A letter needs at least one open place of this case."""


class NotADraft(DomainError):
    """Only a draft can be changed or approved."""


class LetterHasGaps(DomainError):
    """A letter with a gap cannot be approved; `gaps` names them."""

    def __init__(self, gaps: tuple[drafting.Gap, ...]) -> None:
        super().__init__("Something is still missing: " + ", ".join(gap.label for gap in gaps))
        self.gaps = gaps


@dataclass(frozen=True, slots=True)
class Prepared:
    """A draft as it would go out now. `letter` is None while a fact is missing.

    `in_english` is the same letter for reading, where the letter itself is in another language.

    `gaps` hold everything still missing, the person's own word included; `digest` is what an
    approval binds to.
    """

    letter: drafting.Letter | None
    in_english: drafting.Letter | None
    facts: drafting.Facts
    gaps: tuple[drafting.Gap, ...]
    requirements: tuple[drafting.Requirement, ...]
    digest: str

    @property
    def fact_gaps(self) -> tuple[drafting.Gap, ...]:
        """What is missing apart from the declarations, which are given while approving."""
        return tuple(gap for gap in self.gaps if gap.where != drafting.Where.DECLARATION)


@transaction.atomic
def draft_notice(
    case: Case,
    *,
    group: Group,
    route: Route,
    sightings: Iterable[Sighting],
    actor: Person,
    now: datetime,
    written: Written | None = None,
) -> Notice:
    """A draft to one recipient about open places of one group. The text is made when read.

    `written` says in whose name; None for the actor's own. It takes the places out of drafts
    that were made by themselves.
    """
    places = tuple(sightings)
    written = written or _by_actor(case, actor=actor)
    return _drafted(
        case, group=group, route=route, parts=(places,), written=written, actor=actor, now=now
    )[0]


@transaction.atomic
def draft_all(
    case: Case,
    *,
    group: Group,
    route: Route | None,
    sightings: Iterable[Sighting],
    actor: Person,
    now: datetime,
    written: Written | None = None,
) -> list[Notice]:
    """As many drafts as the channel's limit asks for, all or none."""
    if route is None:
        raise NothingToAsk("This way does not fit this case any more. Please choose another.")
    parts = drafting.split_for_channel(list(sightings), route.channel.max_urls).parts
    if not parts:
        raise NothingToAsk("Choose at least one place.")
    written = written or _by_actor(case, actor=actor)
    return _drafted(
        case, group=group, route=route, parts=parts, written=written, actor=actor, now=now
    )


def _drafted(
    case: Case,
    *,
    group: Group,
    route: Route,
    parts: Sequence[Sequence[Sighting]],
    written: Written,
    actor: Person,
    now: datetime,
) -> list[Notice]:
    """One draft for each part that has a place still open; refused where a part has none."""
    access.require(actor, Permission.DRAFT, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    wanted = {place.pk for part in parts for place in part}
    still = {place.pk: place for place in open_sightings(case) if place.pk in wanted}
    kept = [[still[place.pk] for place in part if place.pk in still] for part in parts]
    if not case.is_open or not all(kept):
        raise NothingToAsk("Choose at least one place that is still open and in no other letter.")
    climbing.let_go([place for part in kept for place in part], case=case, now=now)
    made = partial(_draft, case, group=group, route=route, written=written)
    drafts = Notice.objects.bulk_create(
        made(number=number, actor=actor, now=now)
        for number, _ in enumerate(kept, start=case.next_notice)
    )
    NoticeItem.objects.bulk_create(
        NoticeItem(notice=notice, sighting=place, position=position, address=_address(place))
        for notice, places in zip(drafts, kept, strict=True)
        for position, place in enumerate(sorted(places, key=_in_order), start=1)
    )
    Case.objects.filter(pk=case.pk).update(next_notice=F("next_notice") + len(drafts))
    for notice in drafts:
        timeline.record(
            case, "notice.drafted", actor=actor, now=now,
            number=notice.number, recipient=group.recipient, basis=route.name,
        )  # fmt: skip
    return drafts


def _draft(
    case: Case,
    *,
    group: Group,
    route: Route,
    number: int,
    written: Written,
    actor: Person,
    now: datetime,
) -> Notice:
    return Notice(
        case=case,
        number=number,
        platform=group.platform.id,
        channel=route.channel_index,
        basis=route.basis.id if route.basis else "",
        sender_role=written.role,
        agent=written.agent if written.agent != actor else None,
        recipient=group.recipient,
        recipient_address=route.channel.value,
        extra={"host": group.host} if group.host else {},
        drafted_at=now,
        drafted_by=actor,
    )


def _in_order(place: Sighting) -> int:
    return place.number


@transaction.atomic
def change_notice(
    notice: Notice, *, extra: Mapping[str, Any], actor: Person, now: datetime, language: str = ""
) -> Notice:
    """Keep what was typed for this letter. An approved text goes back to being a draft.

    `language` is the code of another language it shall be written in; empty leaves it.
    """
    access.require(actor, Permission.DRAFT, notice.case)
    notice = _locked(notice)
    require_open(notice.case)
    holding.stop_queued(notice, why="The text was opened again to change it.", now=now)
    if notice.state not in {NoticeState.DRAFT, NoticeState.APPROVED}:
        raise NotADraft("This letter has been sent and cannot be changed. You can write a new one.")
    approved = notice.state == NoticeState.APPROVED
    notice.extra = {**notice.extra, **extra}
    notice.language = language or notice.language
    standing.void_approval(notice, why=notice.reopened_why)
    notice.save()
    if approved:
        timeline.record(
            notice.case, "notice.changed", actor=actor, now=now,
            number=notice.number, recipient=notice.recipient,
        )  # fmt: skip
    return notice


def prepare(
    notice: Notice,
    *,
    written_on: date,
    items: Sequence[NoticeItem] | None = None,
    contact: Contact | None = None,
) -> Prepared:
    """The exact text as it stands now, or what is missing. Reads only.

    Whoever prepares many letters to be read hands in their `items` in order, with their places,
    and the `contact` of the case.
    """
    basis, channel = letter_facts.basis_of(notice), letter_facts.channel_of(notice)
    if items is None:
        items = letter_facts.items_of(notice)
    facts = letter_facts.facts_for(
        notice,
        sightings=[item.sighting for item in items],
        written_on=written_on,
        contact=contact or letter_facts.contact_of(notice.case),
    )
    gaps = wording.missing(notice, basis, channel, facts)
    letter = in_english = None
    with suppress(drafting.FactsMissing):
        letter = wording.draft(notice, basis, channel, facts, notice.language)
        abroad = notice.language != drafting.ENGLISH
        in_english = wording.draft(notice, basis, channel, facts) if abroad else None
    return Prepared(
        letter=letter,
        in_english=in_english,
        facts=facts,
        gaps=gaps,
        requirements=wording.requirements(notice, basis, channel),
        digest=_digest(notice, letter, [item.address for item in items]) if letter else "",
    )


@transaction.atomic
def approve_notice(
    notice: Notice,
    *,
    digest: str,
    declarations: Iterable[str],
    written_on: date,
    actor: Person,
    now: datetime,
) -> Notice:
    """Approve the exact text whose digest was shown; freeze text, rule, platform and places.

    The client approves; an advocate only under a mandate in force. Raises NotPermitted,
    NoticeChanged where the text is another by now, LetterHasGaps where anything is missing.
    """
    access.require(actor, Permission.DRAFT, notice.case)
    notice = standing.locked(notice)
    mandate = standing.right_to_approve(notice, actor=actor, now=now)
    require_own_word(notice, actor=actor)
    require_open(notice.case)
    if notice.state != NoticeState.DRAFT:
        raise NotADraft("This letter is not a draft any more.")
    notice.declarations = sorted(set(declarations))
    prepared = prepare(notice, written_on=written_on)
    if prepared.letter is not None and prepared.digest != digest:
        raise NoticeChanged("The text has changed since you read it. Please read it once more.")
    if prepared.gaps or prepared.letter is None:
        raise LetterHasGaps(prepared.gaps)
    notice.subject, notice.body = prepared.letter.subject, prepared.letter.body
    notice.digest, notice.snapshot = prepared.digest, _snapshot(notice)
    notice.snapshot["form"] = _form(notice, prepared.letter, prepared.facts)
    notice.state = NoticeState.APPROVED
    notice.approved_at, notice.approved_by, notice.mandate = now, actor, mandate
    notice.reopened_why, notice.asked_at, notice.asked_by = "", None, None
    notice.save(update_fields=APPROVAL)
    timeline.record(
        notice.case, "notice.approved", actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    return notice


@transaction.atomic
def withdraw_notice(notice: Notice, *, actor: Person, now: datetime) -> Notice:
    """Put a letter that was not sent aside; its places are open again."""
    access.require(actor, Permission.DRAFT, notice.case)
    notice = _locked(notice)
    holding.stop_queued(notice, why="The letter was put aside.", now=now)
    if notice.state not in {NoticeState.DRAFT, NoticeState.APPROVED}:
        raise NotADraft("This letter has been sent. It cannot be taken back here.")
    notice.state = NoticeState.WITHDRAWN
    notice.save(update_fields=["state"])
    timeline.record(
        notice.case, "notice.withdrawn", actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
    return notice


def may_approve(notice: Notice, *, actor: Person, now: datetime) -> bool:
    """Whether this person could approve this letter now."""
    try:
        standing.right_to_approve(notice, actor=actor, now=now)
    except NotPermitted:
        return False
    return True


def _by_actor(case: Case, *, actor: Person) -> Written:
    return Written(Sender.PERSON if case.client_id == actor.pk else Sender.AGENT, actor)


def _locked(notice: Notice) -> Notice:
    return Notice.objects.held().get(pk=notice.pk)


def _address(place: Sighting) -> str:
    return place.url or place.locator


def digest_now(notice: Notice) -> str:
    """The digest of recipient, text and places as they stand in their rows at this moment."""
    items = notice.items.order_by("position").values_list("address", flat=True)
    return _digest(notice, notice, list(items))


def _digest(notice: Notice, letter: drafting.Letter | Notice, addresses: list[str]) -> str:
    """SHA-256 (hex) over recipient, address, subject, body and places, as canonical JSON."""
    whole = {
        "addresses": addresses,
        "body": letter.body,
        "recipient": notice.recipient,
        "recipient_address": notice.recipient_address,
        "subject": letter.subject,
    }
    canonical = json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(b"redress.notice.v1\0" + canonical.encode()).hexdigest()


def _snapshot(notice: Notice) -> dict[str, Any]:
    """The rule, the platform and the channel as the registry had them, in plain values."""
    if not notice.rung:
        return {**_frozen(notice.platform, notice.channel, notice.basis)}
    basis = letter_facts.basis_of(notice)
    parts = {
        "platform": asdict(letter_facts.platform_of(notice)),
        "channel": asdict(letter_facts.channel_of(notice)),
        "basis": asdict(basis) if basis else None,
    }
    return _plain(parts)


@lru_cache(maxsize=256)
def _frozen(platform: str, channel: int, basis: str) -> Mapping[str, Any]:
    """Entries of the shipped registry, which does not change while the program runs."""
    known = registry()
    entry = known.platforms[platform]
    parts = {
        "platform": asdict(entry),
        "channel": asdict(entry.channels[channel]),
        "basis": asdict(known.legal_bases[basis]) if basis else None,
    }
    return MappingProxyType(_plain(parts))


def _plain(parts: Mapping[str, Any]) -> dict[str, Any]:
    return dict(json.loads(json.dumps(parts, default=str)))


def _form(notice: Notice, letter: drafting.Letter, facts: drafting.Facts) -> list[list[str]]:
    """The fields of the service's own form as approved: label, value, key."""
    fields = drafting.companion_fields(
        letter_facts.channel_of(notice), letter, facts, registry().field_keys
    )
    return [list(field) for field in fields]
