"""Trusted helpers: personal links, what comes through them, and what is decided about it."""

import io
import json
import math
from collections.abc import Callable
from datetime import datetime, timedelta
from unittest.mock import Mock

import pytest
from pytest_django import DjangoCaptureOnCommitCallbacks

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case, State
from evidence.errors import FileRefused
from evidence.links import normalise
from evidence.models import (
    Capture,
    Contribution,
    ContributionState,
    CustodyEvent,
    Exhibit,
    HelperLink,
    Kind,
    Knowledge,
    Manner,
    Observation,
    SealedFile,
    Sighting,
)
from evidence.services import custody, helping, limits, moderating, vault
from evidence.services.helping import Gift, Made
from evidence.services.shelves import vault_shelf
from tests.evidence import makers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

A_LINK = Gift(link=normalise(makers.OTHER_LINK), seen_at=NOON, seen_zone="UTC", note="by chance")
A_GROUP = Gift(kind=Kind.CHAT, locator="a group")

Give = Callable[..., Contribution]


@pytest.fixture
def made(case: Case, wren: Person, now: datetime) -> Made:
    return helping.invite(case, label="my sister", days=30, actor=wren, now=now)


@pytest.fixture
def give(made: Made, now: datetime) -> Give:
    def given(gift: Gift = A_LINK, *, clear: bytes | None = None) -> Contribution:
        file = io.BytesIO(clear) if clear is not None else None
        return helping.give(made.link, gift=gift, file=file, file_name="seen.png", now=now)

    return given


def test_keeps_a_token_of_128_bits_only_as_its_digest(made: Made) -> None:
    stored = [str(value) for value in HelperLink.objects.values_list().get()]

    assert len(made.token) == 22
    assert not any(made.token in value for value in stored)
    assert helping.find(made.token, now=NOON) == made.link


def test_finds_no_link_that_is_wrong_ended_run_out_or_of_a_closed_case(
    case: Case, made: Made, wren: Person, now: datetime
) -> None:
    late = now + timedelta(days=30)

    assert helping.find("nobodys", now=now) is None
    assert helping.find(made.token, now=late) is None
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED)
    assert helping.find(made.token, now=now) is None
    Case.objects.filter(pk=case.pk).update(state=State.OPEN)
    helping.end(made.link, actor=wren, now=now)
    assert helping.find(made.token, now=now) is None


def test_counts_nothing_before_somebody_decides(give: Give) -> None:
    give(clear=b"a picture")

    assert not Sighting.objects.exists()
    assert not Exhibit.objects.exists()


def test_makes_a_told_place_and_an_exhibit_of_what_is_taken_in(
    case: Case, give: Give, wren: Person, now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    gift = give(clear=b"a picture")

    with django_capture_on_commit_callbacks(execute=True):
        taken = moderating.accept(gift, actor=wren, now=now)

    rows = Capture.objects.filter(contribution=gift)
    assert {(row.knowledge, row.told_by, row.manner) for row in rows} == {
        (Knowledge.TOLD, "my sister", Manner.HELPER)
    }
    assert taken.exhibit is not None and taken.exhibit.sighting == taken.sighting
    assert vault.read_all(taken.exhibit.file) == b"a picture"
    assert taken.sighting.note == "by chance"
    assert SealedFile.objects.count() == 1


def test_says_of_nobody_of_the_case_that_they_saw_it(
    give: Give, wren: Person, now: datetime
) -> None:
    moderating.accept(give(), actor=wren, now=now)

    assert not Observation.objects.exists()


def test_takes_in_a_place_without_a_link(give: Give, wren: Person, now: datetime) -> None:
    taken = moderating.accept(give(A_GROUP), actor=wren, now=now)

    assert (taken.sighting.kind, taken.sighting.locator) == (Kind.CHAT, "a group")


def test_makes_no_second_place_of_one_that_is_known(
    case: Case, give: Give, wren: Person, now: datetime
) -> None:
    known = makers.sighting(case, actor=wren, link=makers.OTHER_LINK)

    taken = moderating.accept(give(), actor=wren, now=now)

    assert taken.known and taken.sighting == known


def test_destroys_a_declined_file_and_forgets_what_was_said(
    case: Case, give: Give, bea: Person, now: datetime,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:  # fmt: skip
    gift = give(clear=b"a picture")
    assert gift.file is not None
    digest = gift.file.sha256

    with django_capture_on_commit_callbacks(execute=True):
        moderating.decline(gift, actor=bea, now=now)

    gift.refresh_from_db()
    event = CustodyEvent.objects.get(kind="helper.declined", item=gift.pk)
    assert not list(vault_shelf().names(before=math.inf)) and not SealedFile.objects.exists()
    assert (gift.state, gift.as_seen, gift.note) == (ContributionState.DECLINED, "", "")
    assert json.loads(bytes(event.canonical))["payload"] == {"sha256": digest}
    assert custody.verify(case) is None


def test_decides_once(give: Give, wren: Person, now: datetime) -> None:
    gift = give()
    moderating.decline(gift, actor=wren, now=now)

    for again in (moderating.accept, moderating.decline):
        with pytest.raises(helping.DecidedAlready):
            again(gift, actor=wren, now=now)


def test_takes_no_more_than_the_cap(made: Made, give: Give) -> None:
    HelperLink.objects.update(most=1)
    give()

    with pytest.raises(helping.LinkIsFull):
        give(A_GROUP)

    assert Contribution.objects.count() == 1


def test_takes_nothing_through_a_link_ended_meanwhile(
    made: Made, give: Give, wren: Person, now: datetime
) -> None:
    helping.end(made.link, actor=wren, now=now)

    with pytest.raises(helping.LinkGone):
        give()


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_reads_no_byte_where_the_case_takes_no_files(
    case: Case, made: Made, now: datetime, age: Age
) -> None:
    Case.objects.filter(pk=case.pk).update(age=age)
    source = Mock()

    with pytest.raises(FileRefused):
        helping.give(made.link, gift=A_LINK, file=source, file_name="x", now=now)

    assert source.mock_calls == []


def test_takes_in_no_file_after_the_answer_about_age_changed(
    case: Case, give: Give, wren: Person, now: datetime
) -> None:
    gift = give(clear=b"a picture")
    Case.objects.filter(pk=case.pk).update(age=Age.MINOR)

    with pytest.raises(FileRefused):
        moderating.accept(gift, actor=wren, now=now)

    assert not Sighting.objects.exists()


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_lets_nobody_without_the_case_invite_end_or_decide(
    request: pytest.FixtureRequest, case: Case, made: Made, give: Give, now: datetime, who: str
) -> None:
    person, gift = request.getfixturevalue(who), give()

    with pytest.raises(NotPermitted):
        helping.invite(case, label="x", days=7, actor=person, now=now)
    with pytest.raises(NotPermitted):
        helping.end(made.link, actor=person, now=now)
    for decide in (moderating.accept, moderating.decline):
        with pytest.raises(NotPermitted):
            decide(gift, actor=person, now=now)


def test_tells_the_story_without_the_word_for_the_person(
    case: Case, give: Give, wren: Person, now: datetime
) -> None:
    moderating.accept(give(), actor=wren, now=now)

    told = case.timeline.filter(kind__startswith="helper.").order_by("pk")
    assert [event.kind for event in told] == ["helper.invited", "helper.gave", "helper.accepted"]
    assert "sister" not in str([event.payload for event in told])


def test_allows_so_many_in_a_window_and_starts_anew_in_the_next() -> None:
    said = [limits.allow("x", whose="1.2.3.4", most=2, now=NOON) for _ in range(3)]
    later = NOON + timedelta(seconds=limits.WINDOW_SECONDS)

    assert said == [True, True, False]
    assert limits.allow("x", whose="5.6.7.8", most=2, now=NOON)
    assert limits.allow("x", whose="1.2.3.4", most=2, now=later)
