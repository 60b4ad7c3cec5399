"""Each field a court may ask of a sighting: where it stands, or why it does not.

The rows are those of the field list for one sighting that the dossier is built to (URL, times,
observer, method, files, context, log …). A row names lines of an exhibit's record, columns of the
tables, or a part of the document; `MISSING` holds what is not recorded, each with its reason.
"""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.models import Case
from dossiers.rendering.content import ExhibitPage
from dossiers.rendering.numbering import Bates
from dossiers.rendering.paper import Printed
from dossiers.rendering.words import grouped
from dossiers.services.exhibit_pages import exhibit_page
from dossiers.services.recording import EXHIBIT_FIELDS, exhibit_rows, spanned
from evidence.models import (
    Capture,
    CaptureWay,
    Cropped,
    Imprint,
    Knowledge,
    LookedBy,
    Manner,
    Match,
    Method,
    Observation,
    Presence,
    Reference,
    Tier,
)
from evidence.services import custody
from tests.dossiers.conftest import Make, text_of
from tests.dossiers.test_assembling import content, rows_of

LINES = {
    1: ("label", "Exhibit id"),
    2: ("Address as seen", "Address in one form"),
    3: ("What the server got",),
    4: ("Place", "Number there"),
    5: ("Account shown",),
    6: ("Posting time shown",),
    7: ("Seen at",),
    8: ("Logged at",),
    10: ("Kept at", "Whose knowledge"),
    11: ("How it was made", "Device", "How it came"),
    12: ("Not in the file", "Anything cut off"),
    13: ("File", "SHA-256", "Same file given again"),
    14: ("Data inside the file",),
    15: ("What the server got",),
    16: ("Noticed", "Views shown", "Followers shown", "Hashtags"),
    17: ("Likeness",),
    18: ("Sensitivity",),
    20: ("Looked at again",),
    21: ("Letters about it",),
    23: ("In the log", "Digest of the last row"),
    24: ("Changed after it was logged",),
}
"""Number in the list → lines of the record. `label` is the mark beside the heading."""

COLUMNS = {
    1: ("label",), 2: ("address", "normal_address"), 5: ("account",), 7: ("seen_at", "zone"),
    8: ("logged_at",), 10: ("observer",), 13: ("file", "bytes", "kind", "sha256", "sha512"),
    18: ("confidentiality",), 21: ("letters",), 23: ("log_rows", "log_digest"),
}  # fmt: skip
"""Number in the list → columns of the tables and load files."""

ELSEWHERE = {
    9: "How this was made",
    19: "Compiled by",
    22: "Checkpoint",
}
"""Number in the list → words of the document that hold it for the whole case."""

MISSING = {
    4: "the title of a page is in its own bytes where the server fetched it, and is not typed",
    9: "no offset of the clock is measured; a token of an authority stands for it",
    11: "whether somebody was signed in there, and by which network, is not asked",
    15: "headers and the certificate of a site are not kept",
    19: "how long a case is kept and who may see it stand on its own pages, not in the dossier",
    22: "serial and policy of a token are in the token itself, in `custody/`",
}
"""What a field asks for and the system does not record or print, with the reason."""


@pytest.fixture
def whole(full: Case, wren: Person, now: datetime) -> Case:
    """A case whose first place and exhibit have everything that can be noted."""
    place, exhibit = full.sightings.get(number=1), full.exhibits.get(number=1)
    full.sightings.filter(pk=place.pk).update(
        as_seen="https://X.com/a/status/1", url="https://x.com/a/status/1", posted_text="2h",
        uploader="@lark", identifiers={"post": "1"}, views=12, followers=3, hashtags="#x",
        note="Three comments.", seen_at=now, seen_zone="UTC",
    )  # fmt: skip
    Capture.objects.create(
        case=full, exhibit=exhibit, way=CaptureWay.GIVEN, manner=Manner.FILE,
        method=Method.SCREENSHOT, tool="Phone", device="A phone", cropped=Cropped.YES,
        not_shown="The replies.", knowledge=Knowledge.OWN, logged_at=now, logged_by=wren,
    )  # fmt: skip
    full.exhibits.filter(pk=exhibit.pk).update(sighted_again=2)
    Imprint.objects.create(exhibit=exhibit, sealed=b"sealed", made_at=now)
    Observation.objects.create(
        sighting=place, presence=Presence.LIVE, observed_at=now + timedelta(hours=2),
        way=LookedBy.SERVER, reason="there",
        figures={"status": 200, "kind": "text/html", "bytes": 9, "steps": 1, "address": "192.0.2.7",
                 "sha256": "ab" * 32, "final": "https://x.com/a/status/1"},
    )  # fmt: skip
    custody.record(full, "place.changed", item=place.pk, actor=wren, now=now)
    return full


@pytest.fixture
def page(whole: Case, now: datetime) -> ExhibitPage:
    return content(whole, now).exhibits[0]


def test_answers_all_twenty_four() -> None:
    assert set(LINES) | set(COLUMNS) | set(ELSEWHERE) == set(range(1, 25))


@pytest.mark.parametrize("number", sorted(set(LINES) - {1, 17}))
def test_has_the_line(number: int, page: ExhibitPage) -> None:
    lines = {field.name: field.text for field in page.fields}

    assert all(lines.get(name) for name in LINES[number])


def test_has_the_mark_and_the_likeness(full: Case, now: datetime) -> None:
    rows = rows_of(full, now)
    exhibit = rows.exhibits[0]
    match = Match(
        exhibit=exhibit, reference=Reference(number=2), tier=Tier.CERTAIN, distance=3, limit=31,
        reason="The same.",
    )  # fmt: skip

    told = replace(rows, matches={exhibit.pk: [match]})
    page = exhibit_page(exhibit, rows=told, place=None, sound=True, drawn=False, made="now")

    assert page.label == "EX-0001"
    assert page.fields[-1].text.startswith("Reference R-2: the same picture, by machine.")


@pytest.mark.parametrize("number", sorted(COLUMNS))
def test_has_the_column(number: int, whole: Case, now: datetime) -> None:
    paper = Printed(data=b"", pages=1, parts={"ex-1": 1}, bates=Bates())
    row = spanned(exhibit_rows(rows_of(whole, now))[0], 1, papers={"notes.pdf": paper})

    assert set(COLUMNS[number]) <= set(EXHIBIT_FIELDS)
    assert all(row[name] for name in COLUMNS[number] if name != "sha512")


def test_says_the_rest_for_the_whole_case(whole: Case, wren: Person, make: Make) -> None:
    words = text_of(make(whole, wren))

    assert all(each in words for each in ELSEWHERE.values())


def test_gives_a_reason_for_what_it_does_not_hold() -> None:
    assert all(reason for reason in MISSING.values())
    assert set(MISSING) < set(range(1, 25))


def test_names_letters_about_a_place_with_what_came_of_them(page: ExhibitPage) -> None:
    line = next(field.text for field in page.fields if field.name == "Letters about it")

    assert line.startswith("N-1 (")


def test_prints_nothing_of_what_a_file_says_of_itself(page: ExhibitPage) -> None:
    line = next(field.text for field in page.fields if field.name == "Data inside the file")

    assert line == "It names no place. What it says of itself is kept apart and not printed here"


def test_leads_from_the_record_to_the_rows_of_the_log(
    whole: Case, page: ExhibitPage, now: datetime
) -> None:
    events = whole.custody.filter(item=whole.exhibits.get(number=1).pk).order_by("seq")
    last = events.last()
    assert last is not None

    line = next(field.text for field in page.fields if field.name == "Digest of the last row")

    assert line == grouped(last.digest)
