"""One exhibit as a page: what it shows, what it does not, and its record."""

import re
from uuid import UUID

from dossiers.models import ImagePolicy
from dossiers.rendering.content import ExhibitPage, Field, Handling, Picture, PlacePage
from dossiers.rendering.words import (
    capital,
    delay,
    exact,
    grouped,
    listed,
    second,
    short,
    short_day,
    size,
    with_zone,
)
from dossiers.services import ladder, record, redacting
from dossiers.services.rows import Rows, policy_of
from evidence.models import (
    CaptureWay,
    Decision,
    Exhibit,
    LookedBy,
    Match,
    Observation,
    Purpose,
    Sighting,
)
from evidence.registry.rungs import rungs
from evidence.services.custody import SENTENCES

PAGE_KINDS = {
    "post": "a post", "file": "a file", "profile": "a profile", "search_result": "a search result",
    "short_link": "a short link", "message": "a message", "group": "a group",
    "channel": "a channel", "thread": "a thread",
}  # fmt: skip
KINDS = {
    "image/jpeg": "JPEG picture", "image/png": "PNG picture", "image/webp": "WebP picture",
    "image/gif": "GIF picture", "image/heic": "HEIC picture", "image/avif": "AVIF picture",
    "application/pdf": "PDF document", "text/html": "HTML page", "video/mp4": "MP4 video",
}  # fmt: skip
CAPTIONS = {
    ImagePolicy.OUTLINE: "Outline drawing. It is not the exhibit itself.",
    ImagePolicy.BLURRED: "Blurred on purpose: forty points of the picture are one here. "
    "It is not the exhibit itself.",
    ImagePolicy.FULL: "A smaller copy, without the data that cameras add. "
    "It is not the exhibit itself.",
}
PICTURES = {
    ImagePolicy.OUTLINE: "Outline drawing",
    ImagePolicy.BLURRED: "Blurred copy",
    ImagePolicy.FULL: "Smaller copy",
}
PROOF_LIMIT = "It does not by itself show that the recipient read it."
REPLY_LIMIT = "It does not by itself show who wrote it, or that what it says was done."


def place_words(place: Sighting) -> str:
    """`a post on X`, `a group chat`: what the place is, without its address."""
    kind = PAGE_KINDS.get(place.page_kind, "")
    if kind:
        return f"{kind} on {place.shown_place}"
    named = place.platform_name or place.host
    return named or str(place.get_kind_display()).lower()


def place_title(place: Sighting) -> str:
    """The same as a heading; a host keeps its small letters."""
    words = place_words(place)
    return words if words == place.shown_place else capital(words)


def file_name(exhibit: Exhibit) -> str:
    """The name the original has where it is handed over: its label and its ending."""
    ending = re.search(r"\.[A-Za-z0-9]{1,8}$", exhibit.original_name)
    return exhibit.label + (ending.group().lower() if ending else "")


def kept_as(exhibit: Exhibit) -> str:
    """Its number in the case, where this document calls it otherwise; else empty."""
    plain = f"EX-{exhibit.number:04d}"
    return "" if exhibit.label == plain else plain


def exhibit_page(
    exhibit: Exhibit, *, rows: Rows, place: Sighting | None, sound: bool, drawn: bool, made: str
) -> ExhibitPage:
    """`sound`: its sealed file was opened and has its digest still; `drawn`: a picture is there."""
    picture, note = _picture(exhibit, rows=rows, place=place, drawn=drawn)
    return ExhibitPage(
        label=exhibit.label,
        anchor=f"ex-{exhibit.number}",
        title=_title(exhibit, place),
        day=short_day((place and place.seen_at) or exhibit.kept_at),
        shows=_shows(exhibit, rows=rows, place=place, sound=sound),
        does_not_show=_limit(exhibit),
        fields=(
            *(place_fields(place, rows=rows) if place else ()),
            *ladder.exhibit_fields(exhibit, rows=rows),
            *_file_fields(exhibit, rows=rows, sound=sound, made=made),
            *([Field("Number in the case", kept_as(exhibit))] if kept_as(exhibit) else []),
            *redacting.fields_of(exhibit, rows=rows),
            *record.of_exhibit(exhibit, rows=rows),
            *(_likeness(match) for match in rows.matches.get(exhibit.pk, [])),
        ),
        custody=tuple(
            Handling(
                at=second(event.at), what=SENTENCES[event.kind].format(who=rows.who(event.actor))
            )
            for event in rows.custody.get(exhibit.pk, [])
        ),
        picture=picture,
        picture_note=note,
        kept_as=kept_as(exhibit),
    )


def place_page(place: Sighting, *, rows: Rows) -> PlacePage:
    """A place without an exhibit."""
    return PlacePage(
        label=f"Place {place.number}",
        anchor=f"place-{place.number}",
        title=place_words(place),
        fields=place_fields(place, rows=rows)[1:],
    )


def place_fields(place: Sighting, *, rows: Rows) -> tuple[Field, ...]:
    """The record of a place; a line is left out only where the kind of place has no such thing."""
    named = sorted((name.replace("_", " "), text) for name, text in place.identifiers.items())
    ids = ", ".join(f"{name} {text}" for name, text in named)
    seen = place.seen_at
    fields = [
        Field("Place", f"{place.number}, {place_words(place)}"),
        Field("Address as seen", place.as_seen, "address") if place.as_seen else None,
        Field("Where to find it", place.locator) if place.locator else None,
        Field("App or service", place.platform_name)
        if place.locator and place.platform_name
        else None,
        Field("Number there", ids, "address") if ids else None,
        Field("Account shown", place.uploader or "not noted"),
        Field("Seen at", with_zone(seen, place.seen_zone) if seen else "not known"),
        Field("Logged at", _logged(place, rows=rows)),
        Field("Posting time shown", place.posted_text) if place.posted_text else None,
        Field("Views shown", f"{place.views:,}") if place.views is not None else None,
        Field("Followers shown", f"{place.followers:,}") if place.followers is not None else None,
        Field("Found through", _through(place, rows=rows)) if _through(place, rows=rows) else None,
        Field("Hashtags", place.hashtags) if place.hashtags else None,
        Field("Noticed", place.note, "lines") if place.note else None,
        *record.of_place(place, rows=rows),
        *ladder.place_fields(place, rows=rows),
        Field("Looked at again", _looks(rows.looks.get(place.pk, []), rows=rows), "lines"),
    ]
    return tuple(field for field in fields if field is not None)


def _through(place: Sighting, *, rows: Rows) -> str:
    """The place and the account that led to it, as far as they were noted."""
    numbers = [f"place {row.number}" for row in rows.sightings if row.pk == place.reached_from_id]
    return ", ".join([*numbers, *([place.reached_account] if place.reached_account else [])])


def _logged(place: Sighting, *, rows: Rows) -> str:
    after = f", {delay(place.seen_at, place.logged_at)}" if place.seen_at else ""
    return f"{exact(place.logged_at)}{after}, by {_giver(place.logged_by_id, rows=rows)}"


def _giver(key: UUID, *, rows: Rows) -> str:
    return "the person" if key == rows.case.client_id else rows.who(key)


def _looks(looks: list[Observation], *, rows: Rows) -> str:
    lines = [
        f"{short(look.observed_at)} UTC: {look.get_presence_display().lower()}"
        f" ({_watcher(look, rows=rows)})" + (f". {look.note}" if look.note else "")
        for look in looks
    ]
    return "\n".join(lines) or "no"


def _watcher(look: Observation, *, rows: Rows) -> str:
    if look.way == LookedBy.SERVER:
        return "fetched by the server"
    return _giver(look.observer_id, rows=rows) if look.observer_id else "Redress"


def _title(exhibit: Exhibit, place: Sighting | None) -> str:
    if exhibit.purpose == Purpose.PROOF:
        return "That a letter was sent"
    if exhibit.purpose == Purpose.REPLY:
        return "An answer to a letter"
    return place_title(place) if place else "A file without a place"


def _shows(exhibit: Exhibit, *, rows: Rows, place: Sighting | None, sound: bool) -> str:
    giver = _giver(exhibit.kept_by_id, rows=rows)
    if ladder.helper_of(exhibit, rows=rows):
        giver = f"somebody trusted, through a personal link, and taken in by {giver},"
    came = f"Given by {giver} as a file."
    if ladder.is_fetched(exhibit, rows=rows):
        came = f"Fetched from its address by the server, as {giver} had asked."
    words = (
        f"{came} By the clock of this system it existed at the latest on {exact(exhibit.kept_at)}"
    )
    words += ", and it has not changed since." if sound else "."
    others = [each.label for each in rows.exhibits_of(place) if each != exhibit] if place else []
    if others:
        verb = "shows" if len(others) == 1 else "show"
        words += f" {listed(others)} {verb} the same place."
    letters = _letters_about(exhibit, rows=rows)
    return f"{words} {letters}".strip()


def _letters_about(exhibit: Exhibit, *, rows: Rows) -> str:
    proves = [
        notice.label
        for notice in rows.notices
        if any(sent.proof_id == exhibit.pk for sent in rows.deliveries.get(notice.pk, []))
    ]
    answers = [
        notice.label
        for notice in rows.notices
        if any(reply.original_id == exhibit.pk for reply in rows.replies.get(notice.pk, []))
    ]
    said = [f"It was kept as proof that {listed(proves)} was sent."] if proves else []
    said += [f"It was kept as the answer to {listed(answers)}."] if answers else []
    return " ".join(said)


def _limit(exhibit: Exhibit) -> str:
    limits = {Purpose.PROOF: PROOF_LIMIT, Purpose.REPLY: REPLY_LIMIT}
    return limits.get(Purpose(exhibit.purpose), rungs()[CaptureWay.GIVEN].limit)


def _file_fields(exhibit: Exhibit, *, rows: Rows, sound: bool, made: str) -> tuple[Field, ...]:
    form = KINDS.get(exhibit.mime, exhibit.mime)
    if exhibit.width and exhibit.height:
        form += f", {exhibit.width:,} × {exhibit.height:,} pixels"
    checked = "the same digest" if sound else "the sealed file could not be opened"
    giver = _giver(exhibit.kept_by_id, rows=rows)
    fields = [
        Field("File", f"{file_name(exhibit)}: {form}, {size(exhibit.file.bytes)}"),
        Field("Kept at", f"{exact(exhibit.kept_at)}, given by {giver}"),
        Field("SHA-256", grouped(exhibit.file.sha256), "digest"),
        Field("Digested again", f"{made}: {checked}"),
    ]
    if exhibit.sighted_again:
        fields.append(Field("Same file given again", f"{exhibit.sighted_again:,} times"))
    return tuple(fields)


def _likeness(match: Match) -> Field:
    verdict = (
        f"Reference R-{match.reference.number}: {match.get_tier_display().lower()}, by machine."
    )
    measure = f" {match.reason}"
    if match.distance is not None:
        measure += f" Distance {match.distance}, limit {match.limit}, of 256."
    if match.decision == Decision.OPEN or match.decided_at is None:
        said = " Nobody has decided yet."
    else:
        word = "confirmed" if match.decision == Decision.CONFIRMED else "rejected"
        said = f" A person {word} it on {exact(match.decided_at)}."
    return Field("Likeness", verdict + measure + said)


def _picture(
    exhibit: Exhibit, *, rows: Rows, place: Sighting | None, drawn: bool
) -> tuple[Picture | None, str]:
    policy = policy_of(rows.case, rows.choice, exhibit.number)
    if policy == ImagePolicy.NONE:
        return None, "No picture is shown, by the choice made for this dossier."
    covered = len(rows.redactions.get(exhibit.pk, ()))
    if covered and not drawn:
        return None, redacting.NOT_MADE
    if not drawn:
        return None, "There is no picture of this file to show."
    where = f", {place_words(place)}, place {place.number}" if place else ""
    return Picture(
        number=exhibit.number,
        kind=policy.value.lower(),
        alt=f"{PICTURES[policy]} of {exhibit.label}{where}"
        + (", parts of it covered" if covered else ""),
        caption=CAPTIONS[policy] + redacting.caption(covered),
    ), ""
