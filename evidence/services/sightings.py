"""Places noted in a case: looked over first, then written down."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from evidence import places
from evidence.links import Link, LinkRefused, normalise, split_pasted
from evidence.models import Import, Kind, Observation, Presence, Sighting
from evidence.services import binding, captures
from evidence.services.captures import Told
from evidence.services.unlinked import Unlinked, unlinked_in


class CaseClosed(DomainError):
    """Nothing can be added to a closed case."""


class PlaceKnown(DomainError):
    """The place is in the case already."""


class NotReached(DomainError):
    """A place cannot have been found through the place that was named."""


@dataclass(frozen=True, slots=True)
class Noticed:
    """What a person says of a place. `seen_at` is UTC, or None where it is not known.

    `reached_from` is the number of the place it was found through, `reached_account` the account.
    """

    seen_at: datetime | None = None
    seen_zone: str = ""
    uploader: str = ""
    posted_text: str = ""
    views: int | None = None
    followers: int | None = None
    hashtags: str = ""
    reached_from: int | None = None
    reached_account: str = ""
    note: str = ""


NOTHING_NOTICED = Noticed()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of what was pasted. It is new, known already, or it has a fault."""

    number: int
    raw: str
    link: Link | None = None
    place: places.Place | None = None
    twin: Sighting | None = None
    same_as: int | None = None
    fault: str = ""

    @property
    def is_new(self) -> bool:
        """Whether saving would make a new place of it."""
        return self.link is not None and self.twin is None and self.same_as is None

    @property
    def shown_place(self) -> str:
        """The platform, else the host."""
        named = self.place.platform_name if self.place else ""
        return named or (self.link.host if self.link else "")

    @property
    def shown_kind(self) -> str:
        """The kind of page in words."""
        return kind_in_words(self.place.page_kind) if self.place else ""


def kind_in_words(page_kind: str) -> str:
    """`search_result` as people say it; empty for a page of no special kind."""
    return "" if page_kind == "page" else page_kind.replace("_", " ")


def survey(case: Case, *, text: str) -> list[Line]:
    """What saving `text` would do, line by line; nothing is written."""
    lines = [_read(raw, number=number) for number, raw in enumerate(split_pasted(text), start=1)]
    known = known_among(case, links=[line.link for line in lines if line.link])
    first: dict[str, int] = {}
    looked: list[Line] = []
    for line in lines:
        looked.append(_compared(line, known=known, first=first))
    return looked


def _read(raw: str, *, number: int) -> Line:
    try:
        link = normalise(raw)
    except LinkRefused as fault:
        return Line(number=number, raw=raw, fault=str(fault))
    return Line(number=number, raw=raw, link=link, place=places.recognise(link.url))


def key_of(link: Link) -> str:
    """What two links of one place share, as it stands in the database: SHA-256 in hex."""
    return hashlib.sha256(link.key.encode()).hexdigest()


def known_among(case: Case, *, links: Iterable[Link]) -> dict[str, Sighting]:
    """The places of the case that these links name, by `key_of` the link."""
    keys = {key_of(link) for link in links}
    rows = Sighting.objects.filter(case=case, key__in=keys).select_related("logged_by")
    return {row.key: row for row in rows}


def _compared(line: Line, *, known: dict[str, Sighting], first: dict[str, int]) -> Line:
    if line.link is None:
        return line
    key = key_of(line.link)
    same_as = first.setdefault(key, line.number)
    return Line(
        number=line.number,
        raw=line.raw,
        link=line.link,
        place=line.place,
        twin=known.get(key),
        same_as=same_as if same_as != line.number else None,
    )


@transaction.atomic
def log_links(
    case: Case,
    *,
    links: Sequence[Link],
    noticed: Noticed,
    actor: Person,
    now: datetime,
    told: Told | None = None,
) -> list[Sighting]:
    """Write down each link the case does not hold yet, in their order; returns the new places.

    `told`: the actor did not see it, somebody told them.
    """
    access.require(actor, Permission.LOG, case)
    case = locked(case)
    check_open(case)
    known = known_among(case, links=links)
    distinct = {key_of(link): link for link in reversed(links)}
    new = [link for key, link in reversed(distinct.items()) if key not in known]
    made = [_sighting(case, link=link, noticed=noticed, actor=actor, now=now) for link in new]
    _save_all(case, made, actor=actor, now=now, told=told)
    _tell(case, made, actor=actor, now=now)
    return made


@transaction.atomic
def log_rows(
    case: Case,
    *,
    rows: Sequence[tuple[Link | Unlinked, Noticed]],
    whole: Import,
    actor: Person,
    now: datetime,
) -> list[Sighting]:
    """Write down each row of a list that the case does not hold yet; the story is the caller's."""
    access.require(actor, Permission.LOG, case)
    case = locked(case)
    check_open(case)
    held: set[object] = set(known_among(case, links=[r for r, _ in rows if isinstance(r, Link)]))
    if any(isinstance(row, Unlinked) for row, _ in rows):
        held |= set(unlinked_in(case))
    numbers = numbers_in(case) if any(noticed.reached_from for _, noticed in rows) else set()
    made: list[Sighting] = []
    for place, noticed in rows:
        same = key_of(place) if isinstance(place, Link) else place.sameness
        if same in held:
            continue
        held.add(same)
        if noticed.reached_from not in numbers:
            noticed = replace(noticed, reached_from=None)
        row = _blank(case, noticed=noticed, actor=actor, now=now)
        row.whole = whole
        if isinstance(place, Link):
            _put_link(row, place)
        else:
            _put_unlinked(row, place)
        made.append(row)
    _save_all(case, made, actor=actor, now=now, told=None)
    return made


def numbers_in(case: Case) -> set[int]:
    """The numbers of the case's places."""
    return set(Sighting.objects.filter(case=case).values_list("number", flat=True))


@transaction.atomic
def log_place(
    case: Case,
    *,
    place: Unlinked,
    noticed: Noticed,
    actor: Person,
    now: datetime,
    told: Told | None = None,
) -> Sighting:
    """Write down a place that has no link: a chat, a person, something on paper."""
    access.require(actor, Permission.LOG, case)
    case = locked(case)
    check_open(case)
    made = _blank(case, noticed=noticed, actor=actor, now=now)
    _put_unlinked(made, place)
    _save_all(case, [made], actor=actor, now=now, told=told)
    _tell(case, [made], actor=actor, now=now)
    return made


@transaction.atomic
def change(
    sighting: Sighting,
    *,
    noticed: Noticed,
    actor: Person,
    now: datetime,
    link: Link | None = None,
    place: Unlinked | None = None,
) -> Sighting:
    """Write down again what is noted about a place; `link` or `place` correct where it is."""
    access.require(actor, Permission.LOG, sighting.case)
    case = locked(sighting.case)
    sighting = Sighting.objects.select_for_update().get(pk=sighting.pk)
    check_open(case)
    if link is not None:
        _check_unknown(case, link=link, besides=sighting)
        _put_link(sighting, link)
    elif place is not None and sighting.kind != Kind.LINK:
        _put_unlinked(sighting, place)
    moved = noticed.seen_at != sighting.seen_at
    _put_noticed(sighting, noticed)
    sighting.save()
    looks = _observe_first([sighting], actor=actor) if moved else []
    binding.changed(case, sighting, looks=looks, actor=actor, now=now)
    timeline.record(case, "sighting.changed", actor=actor, now=now, number=sighting.number)
    return sighting


def locked(case: Case) -> Case:
    """The case's row, locked until the transaction ends."""
    return Case.objects.select_for_update().get(pk=case.pk)


def check_open(case: Case) -> None:
    """Raise CaseClosed where nothing may be added any more."""
    if not case.is_open:
        raise CaseClosed("This case is closed. Open it again to add something.")


def _check_unknown(case: Case, *, link: Link, besides: Sighting) -> None:
    twin = Sighting.objects.filter(case=case, key=key_of(link)).exclude(pk=besides.pk).first()
    if twin is not None:
        raise PlaceKnown(f"This place is noted already: it is number {twin.number}.")


def _blank(case: Case, *, noticed: Noticed, actor: Person, now: datetime) -> Sighting:
    sighting = Sighting(case=case, number=case.next_sighting, logged_at=now, logged_by=actor)
    case.next_sighting += 1
    _put_noticed(sighting, noticed)
    return sighting


def _sighting(
    case: Case, *, link: Link, noticed: Noticed, actor: Person, now: datetime
) -> Sighting:
    sighting = _blank(case, noticed=noticed, actor=actor, now=now)
    _put_link(sighting, link)
    return sighting


def _put_link(sighting: Sighting, link: Link) -> None:
    place = places.recognise(link.url)
    sighting.kind = Kind.LINK
    sighting.as_seen, sighting.url = link.as_seen, link.url
    sighting.key, sighting.host = key_of(link), link.host
    sighting.platform = place.platform_id or ""
    sighting.platform_name = place.platform_name or ""
    sighting.page_kind = place.page_kind
    sighting.identifiers = dict(place.identifiers)


def _put_unlinked(sighting: Sighting, place: Unlinked) -> None:
    sighting.kind, sighting.locator = place.kind, place.locator
    sighting.platform_name = place.platform
    sighting.identifiers = place.identifiers


def _put_noticed(sighting: Sighting, noticed: Noticed) -> None:
    sighting.seen_at, sighting.seen_zone = noticed.seen_at, noticed.seen_zone
    sighting.uploader, sighting.posted_text = noticed.uploader, noticed.posted_text
    sighting.views, sighting.followers = noticed.views, noticed.followers
    sighting.hashtags, sighting.note = noticed.hashtags, noticed.note
    sighting.reached_account = noticed.reached_account
    sighting.reached_from = _reached_from(sighting, noticed.reached_from)


def _reached_from(sighting: Sighting, number: int | None) -> Sighting | None:
    """The place with this number; raises NotReached where it is none or leads back here."""
    if number is None:
        return None
    if number == sighting.number:
        raise NotReached("A place cannot lead to itself. Put in the number of another place.")
    places = Sighting.objects.filter(case=sighting.case)
    found = step = places.filter(number=number).first()
    if found is None:
        raise NotReached(f"There is no place {number} in this case. Look at the list of places.")
    while step is not None and step.reached_from_id is not None:
        if step.reached_from_id == sighting.pk:
            raise NotReached(f"Place {number} was itself found through this place.")
        step = places.filter(pk=step.reached_from_id).first()
    return found


def _save_all(
    case: Case, made: list[Sighting], *, actor: Person, now: datetime, told: Told | None
) -> None:
    Sighting.objects.bulk_create(made)
    given = captures.note_places(case, made, actor=actor, now=now, told=told)
    looks = _observe_first(made, actor=actor) if told is None else []
    case.save(update_fields=["next_sighting"])
    binding.noted(case, made, given=given, looks=looks, actor=actor, now=now)


def _observe_first(made: list[Sighting], *, actor: Person) -> list[Observation]:
    """Whoever says when they saw it says that it was there: that is the first observation."""
    return Observation.objects.bulk_create(
        Observation(sighting=row, presence=Presence.LIVE, observed_at=row.seen_at, observer=actor)
        for row in made
        if row.seen_at is not None
    )


def _tell(case: Case, made: list[Sighting], *, actor: Person, now: datetime) -> None:
    if len(made) == 1:
        [one] = made
        timeline.record(
            case,
            "sighting.added",
            actor=actor,
            now=now,
            number=one.number,
            place=one.shown_place,
        )
    elif made:
        timeline.record(case, "sighting.added_many", actor=actor, now=now, count=len(made))
