"""The file as it came, whole and in parts."""

import secrets

import pytest
from django.http import StreamingHttpResponse
from django.test import Client

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent, Exhibit
from tests.evidence import makers
from tests.evidence.views.conftest import Answer, Door
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

CLEAR = secrets.token_bytes(600_000)


@pytest.fixture
def exhibit(case: Case, wren: Person) -> Exhibit:
    return makers.exhibit(case, actor=wren, clear=CLEAR, name="clip.mp4")


def ask(client: Client, door: Door, exhibit: Exhibit, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return client.get(door("exhibit-original", exhibit.pk), headers=named)


def body(answer: Answer) -> bytes:
    assert isinstance(answer, StreamingHttpResponse)
    return b"".join(answer)


def downloads(exhibit: Exhibit) -> int:
    return CustodyEvent.objects.filter(item=exhibit.pk, kind="exhibit.downloaded").count()


@pytest.mark.parametrize(
    ("asked", "start", "stop"),
    [
        ("bytes=0-0", 0, 1), ("bytes=0-", 0, 600_000), ("bytes=262140-262150", 262_140, 262_151),
        ("bytes=599999-", 599_999, 600_000), ("bytes=-5", 599_995, 600_000),
        ("bytes=-9999999", 0, 600_000), ("bytes=100-9999999", 100, 600_000),
    ],
)  # fmt: skip
def test_gives_the_part_that_is_asked_for(
    wrens: Client, door: Door, exhibit: Exhibit, asked: str, start: int, stop: int
) -> None:
    answer = ask(wrens, door, exhibit, range=asked)

    assert answer.status_code == 206
    assert body(answer) == CLEAR[start:stop]
    assert answer.headers["Content-Range"] == f"bytes {start}-{stop - 1}/600000"
    assert answer.headers["Content-Length"] == str(stop - start)


@pytest.mark.parametrize("asked", ["bytes=600000-", "bytes=-0", "bytes=700000-800000"])
def test_says_that_a_part_is_outside_the_file(
    wrens: Client, door: Door, exhibit: Exhibit, asked: str
) -> None:
    answer = ask(wrens, door, exhibit, range=asked)

    assert (answer.status_code, answer.headers["Content-Range"]) == (416, "bytes */600000")
    assert downloads(exhibit) == 0


@pytest.mark.parametrize(
    "asked", ["", "bytes=-", "bytes=5-2", "bytes=0-1,5-9", "lines=0-1", "bytes=a-b", "bytes=٣-٤"]
)
def test_gives_all_of_it_for_what_it_cannot_read(
    wrens: Client, door: Door, exhibit: Exhibit, asked: str
) -> None:
    answer = ask(wrens, door, exhibit, range=asked)

    assert (answer.status_code, len(body(answer))) == (200, 600_000)


def test_goes_on_only_with_the_same_file(wrens: Client, door: Door, exhibit: Exhibit) -> None:
    tag = ask(wrens, door, exhibit).headers["ETag"]

    same = ask(wrens, door, exhibit, range="bytes=5-9", if_range=tag)
    other = ask(wrens, door, exhibit, range="bytes=5-9", if_range='"another"')

    assert (same.status_code, other.status_code) == (206, 200)


def test_is_always_saved_and_never_shown(wrens: Client, door: Door, exhibit: Exhibit) -> None:
    for answer in (ask(wrens, door, exhibit), ask(wrens, door, exhibit, range="bytes=0-9")):
        assert answer.headers["Content-Disposition"] == 'attachment; filename="EX-0001.mp4"'
        assert answer.headers["Content-Type"] == "application/octet-stream"
        assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert "no-store" in answer.headers["Cache-Control"]


def test_says_nothing_of_the_bytes_in_its_tag(wrens: Client, door: Door, exhibit: Exhibit) -> None:
    tag = ask(wrens, door, exhibit).headers["ETag"]

    assert exhibit.file.sha256[:8] not in tag


def test_writes_one_custody_row_for_a_download_in_parts(
    wrens: Client, door: Door, exhibit: Exhibit
) -> None:
    for start in range(0, 600_000, 100_000):
        ask(wrens, door, exhibit, range=f"bytes={start}-{start + 99_999}")

    assert downloads(exhibit) == 1


def test_writes_a_row_for_each_download_of_all_of_it(
    wrens: Client, door: Door, exhibit: Exhibit
) -> None:
    ask(wrens, door, exhibit)
    ask(wrens, door, exhibit)

    assert downloads(exhibit) == 2


def test_writes_a_row_for_each_person(
    wrens: Client, door: Door, exhibit: Exhibit, bea: Person
) -> None:
    ask(wrens, door, exhibit, range="bytes=0-9")
    sign_in(wrens, bea)
    ask(wrens, door, exhibit, range="bytes=0-9")

    assert downloads(exhibit) == 2
