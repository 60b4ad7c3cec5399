"""Who had a part in the case, and which accounts its places showed."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from dossiers.rendering.parts import AccountRow, People, PersonRow, Pointer, Quote
from dossiers.rendering.words import capital, count, day, exact, listed, short
from dossiers.services import ladder
from dossiers.services.chronology import place_pointers
from dossiers.services.rows import Rows
from evidence.models import Presence, Sighting
from evidence.rendering.words import MONTHS

POSTED = "Shown as the one who posted"
LED = "Led to a place"
NOT_SEEN = frozenset({Presence.GONE, Presence.UNKNOWN})


@dataclass(slots=True)
class _Account:
    """One account at one platform while it is gathered."""

    first: datetime | None = None
    last: datetime | None = None
    pointers: dict[Pointer, None] = field(default_factory=dict)


def people_of(rows: Rows) -> People:
    """Both tables."""
    nameless = [str(place.number) for place in rows.sightings if not place.uploader.strip()]
    noun = "place" if len(nameless) == 1 else "places"
    return People(
        persons=tuple(_persons(rows)),
        accounts=tuple(_accounts(rows)),
        without=f"No account was noted at {noun} {listed(nameless)}." if nameless else "",
    )


def _persons(rows: Rows) -> Iterator[PersonRow]:
    """The person concerned, who compiled it, the advocate; then others by name; then helpers."""
    did, client = _did(rows), rows.case.client_id
    yield PersonRow(
        name=(rows.contact.name or rows.case.client_name if rows.choice.with_name else "")
        or "Not named here",
        part=_parts(rows, client, "The person concerned"),
        did=_told(did[client] if client else Counter()),
    )
    first = [rows.compiler.pk, rows.case.advocate_id]
    others = sorted((key for key in did if key not in first), key=rows.who)
    for key in dict.fromkeys([*first, *others]):
        if key is not None and key != client:
            part = _parts(rows, key, "Advocate" if key == rows.case.advocate_id else "")
            name = rows.compiler.shown_name if key == rows.compiler.pk else rows.who(key)
            yield PersonRow(name=name, part=part, did=_told(did[key]))
    helped = _helped(rows)
    if helped:
        part = "Trusted by the person; gave things through a personal link"
        yield PersonRow(name="Not named here", part=part, did=_told(helped))


def _parts(rows: Rows, key: UUID | None, part: str) -> str:
    team = rows.case.organisation
    words = [part] if part else []
    if part == "Advocate" and team:
        words[0] += f", {team.name}"
    if key == rows.compiler.pk:
        words.append("asked for this dossier")
    if rows.mandate is not None and key == rows.compiler.pk:
        words.append(f"acts under a mandate of {day(rows.mandate.given_at)}")
    return capital("; ".join(words)) or "Worked on the case"


def _did(rows: Rows) -> dict[UUID, Counter[str]]:
    """What each person did, in the nouns of this document."""
    acts: list[tuple[UUID | None, str]] = [
        *((place.logged_by_id, "noted|place") for place in rows.sightings),
        *((exhibit.kept_by_id, "gave|file") for exhibit in rows.exhibits),
        *((look.observer_id, "looked|time") for each in rows.looks.values() for look in each),
        *((row.signer_id, "signed|look") for each in rows.signatures.values() for row in each),
        *((notice.approved_by_id, "approved|letter") for notice in rows.notices),
    ]
    found: dict[UUID, Counter[str]] = {}
    for key, act in acts:
        if key is not None:
            found.setdefault(key, Counter())[act] += 1
    for key in (rows.compiler.pk, rows.case.client_id, rows.case.advocate_id):
        if key is not None:
            found.setdefault(key, Counter())
    return found


def _helped(rows: Rows) -> Counter[str]:
    files = sum(ladder.helper_of(exhibit, rows=rows) for exhibit in rows.exhibits)
    places = sum(
        any(row.contribution_id for row in rows.captures.get(place.pk, []))
        for place in rows.sightings
    )
    return Counter({key: n for key, n in (("gave|file", files), ("told|place", places)) if n})


def _told(acts: Counter[str]) -> str:
    said = []
    for act, number in acts.items():
        verb, noun = act.split("|")
        said.append(f"{verb} {count(number, noun)}")
    return capital(listed(said)) if said else "Nothing is recorded of it in this document"


def _accounts(rows: Rows) -> Iterator[AccountRow]:
    """In the order they were first seen; those without a time last."""
    found: dict[tuple[str, str, str], _Account] = {}
    for place in rows.sightings:
        named = ((place.uploader, POSTED), (place.reached_account, LED))
        for account, role in named:
            if account.strip():
                key = (account.strip(), place.shown_place, role)
                _add(found.setdefault(key, _Account()), place, rows=rows)
    ordered = sorted(found.items(), key=lambda each: (each[1].first is None, each[1].first))
    for (account, where, role), seen in ordered:
        yield AccountRow(
            account=account,
            where=where,
            role=role,
            first=short(seen.first),
            last=short(seen.last),
            pointers=tuple(seen.pointers),
        )


def _add(account: _Account, place: Sighting, *, rows: Rows) -> None:
    looks = rows.looks.get(place.pk, [])
    there = [look.observed_at for look in looks if look.presence not in NOT_SEEN]
    seen = [moment for moment in (account.first, place.seen_at) if moment]
    account.first = min(seen, default=None)
    account.last = max(
        [moment for moment in (account.last, place.seen_at, *there) if moment], default=None
    )
    account.pointers |= dict.fromkeys(place_pointers(place, rows=rows))


def quotes_of(rows: Rows) -> tuple[Quote, ...]:
    """What the person let be quoted, word for word."""
    return tuple(
        Quote(
            day=_date(row.happened_date) if row.happened_date else "No day named",
            words=row.words,
            noted=f"Written down {exact(row.written_at)}, by: {_writer(row.written_by_id, rows)}",
        )
        for row in rows.effects
    )


def _date(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _writer(key: UUID, rows: Rows) -> str:
    if key == rows.case.client_id:
        return "the person themselves"
    return f"{rows.who(key)}, as the person told it"
