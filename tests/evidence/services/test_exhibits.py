"""Files kept in a case."""

import hashlib
import io
from datetime import datetime
from typing import Any
from unittest.mock import Mock

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case, State
from evidence.errors import FileRefused
from evidence.models import CustodyEvent, Exhibit, LookReason, Reading, SealedFile
from evidence.services import exhibits, references, vault
from tests.evidence import makers

pytestmark = pytest.mark.django_db


def kinds(item: Exhibit) -> list[str]:
    rows = CustodyEvent.objects.filter(item=item.pk).order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_keeps_a_file_bit_for_bit_under_the_next_number(case: Case, wren: Person) -> None:
    first = makers.exhibit(case, actor=wren, clear=b"one")
    second = makers.exhibit(case, actor=wren, clear=b"two")

    assert (first.label, second.label) == ("EX-0001", "EX-0002")
    assert vault.read_all(second.file) == b"two"
    assert second.file.sha256 == hashlib.sha256(b"two").hexdigest()
    assert second.reading == Reading.DUE


def test_counts_the_same_file_again_and_keeps_it_once(
    case: Case, wren: Person, now: datetime
) -> None:
    first = makers.exhibit(case, actor=wren)

    again = exhibits.keep(case, io.BytesIO(b"as it came"), name="x", actor=wren, now=now)

    first.refresh_from_db()
    assert again.again and again.exhibit == first
    assert first.sighted_again == 1
    assert SealedFile.objects.count() == 1
    assert kinds(first) == ["exhibit.kept", "exhibit.again"]


def test_gives_the_same_file_in_another_case_a_number_of_its_own(
    case: Case, junes_case: Case, wren: Person, june: Person
) -> None:
    makers.exhibit(case, actor=wren)

    assert makers.exhibit(junes_case, actor=june).label == "EX-0001"


@pytest.mark.parametrize(
    ("clear", "mime", "remark"),
    [
        (b"<!doctype html><p>hello", "text/html", "This is a web page (HTML)."),
        (b"%PDF-1.7 rest", "application/pdf", "This is a PDF document."),
        (b"<svg xmlns='x'/>", "image/svg+xml", "This is a drawing (SVG)."),
    ],
)
def test_goes_by_content_and_not_by_name(
    case: Case, wren: Person, now: datetime, clear: bytes, mime: str, remark: str
) -> None:
    kept = exhibits.keep(case, io.BytesIO(clear), name="beach.png", actor=wren, now=now)

    assert kept.exhibit.mime == mime
    assert kept.remark.startswith(remark)


def test_refuses_an_empty_file(case: Case, wren: Person) -> None:
    with pytest.raises(FileRefused, match="empty"):
        makers.exhibit(case, actor=wren, clear=b"")

    assert not Exhibit.objects.exists()


def test_refuses_a_file_past_the_limit(case: Case, wren: Person, settings: Any) -> None:
    settings.UPLOAD_MOST_BYTES = 1024 * 1024

    with pytest.raises(FileRefused, match="larger than 1 MB"):
        makers.exhibit(case, actor=wren, clear=b"x" * (1024 * 1024 + 1))


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_reads_no_byte_where_the_case_takes_no_files(
    case: Case, wren: Person, now: datetime, age: Age
) -> None:
    case.age = age
    case.save()
    source = Mock()

    with pytest.raises(FileRefused):
        exhibits.keep(case, source, name="x", actor=wren, now=now)
    with pytest.raises(FileRefused):
        references.give(
            case, source, name="x", label="", keeping=references.Keeping.SEALED,
            actor=wren, now=now,
        )  # fmt: skip

    assert source.mock_calls == []


def test_sees_an_answer_about_age_given_meanwhile(case: Case, wren: Person, now: datetime) -> None:
    type(case).objects.update(age=Age.MINOR)

    with pytest.raises(FileRefused, match="before the age of 18"):
        makers.exhibit(case, actor=wren)


def test_refuses_a_file_in_a_closed_case(case: Case, wren: Person) -> None:
    case.state = State.CLOSED
    case.save()

    with pytest.raises(FileRefused, match="closed"):
        makers.exhibit(case, actor=wren)


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_lets_nobody_without_the_case_touch_a_file(
    request: pytest.FixtureRequest, case: Case, wren: Person, now: datetime, who: str
) -> None:
    person = request.getfixturevalue(who)
    exhibit = makers.read_exhibit(case, actor=wren)

    with pytest.raises(NotPermitted):
        makers.exhibit(case, actor=person, clear=b"two")
    for look in (exhibits.outline, exhibits.reveal, exhibits.download):
        with pytest.raises(NotPermitted):
            look(exhibit, actor=person, now=now)


def test_records_every_look_in_custody(
    case: Case, bea: Person, wren: Person, now: datetime
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)
    before = len(kinds(exhibit))

    exhibits.outline(exhibit, actor=bea, now=now)
    exhibits.reveal(exhibit, actor=bea, now=now, reason=LookReason.COMPARE)
    list(exhibits.download(exhibit, actor=bea, now=now))

    looks = ["exhibit.outline", "exhibit.revealed", "exhibit.downloaded"]
    assert kinds(exhibit)[before:] == looks
    assert exhibits.times_revealed(exhibit) == 1


def test_tells_the_client_of_a_look_by_staff_only(
    case: Case, bea: Person, wren: Person, now: datetime
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)

    exhibits.reveal(exhibit, actor=wren, now=now)
    exhibits.reveal(exhibit, actor=bea, now=now, reason=LookReason.COMPARE)

    told = case.timeline.filter(kind="exhibit.revealed_for")
    assert [event.actor for event in told] == [bea]


def test_shows_staff_no_picture_without_a_reason(
    case: Case, bea: Person, wren: Person, now: datetime
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)

    with pytest.raises(exhibits.ReasonMissing):
        exhibits.reveal(exhibit, actor=bea, now=now)

    assert exhibits.times_revealed(exhibit) == 0


def test_notes_a_file_that_does_not_open(
    case: Case, wren: Person, now: datetime, settings: Any
) -> None:
    exhibit = makers.exhibit(case, actor=wren)
    (settings.VAULT_ROOT / exhibit.file.name).unlink()

    with pytest.raises(exhibits.CannotOpen):
        exhibits.download(exhibit, actor=wren, now=now)

    assert kinds(exhibit)[-1] == "exhibit.open_failed"


def test_keeps_the_last_part_of_a_name_only() -> None:
    assert exhibits.shown_name("C:\\Users\\me\\beach\x00.png") == "beach.png"
