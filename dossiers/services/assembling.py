"""From the rows of a case to what a dossier says. Asks the database for nothing."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from cases.models import Happened
from dossiers.models import ImagePolicy, Purpose
from dossiers.rendering.bundle import MANIFEST, manifest_of, names_of
from dossiers.rendering.content import (
    Content,
    Cover,
    DigestRow,
    Field,
    Figure,
    LetterRow,
    PlatformRow,
)
from dossiers.rendering.signs import WITHHELD, in_every_text, withholding
from dossiers.rendering.words import (
    NOTHING,
    capital,
    count,
    day,
    exact,
    grouped,
    listed,
    minute,
    short,
    size,
)
from dossiers.services import gaps, letter_times, redacting
from dossiers.services.chronology import chronology
from dossiers.services.declaring import declared
from dossiers.services.exhibit_pages import exhibit_page, file_name, place_page
from dossiers.services.letter_pages import letter_page, outcomes_in_words, rule_name
from dossiers.services.marking import Marked
from dossiers.services.people import people_of, quotes_of
from dossiers.services.rows import Choice, Rows, images_for, policy_of
from evidence.models import Sighting
from evidence.rendering.signs import cleaned
from evidence.rendering.spread import Spread, spread_of
from evidence.services.spreading import stays_of
from takedowns.models import Notice, Outcome

POLICIES = {
    ImagePolicy.NONE: "None; of each file, what is known of it",
    ImagePolicy.OUTLINE: "Outline drawings, not the pictures",
    ImagePolicy.BLURRED: "Blurred copies of the pictures",
    ImagePolicy.FULL: "Smaller copies of the pictures",
}
APART = {
    ImagePolicy.NONE: "not shown",
    ImagePolicy.OUTLINE: "as outline drawings",
    ImagePolicy.BLURRED: "blurred",
    ImagePolicy.FULL: "as smaller copies",
}

ORIGINALS = {
    True: "In the bundle, beside this document",
    False: "Not in the bundle; their digests are",
}
READERS = {
    Purpose.LAWYER: "a lawyer",
    Purpose.POLICE: "the police",
    Purpose.COURT: "a court",
    Purpose.OWN: "the person’s own records",
    Purpose.APPEAL: "a platform, to look again",
}


def content_of(
    rows: Rows,
    *,
    version: int,
    sound: Collection[int],
    drawn: Collection[int],
    now: datetime,
    marked: Marked | None = None,
    key: str = "",
    seal: str = "",
) -> Content:
    """The dossier at this moment.

    `sound` are numbers of exhibits whose file was opened and has its digest still, `drawn` those
    with a picture at hand, `key` the digest of the key the bundle is signed with, `seal` that of
    the certificate the document is sealed with. Where the name
    is not to be shown, every name and address of the person that is known is withheld in every
    text.
    """
    made = exact(now)
    places = {place.pk: place for place in rows.sightings}
    shown = {exhibit.sighting_id for exhibit in rows.exhibits}
    content = Content(
        lang="en",
        cover=_cover(rows, version=version, key=key, seal=seal, now=now),
        figures=_figures(rows),
        summary=_summary(rows, now=now),
        letter_rows=tuple(_letter_row(notice, rows=rows) for notice in rows.notices),
        steps=chronology(rows),
        spread=_spread(rows, now=now),
        platforms=_platforms(rows),
        exhibits=tuple(
            exhibit_page(
                exhibit,
                rows=rows,
                place=places.get(exhibit.sighting_id) if exhibit.sighting_id else None,
                sound=exhibit.number in sound,
                drawn=exhibit.number in drawn,
                made=made,
            )
            for exhibit in rows.exhibits
        ),
        places=tuple(place_page(p, rows=rows) for p in rows.sightings if p.pk not in shown),
        letters=tuple(letter_page(notice, rows=rows) for notice in rows.notices),
        left_out=tuple(exhibit.label for exhibit in rows.left_out),
        missing=gaps.missing(rows),
        negative=gaps.negative(rows),
        digests=_digests(rows),
        mark=marked.mark if marked else None,
        people=people_of(rows),
        times=letter_times.pictures_of(rows, now=now),
        time_rows=letter_times.rows_of(rows),
        quotes=quotes_of(rows),
        redacted=redacting.redacted_of(rows),
    )
    content = replace(content, declared=declared(content, rows=rows, sound=sound, now=now))
    if rows.choice.purpose == Purpose.APPEAL:
        content = replace(content, people=None, quotes=(), declared=None)
    return content if rows.choice.with_name else in_every_text(content, without_names(rows))


def without_names(rows: Rows) -> Callable[[str], str]:
    """A function that takes the person out of a text: their pseudonym stands for names, where one
    was chosen, and `[withheld]` for everything else."""
    names = names_of_person(rows)
    reach = withholding(names_known(rows) - names)
    named = withholding(names, instead=rows.choice.pseudonym or WITHHELD)
    return lambda text: named(reach(text))


def names_known(rows: Rows) -> set[str]:
    """Everything that is known to name or to reach the person."""
    contact = rows.contact
    known = {contact.mail, contact.separate_mail, contact.telephone}
    for address in (contact.postal_address, contact.postal_alias):
        known |= {line for line in address.splitlines() if line}
    if rows.case.client_id in rows.people:
        known |= {rows.people[rows.case.client_id].email}
    return (known | names_of_person(rows)) - {rows.compiler.shown_name} - _staff(rows)


def names_of_person(rows: Rows) -> set[str]:
    """Names of the person, as the case, the contact and letters have them."""
    names = {rows.case.client_name, rows.contact.name}
    if rows.case.client_id in rows.people:
        names |= {rows.people[rows.case.client_id].display_name}
    for notice in rows.notices:
        names |= {str(notice.extra.get(key, "")) for key in ("signature_name", "principal")}
    return names - {rows.compiler.shown_name} - _staff(rows)


def _staff(rows: Rows) -> set[str]:
    """Names of others who worked on the case: they sign letters, and are named as who did what."""
    return {each.shown_name for key, each in rows.people.items() if key != rows.case.client_id}


def manifest_for(rows: Rows) -> str:
    """The list of the exhibits' digests; its own digest stands on the cover."""
    return manifest_of((each.file.sha256, file_name(each)) for each in rows.exhibits)


def _cover(rows: Rows, *, version: int, key: str, seal: str, now: datetime) -> Cover:
    case, choice = rows.case, rows.choice
    names = names_of(ref=case.ref, version=version)
    person = (rows.contact.name or case.client_name) if choice.with_name else ""
    if choice.pseudonym and not choice.with_name:
        person = f"{choice.pseudonym} (not the real name)"
    unnamed = "No name is known" if choice.with_name else "Not named in this dossier, by choice"
    fields = [
        Field("Person concerned", person or unnamed),
        Field("Compiled by", _compiler(rows)),
        Field("Compiled at", exact(now)),
        Field("Scope", _scope(rows)),
        Field("Left out", _left_out(rows)),
        Field("Pictures", _pictures(rows)),
        Field(
            "Files as they came", redacting.originals_field(rows, text=ORIGINALS[choice.originals])
        ),
    ]
    return Cover(
        ref=case.ref,
        version=str(version),
        title=_title(rows),
        lead=_lead(rows),
        prepared=f"{_prepared(choice)} · {day(now)}",
        fields=tuple(fields),
        manifest=grouped(sha256(manifest_for(rows).encode()).hexdigest()),
        manifest_name=MANIFEST,
        pdf_name=names.pdf,
        key=grouped(key) if key else "",
        seal=grouped(seal) if seal else "",
    )


def _pictures(rows: Rows) -> str:
    """What is shown of exhibits, and of which another thing."""
    case, choice = rows.case, rows.choice
    words = POLICIES[images_for(case, choice)]
    apart: dict[ImagePolicy, list[str]] = defaultdict(list)
    for exhibit in rows.exhibits:
        policy = policy_of(case, choice, exhibit.number)
        if policy != images_for(case, choice):
            apart[policy].append(exhibit.label)
    for policy, labels in apart.items():
        words += f"; {listed(labels)} {APART[policy]}"
    return words


def _prepared(choice: Choice) -> str:
    purpose = READERS[choice.purpose]
    if not choice.reader:
        return f"Prepared for {purpose}"
    return f"Prepared for {choice.reader} ({purpose})"


def _title(rows: Rows) -> str:
    told = set(rows.case.happened)
    kinds = ["images"] if told & {Happened.IMAGE, Happened.SYNTHETIC} else []
    kinds += ["video"] if Happened.VIDEO in told else []
    if not kinds:
        return f"Dossier of places, exhibits and letters, case {rows.case.ref}"
    return f"Dossier on the publication of private {listed(kinds)}, case {rows.case.ref}"


def _lead(rows: Rows) -> str:
    if not (rows.exhibits or rows.sightings or rows.notices):
        return "Nothing has been kept in this case yet."
    seen = [place.seen_at for place in rows.sightings if place.seen_at]
    words = capital(count(len(rows.exhibits), "exhibit"))
    words += f" from {count(len(rows.sightings), 'place')}"
    if seen:
        first, last = day(min(seen)), day(max(seen))
        words += f", seen on {first}" if first == last else f", seen between {first} and {last}"
    if rows.notices:
        words += f", with {count(len(rows.notices), 'letter')} and what came of them"
    return f"{words}."


def _compiler(rows: Rows) -> str:
    if rows.compiler.pk == rows.case.client_id:
        return "The person themselves"
    words = rows.compiler.shown_name
    if rows.case.organisation is not None:
        words += f", {rows.case.organisation.name}"
    if rows.mandate is not None:
        words += f", under a mandate of {day(rows.mandate.given_at)}"
    return words


def _scope(rows: Rows) -> str:
    words = f"Everything kept in case {rows.case.ref} at that moment"
    return f"{words}, but what is left out" if rows.left_out else words


def _left_out(rows: Rows) -> str:
    if not rows.left_out:
        return "Nothing; every exhibit is in it"
    labels = listed([exhibit.label for exhibit in rows.left_out])
    return f"{labels}, by choice. The numbers stay empty."


def _figures(rows: Rows) -> tuple[Figure, ...]:
    items = [item for each in rows.items.values() for item in each]
    removed = sum(item.outcome == Outcome.REMOVED for item in items)
    numbers = (
        (len(rows.sightings), "place"), (len(rows.exhibits), "exhibit"),
        (len(rows.notices), "letter"), (sum(map(len, rows.replies.values())), "answer"),
    )  # fmt: skip
    figures = [Figure(f"{n:,}", noun if n == 1 else f"{noun}s") for n, noun in numbers]
    return (*figures, Figure(f"{removed:,}", "noted as removed"))


def _summary(rows: Rows, *, now: datetime) -> tuple[str, ...]:
    seen = sorted(place.seen_at for place in rows.sightings if place.seen_at)
    said = []
    if seen:
        said.append(f"First seen on {minute(seen[0])}; the last new place on {minute(seen[-1])}.")
    said.append(_state_of_places(rows))
    if rows.left_out:
        said.append(f"Left out by choice: {listed([e.label for e in rows.left_out])}.")
    if not rows.sightings and not rows.exhibits:
        said.append(f"Nothing was kept in this case by {exact(now)}.")
    return tuple(words for words in said if words)


def _letter_row(notice: Notice, *, rows: Rows) -> LetterRow:
    items = rows.items.get(notice.pk, [])
    return LetterRow(
        label=notice.label,
        anchor=f"letter-{notice.number}",
        recipient=notice.recipient,
        sent=short(notice.sent_at),
        rule=rule_name(notice),
        outcome=capital(f"{count(len(items), 'place')}: {outcomes_in_words(items)}"),
    )


def _state_of_places(rows: Rows) -> str:
    if not rows.sightings:
        return ""
    words: dict[str, int] = defaultdict(int)
    for place in rows.sightings:
        words[_newest(rows, place)] += 1
    parts = [f"{number} {word}" for word, number in words.items()]
    return f"At the last look at each place: {listed(parts)}."


def _newest(rows: Rows, place: Sighting) -> str:
    looks = rows.looks.get(place.pk)
    return looks[-1].get_presence_display().lower() if looks else "not looked at again"


def _spread(rows: Rows, *, now: datetime) -> Spread | None:
    leads = {place.pk: place.number for place in rows.sightings}
    stays = stays_of(rows.sightings, rows.looks, leads=leads)
    return spread_of(stays, until=now, shown=cleaned)


def _platforms(rows: Rows) -> tuple[PlatformRow, ...]:
    groups: dict[str, list[Sighting]] = defaultdict(list)
    for place in rows.sightings:
        groups[place.shown_place].append(place)
    return tuple(platform_row(name, places, rows=rows) for name, places in groups.items())


def platform_row(name: str, places: list[Sighting], *, rows: Rows) -> PlatformRow:
    """How many places there are on a platform, when they were seen, and how they stand."""
    seen = [place.seen_at for place in places if place.seen_at]
    looks = [look.observed_at for place in places for look in rows.looks.get(place.pk, [])]
    states: dict[str, int] = defaultdict(int)
    for place in places:
        states[_newest(rows, place)] += 1
    return PlatformRow(
        name=name,
        places=str(len(places)),
        first=short(min(seen)) if seen else NOTHING,
        last=short(max([*seen, *looks])) if seen or looks else NOTHING,
        now=listed([f"{number} {word}" for word, number in states.items()]),
    )


def _digests(rows: Rows) -> tuple[DigestRow, ...]:
    return tuple(
        DigestRow(
            label=exhibit.label,
            anchor=f"ex-{exhibit.number}",
            file=file_name(exhibit),
            bytes=size(exhibit.file.bytes),
            sha256=f"{exhibit.file.sha256[:32]}\n{exhibit.file.sha256[32:]}",
        )
        for exhibit in rows.exhibits
    )
