"""A reader asks whether a picture of their own is in the bundle; no picture moves either way."""

import json
from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client

from accounts.models import Person
from cases.models import Age, Case, TimelineEvent
from dossiers.models import Dossier, ImagePolicy, Part, Release
from dossiers.services import confirming, opening, releasing
from evidence.fingerprints.stated import stated
from evidence.models import CustodyEvent, Fingerprint
from evidence.services import custody, readings
from evidence.services.confirming import Asked, Likeness
from tests.data.pictures import as_jpeg, cropped, drawn_picture, encoded, resized
from tests.data.pictures.pages import forum_page
from tests.dossiers.conftest import Make
from tests.dossiers.test_releasing import at, kinds, still, terms
from tests.evidence import makers
from tests.evidence.stating import stated_by_device
from tests.factories import NOON

__all__ = ["still"]

pytestmark = pytest.mark.django_db

OWN = makers.picture(1)
OTHER = makers.picture(77)
QUESTIONS = 3


@pytest.fixture
def shown(case: Case, wren: Person) -> Case:
    """EX-0001 is a picture, EX-0002 a page that shows another one, EX-0003 a file of no kind."""
    makers.read_exhibit(case, actor=wren, seed=1)
    page = makers.exhibit(case, actor=wren, clear=encoded(forum_page(drawn_picture(2), 2)))
    makers.exhibit(case, actor=wren, clear=b"as it came")
    claimed = readings.claim(now=NOON, only=page.pk)
    assert claimed is not None
    readings.read(claimed, now=NOON)
    return case


@pytest.fixture
def made(shown: Case, wren: Person, make: Make) -> Dossier:
    return make(shown, wren, images=ImagePolicy.NONE)


@pytest.fixture
def given(made: Dossier, wren: Person, now: datetime, still: None) -> releasing.Given:
    """Nothing may be saved or looked at: questions alone."""
    asks = terms(part=Part.NOTHING, looks=False, compares=QUESTIONS)
    return releasing.release(made, terms=asks, actor=wren, now=now)


@pytest.fixture
def reader(given: releasing.Given) -> Client:
    opened = Client()
    opened.post(at(given), {"code": given.code})
    return opened


def asked(clear: bytes) -> Asked:
    prints = stated(stated_by_device(clear)).prints
    return Asked(prints.sha256, prints)


def labels(answer: confirming.Answer) -> dict[str, Likeness]:
    return {each.exhibit.label: each.likeness for each in answer.found}


def ask(reader: Client, given: releasing.Given, *values: str) -> HttpResponse:
    answer = reader.post(at(given, "compare/"), {"values": list(values)})
    assert isinstance(answer, HttpResponse)
    return answer


@pytest.mark.parametrize(
    ("clear", "found"),
    [
        (OWN, {"EX-0001": Likeness.SAME_FILE}),
        (encoded(as_jpeg(drawn_picture(1), quality=70)), {"EX-0001": Likeness.SAME_PICTURE}),
        (encoded(resized(drawn_picture(1), by=0.5)), {"EX-0001": Likeness.SAME_PICTURE}),
        (encoded(cropped(drawn_picture(1), share=0.1)), {"EX-0001": Likeness.LIKELY}),
        (makers.picture(2), {"EX-0002": Likeness.SAME_PICTURE}),
        (OTHER, {}),
    ],
    ids=["the very file", "saved anew", "smaller", "cut down", "shown on a page", "another"],
)
def test_says_which_exhibit_it_is_and_how_sure(
    clear: bytes, found: dict[str, Likeness], given: releasing.Given, now: datetime
) -> None:
    answer = confirming.compare(given.release, asked=asked(clear), now=now)

    assert labels(answer) == found


def test_finds_the_very_file_of_a_kind_that_no_device_works_on(
    given: releasing.Given, now: datetime
) -> None:
    same = Asked(sha256(b"as it came").hexdigest(), prints=None)

    answer = confirming.compare(given.release, asked=same, now=now)

    assert labels(answer) == {"EX-0003": Likeness.SAME_FILE}
    assert answer.only_file


def test_asks_nothing_of_what_the_bundle_leaves_out(
    shown: Case, wren: Person, make: Make, now: datetime, still: None
) -> None:
    made = make(shown, wren, left_out=(1,))
    asks = terms(looks=False, compares=QUESTIONS)
    given = releasing.release(made, terms=asks, actor=wren, now=now)

    assert confirming.compare(given.release, asked=asked(OWN), now=now).found == ()


def test_asks_nothing_of_what_came_after_the_bundle(
    given: releasing.Given, made: Dossier, shown: Case, wren: Person, now: datetime
) -> None:
    Dossier.objects.filter(pk=made.pk).update(asked_at=now - timedelta(days=1))
    late = Release.objects.select_related("case", "dossier__case").get(pk=given.release.pk)

    assert confirming.compare(late, asked=asked(OWN), now=now).found == ()


def test_answers_so_often_and_no_more(given: releasing.Given, now: datetime) -> None:
    for _ in range(QUESTIONS):
        confirming.compare(given.release, asked=asked(OTHER), now=now)

    with pytest.raises(confirming.NotCompared):
        confirming.compare(given.release, asked=asked(OWN), now=now)
    fresh = Release.objects.select_related("case", "dossier__case").get()
    fresh.compared = 0
    with pytest.raises(confirming.NotCompared):
        confirming.compare(fresh, asked=asked(OWN), now=now)
    assert Release.objects.get().compared == QUESTIONS


def test_holds_the_number_of_questions_in_the_database(given: releasing.Given) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(compared=QUESTIONS + 1)


def test_answers_nothing_once_it_is_ended(
    given: releasing.Given, wren: Person, now: datetime
) -> None:
    held = opening.opened_before(str(given.release.pk), now=now)
    assert held is not None
    releasing.end(given.release, actor=wren, now=now)

    with pytest.raises(confirming.NotCompared):
        confirming.compare(held, asked=asked(OWN), now=now)
    assert Release.objects.get().compared == 0


def test_keeps_nothing_of_what_was_stated(
    given: releasing.Given, shown: Case, now: datetime
) -> None:
    before = Fingerprint.objects.count()
    told = asked(OTHER)

    confirming.compare(given.release, asked=told, now=now)

    assert Fingerprint.objects.count() == before
    row = CustodyEvent.objects.filter(case=shown).latest("seq")
    story = TimelineEvent.objects.filter(case=shown).latest("pk")
    assert told.sha256 not in bytes(row.canonical).decode() + json.dumps(story.payload)


def test_writes_the_question_and_the_answer_down(
    given: releasing.Given, reader: Client, shown: Case, wren: Person,
    browse: Callable[[Person], Client],
) -> None:  # fmt: skip
    ask(reader, given, stated_by_device(OWN))
    ask(reader, given, stated_by_device(OTHER))

    assert kinds(shown)[-2:] == ["release.compared", "release.compared"]
    assert custody.verify(shown) is None
    looked = browse(wren).get(f"/b/{shown.ref}/looked/").content.decode()
    assert "The reader of a release asked about a picture of their own." in looked
    assert "the answer: the same file as EX-0001" in looked
    assert "the answer: none of these" in looked
    story = browse(wren).get(f"/b/{shown.ref}/story/").content.decode()
    assert f"{given.release.reader} asked about a picture of their own." in story


def test_tells_the_reader_the_number_and_no_distance(
    given: releasing.Given, reader: Client
) -> None:
    page = ask(reader, given, stated_by_device(encoded(as_jpeg(drawn_picture(1), quality=70))))

    assert page.status_code == 200
    words = page.content.decode()
    assert "EX-0001" in words
    assert "The same picture" in words
    assert "points" not in words
    assert "2 of 3" in words


def test_says_kindly_that_it_was_not_recognised(given: releasing.Given, reader: Client) -> None:
    assert "None of these" in ask(reader, given, stated_by_device(OTHER)).content.decode()


def test_offers_no_more_questions_once_all_are_used(given: releasing.Given, reader: Client) -> None:
    pages = [ask(reader, given, stated_by_device(OTHER)) for _ in range(QUESTIONS)]
    more = ask(reader, given, stated_by_device(OWN))

    assert "All 3 questions are used." in pages[-1].content.decode()
    assert "data-device" not in pages[-1].content.decode()
    assert more.status_code == 422
    assert "EX-0001" not in more.content.decode()


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ([], "Choose a picture first."),
        (["{}"], "cannot be read here"),
        (["[" * 9000], "cannot be read here"),
        ([json.dumps({"version": 2, "sha256": "A" * 64})], "cannot be read here"),
        ([json.dumps({"version": 2, "sha256": "a" * 64})] * 2, "One picture at a time."),
    ],
    ids=["nothing", "empty", "deep", "capitals", "two"],
)
def test_says_kindly_what_cannot_be_read_and_does_not_count_it(
    values: list[str], said: str, given: releasing.Given, reader: Client
) -> None:
    page = ask(reader, given, *values)

    assert page.status_code == 422
    assert said in page.content.decode()
    assert Release.objects.get().compared == 0


def test_takes_no_file(given: releasing.Given, reader: Client, shown: Case) -> None:
    upload = SimpleUploadedFile("own.png", OWN, content_type="image/png")

    page = reader.post(at(given, "compare/"), {"upload": upload, "values": stated_by_device(OWN)})

    assert page.status_code == 422
    assert "Files are not taken by this way" in page.content.decode()
    assert kinds(shown)[-1] == "release.opened"


def test_is_no_part_of_a_release_that_does_not_name_it(
    made: Dossier, wren: Person, now: datetime, still: None
) -> None:
    given = releasing.release(made, terms=terms(looks=False), actor=wren, now=now)
    reader = Client()
    page = reader.post(at(given), {"code": given.code}).content.decode()

    assert "Is a picture of yours one of these?" not in page
    assert "ask whether" not in given.release.words
    assert ask(reader, given, stated_by_device(OWN)).status_code == 404


def test_says_in_the_release_what_the_reader_may_ask(given: releasing.Given) -> None:
    assert (
        "- ask whether a picture of their own is among the files of the bundle, up to 3 times. "
        "Only its fingerprints are sent; the answer is the number of the file and how sure it is. "
        "No picture is shown or sent for it."
    ) in given.release.words


def test_is_shut_without_the_code_and_after_the_days(
    given: releasing.Given, reader: Client, time_machine_at: Callable[[datetime], None],
    now: datetime,
) -> None:  # fmt: skip
    assert ask(Client(), given, stated_by_device(OWN)).status_code == 404

    time_machine_at(now + timedelta(days=14))

    assert ask(reader, given, stated_by_device(OWN)).status_code == 404


def test_is_shut_where_some_of_it_was_made_before_18(
    given: releasing.Given, reader: Client, shown: Case, made: Dossier, wren: Person, now: datetime
) -> None:
    Case.objects.filter(pk=shown.pk).update(age=Age.MINOR)

    assert ask(reader, given, stated_by_device(OWN)).status_code == 404
    assert b"data-device" not in reader.get(at(given)).content
    made.refresh_from_db()
    with pytest.raises(releasing.ReleaseRefused):
        releasing.release(made, terms=terms(looks=False, compares=1), actor=wren, now=now)


def test_asks_for_the_forms_token(given: releasing.Given, reader: Client) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reader.cookies

    assert ask(strict, given, stated_by_device(OWN)).status_code == 403
    assert Release.objects.get().compared == 0


def test_writes_no_link_into_the_log(
    given: releasing.Given, reader: Client, caplog: pytest.LogCaptureFixture
) -> None:
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = reader.cookies

    ask(strict, given, stated_by_device(OWN))
    ask(reader, given, "{}")

    assert given.token not in caplog.text


def test_says_that_this_part_needs_script(given: releasing.Given, reader: Client) -> None:
    page = reader.get(at(given)).content.decode()

    assert "because your picture never leaves your device" in page
