"""The sheet for the police: a case on one or two pages, and nothing that was not chosen.

Names and addresses of the person that are known are withheld in every text, unless the name is to
be shown; how to reach somebody stands there only as it was chosen. No picture is on it.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from hashlib import sha256
from typing import Final

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.models import Age, Case, Contact, Happened
from cases.registry.support import support
from dossiers.models import Purpose
from dossiers.rendering.content import Field, Figure
from dossiers.rendering.papers import Asking, Kept, Listed, PoliceSheet, Reported, Where
from dossiers.rendering.signs import in_every_text, withholding
from dossiers.rendering.words import capital, count, day, exact, grouped, listed, short
from dossiers.services.assembling import manifest_for, names_known, platform_row
from dossiers.services.letter_pages import outcomes_in_words
from dossiers.services.papers import Sheet, handed
from dossiers.services.rows import Choice, Rows, read_rows
from evidence.models import Exhibit, Presence, Sighting
from takedowns.models import MailAccount, Notice
from takedowns.registry.loader import registry
from takedowns.routing.fitting import seat_of

MOST_WHERE: Final = 6
MOST_KEPT: Final = 8
MOST_REPORTED: Final = 5
MOST_ACCOUNTS: Final = 6
TOLD: Final = {
    Happened.IMAGE: "Private photos of the person were shared without consent.",
    Happened.VIDEO: "A private video of the person was shared without consent.",
    Happened.SYNTHETIC: "Pictures made with a computer that look like the person were shared.",
    Happened.LINK_ONLY: "The person has a link and has not seen what is behind it.",
    Happened.THREAT: "Somebody threatens to share something.",
    Happened.FEAR: "The person fears that something was shared, and does not know.",
}
AGES: Final = {
    Age.ADULT: "",
    Age.MINOR: "The person says that they were under 18 in some or all of it. No file of it may "
    "be taken in here, and none should be asked of the person.",
    Age.UNSURE: "The person is not sure that they were 18 in all of it. No file of it may be "
    "taken in here until that is clear.",
    Age.UNANSWERED: "The person has not been asked yet how old they were in it.",
}


class Reach(StrEnum):
    """Through whom the police may come back with a question."""

    NOBODY = "NOBODY"
    ADVOCATE = "ADVOCATE"
    PERSON = "PERSON"


@dataclass(frozen=True, slots=True)
class Told:
    """What was chosen for the sheet. `words` are the person's own, `addresses` adds a list."""

    reach: Reach = Reach.NOBODY
    with_name: bool = False
    addresses: bool = False
    words: str = ""


def police_sheet(case: Case, *, told: Told, actor: Person, now: datetime) -> Sheet:
    """The sheet, to be taken along. Raises NotPermitted."""
    access.require(actor, Permission.EXPORT, case)
    choice = Choice(purpose=Purpose.POLICE, with_name=told.with_name)
    rows = read_rows(case, choice, compiler=actor, now=now)
    paper = sheet_of(rows, told=told, now=now)
    name = f"notes-{case.ref}-sheet.pdf"
    return handed(paper, case, "paper.police", item=None, name=name, actor=actor, now=now)


def reaches(case: Case) -> list[Reach]:
    """Whom the sheet can name as a way back."""
    contact = Contact.objects.filter(case=case).first()
    own = contact and (contact.mail_in_letters or contact.telephone_in_letters)
    found = [Reach.NOBODY]
    if case.advocate is not None:
        found.append(Reach.ADVOCATE)
    return [*found, Reach.PERSON] if own else found


def sheet_of(rows: Rows, *, told: Told, now: datetime) -> PoliceSheet:
    """What the sheet says at this moment."""
    case = rows.case
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for place in rows.sightings:
        groups[place.shown_place].append(place)
    most_first = sorted(groups.items(), key=lambda each: (-len(each[1]), each[0]))
    seen = [place.seen_at for place in rows.sightings if place.seen_at]
    sheet = PoliceSheet(
        ref=case.ref,
        made=exact(now),
        happened=tuple(TOLD[each] for each in Happened if each in case.happened),
        age=AGES[Age(case.age)],
        words=told.words,
        since=_since(min(seen) if seen else None, max(seen, default=None)),
        figures=_figures(rows, services=len(groups)),
        where=tuple(_where(name, places, rows=rows) for name, places in most_first[:MOST_WHERE]),
        more_where=_rest(most_first, MOST_WHERE, "service", "in the dossier"),
        accounts=_accounts(rows),
        kept=tuple(_kept(each, rows=rows) for each in rows.exhibits[:MOST_KEPT]),
        more_kept=_rest(rows.exhibits, MOST_KEPT, "exhibit", "with their digests in the dossier"),
        manifest=grouped(sha256(manifest_for(rows).encode()).hexdigest()) if rows.exhibits else "",
        reported=tuple(_reported(each, rows=rows) for each in rows.notices[:MOST_REPORTED]),
        more_reported=_rest(rows.notices, MOST_REPORTED, "letter", "in the dossier"),
        asking=_asking(rows),
        fields=(),
        listed=tuple(map(_listed, rows.sightings)) if told.addresses else (),
    )
    if not told.with_name:
        sheet = in_every_text(sheet, withholding(names_known(rows)))
    return replace(sheet, fields=_fields(rows, told=told, now=now))


def _rest(rows: Sequence[object], shown: int, noun: str, where: str) -> str:
    left = len(rows) - shown
    return f"And {count(left, f'more {noun}', small=False)}, {where}." if left > 0 else ""


def _since(first: datetime | None, last: datetime | None) -> str:
    if first is None or last is None:
        return "No time was noted for any place."
    if day(first) == day(last):
        return f"Seen on {day(first)}."
    return f"First seen on {day(first)}; the last new place on {day(last)}."


def _figures(rows: Rows, *, services: int) -> tuple[Figure, ...]:
    gone = sum(_last(rows, place) == Presence.GONE for place in rows.sightings)
    numbers = (
        (len(rows.sightings), "place"), (services, "service"), (len(rows.exhibits), "exhibit"),
        (len(rows.notices), "letter"),
    )  # fmt: skip
    shown = [Figure(f"{n:,}", noun if n == 1 else f"{noun}s") for n, noun in numbers]
    return (shown[0], Figure(f"{gone:,}", "gone at the last look"), *shown[1:])


def _last(rows: Rows, place: Sighting) -> str:
    looks = rows.looks.get(place.pk)
    return looks[-1].presence if looks else ""


def _where(name: str, places: list[Sighting], *, rows: Rows) -> Where:
    row = platform_row(name, places, rows=rows)
    return Where(row.name, _operator(places), row.places, row.first, row.last, row.now)


def _operator(places: list[Sighting]) -> str:
    known = next((each.platform for each in places if each.platform), "")
    platform = registry().platforms.get(known)
    if platform is None:
        return "Not known here"
    return f"{platform.operator} ({platform.country})" if platform.country else platform.operator


def _accounts(rows: Rows) -> str:
    shown = {f"{p.uploader} on {p.shown_place}": None for p in rows.sightings if p.uploader}
    named = list(shown)
    if len(named) > MOST_ACCOUNTS:
        more = count(len(named) - MOST_ACCOUNTS, "more account", small=False)
        named = [*named[:MOST_ACCOUNTS], f"{more} in the dossier"]
    return listed(named)


def _kept(exhibit: Exhibit, *, rows: Rows) -> Kept:
    places = {place.pk: place for place in rows.sightings}
    place = places.get(exhibit.sighting_id) if exhibit.sighting_id else None
    of = f"place {place.number}" if place else "no place"
    return Kept(
        label=exhibit.label,
        what=f"{exhibit.mime or 'A file'}, {of}",
        kept=short(exhibit.kept_at).partition(",")[0],
        sha256=exhibit.file.sha256,
    )


def _reported(notice: Notice, *, rows: Rows) -> Reported:
    items = rows.items.get(notice.pk, [])
    sent = rows.deliveries.get(notice.pk, [])
    number = next((each.reference for each in sent if each.reference), "")
    replies = rows.replies.get(notice.pk, [])
    answered = f"; answered {short(replies[0].received_at)}" if replies else ""
    return Reported(
        label=notice.label,
        recipient=notice.recipient,
        sent=short(notice.sent_at),
        number=number or "–",
        outcome=f"{capital(outcomes_in_words(items))}{answered}",
    )


def _asking(rows: Rows) -> tuple[Asking, ...]:
    known = registry()
    named = {place.platform for place in rows.sightings}
    services = frozenset(
        code for each in named if each in known.platforms for code in seat_of(known.platforms[each])
    )
    land = rows.case.country
    police = frozenset([land, *support().regions.around(land)]) if land else frozenset[str]()
    return tuple(
        Asking(way.citation, way.words, way.lasts, way.unchecked)
        for way in known.preserving.values()
        if way.fits(services=services, police=police)
    )


def _listed(place: Sighting) -> Listed:
    return Listed(
        label=f"Place {place.number}",
        address=place.as_seen or place.url or place.locator,
        account=place.uploader,
    )


def _fields(rows: Rows, *, told: Told, now: datetime) -> tuple[Field, ...]:
    case = rows.case
    person = (rows.contact.name or case.client_name) if told.with_name else ""
    unnamed = "No name is known here" if told.with_name else "Not named on this sheet, by choice"
    fields = [Field("Person", person or unnamed), *_reach(rows, reach=told.reach)]
    if case.police_reference:
        fields.append(Field("Report already made", case.police_reference))
    return (*fields, Field("This sheet made", exact(now)))


def _reach(rows: Rows, *, reach: Reach) -> Sequence[Field]:
    case, contact = rows.case, rows.contact
    if reach == Reach.PERSON:
        ways = [each for each in (contact.mail_in_letters, contact.telephone_in_letters) if each]
        return [Field("Write or call only here", "\n".join(ways), "lines")] if ways else []
    if reach == Reach.ADVOCATE and case.advocate is not None:
        lines = [case.advocate.shown_name]
        if case.organisation is not None:
            lines.append(case.organisation.name)
            box = MailAccount.objects.filter(organisation=case.organisation).first()
            lines.append(box.reply_to if box else case.advocate.email)
        return [Field("Ask the advocate", "\n".join(line for line in lines if line), "lines")]
    return [Field("Questions", "The person comes back to you; nobody is to be contacted")]
