"""Commands people script."""

import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Person
from cases.models import Age, Case
from evidence.models import Observation, Sighting
from tests.evidence import makers

TABLE = (
    "url,seen_at,zone,uploader,note\n"
    f"{makers.LINK},2026-01-05T21:30,Europe/Berlin,kay,seen by a friend\n"
    "magnet:?xt=urn:btih:0,,,,\n"
    f"{makers.OTHER_LINK},,,,\n"
)


def run(*words: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command(*words, stdout=out, stderr=err)
    except CommandError as fault:
        return fault.returncode, out.getvalue(), f"{err.getvalue()}{fault}"
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def listed(tmp_path: Path) -> Callable[[str | bytes], str]:
    """A file with these words."""

    def written(words: str | bytes) -> str:
        path = tmp_path / "list.csv"
        path.write_bytes(words if isinstance(words, bytes) else words.encode())
        return str(path)

    return written


def test_prints_fingerprints_as_json_lines(tmp_path: Path) -> None:
    path = tmp_path / "one.png"
    path.write_bytes(makers.picture())

    status, out, _ = run("fingerprint", str(path))

    [line] = [json.loads(row) for row in out.splitlines()]
    assert status == 0
    assert len(line["sha256"]) == len(line["pdq"]) == len(line["phash256"]) == 64
    assert line["quality"] >= 50 and line["file"] == str(path)


def test_prints_a_sentence_for_each_file_it_cannot_read(tmp_path: Path) -> None:
    good, text = tmp_path / "one.png", tmp_path / "two.png"
    good.write_bytes(makers.picture())
    text.write_bytes(b"<!doctype html><p>x")

    status, out, err = run("fingerprint", str(good), str(text), str(tmp_path / "none"))

    assert status == 1 and len(out.splitlines()) == 1
    assert "two.png: This is a web page (HTML)." in err
    assert "none: This file could not be opened." in err


@pytest.mark.django_db
def test_notes_the_rows_of_a_table(
    case: Case, bea: Person, listed: Callable[[str | bytes], str]
) -> None:
    status, out, err = run("sightings_import", case.ref, listed(TABLE), "--as", "bea")

    assert status == 1 and "Noted 2 new, 0 known already, 1 not understood." in out
    assert "Row 3: This is a torrent link" in err
    first = Sighting.objects.get(number=1)
    assert (first.uploader, first.note) == ("kay", "seen by a friend")
    assert first.seen_at and first.seen_at.isoformat() == "2026-01-05T20:30:00+00:00"
    assert Observation.objects.count() == 1


@pytest.mark.django_db
def test_notes_one_link_a_line_and_nothing_twice(
    case: Case, bea: Person, listed: Callable[[str | bytes], str]
) -> None:
    words = f"# from the phone\n{makers.LINK}\n\n{makers.OTHER_LINK}\n{makers.LINK}\n"

    first = run("sightings_import", case.ref, listed(words), "--as", "bea")
    second = run("sightings_import", case.ref, listed(words), "--as", "bea")

    assert first[:2] == (0, "Noted 2 new, 1 known already, 0 not understood.\n")
    assert second[:2] == (0, "Noted 0 new, 3 known already, 0 not understood.\n")
    assert Sighting.objects.count() == 2


@pytest.mark.django_db
def test_writes_nothing_in_a_dry_run(
    case: Case, bea: Person, listed: Callable[[str | bytes], str]
) -> None:
    words = listed(TABLE)

    status, out, _ = run("sightings_import", case.ref, words, "--as", "bea", "--dry-run")

    assert status == 1 and out.startswith("Would note 2 new")
    assert not Sighting.objects.exists()


@pytest.mark.django_db
def test_notes_links_of_a_case_that_takes_no_files(
    case: Case, bea: Person, listed: Callable[[str | bytes], str]
) -> None:
    type(case).objects.update(age=Age.MINOR)

    assert run("sightings_import", case.ref, listed(makers.LINK), "--as", "bea")[0] == 0


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june", "nobody"])
def test_tells_who_is_not_on_the_case_nothing(
    request: pytest.FixtureRequest, case: Case, listed: Callable[[str | bytes], str], who: str
) -> None:
    if who != "nobody":
        request.getfixturevalue(who)

    status, out, _ = run("sightings_import", case.ref, listed(makers.LINK), "--as", who)

    assert (status, out) == (2, "")
    assert not Sighting.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ("url,colour\nx,y\n", "'colour' is not known"),
        (b"url\n\xff\xfe\x00bad", "not UTF-8"),
    ],
)
def test_refuses_a_file_it_does_not_understand(
    case: Case, bea: Person, listed: Callable[[str | bytes], str], words: str | bytes, sentence: str
) -> None:
    status, _, err = run("sightings_import", case.ref, listed(words), "--as", "bea")

    assert status == 2 and sentence in err


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ("2026-01-05,,,", "with day and time"),
        ("soon,,,", "with day and time"),
        ("2099-01-05T10:00,,,", "has not come yet"),
        ("2026-01-05T10:00,Nowhere,,", "time zone is not known"),
        (f",,{'x' * 201},", "at most 200"),
    ],
)
def test_says_by_row_what_is_wrong(
    case: Case, bea: Person, listed: Callable[[str | bytes], str], cells: str, sentence: str
) -> None:
    words = f"url,seen_at,zone,uploader,note\n{makers.LINK},{cells}\n"

    status, _, err = run("sightings_import", case.ref, listed(words), "--as", "bea")

    assert status == 1 and err.startswith("Row 2: ") and sentence in err
