"""The page a trusted person sees, and what may never be on it."""

import io
import re
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any
from unittest.mock import patch

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts.models import Person
from cases.models import Age, Case, Note
from evidence.models import Contribution, HelperLink, SealedFile
from evidence.services import helping
from evidence.services.helping import Made
from evidence.services.sightings import Noticed
from evidence.views import helping as views
from evidence.views.uploads import ScrambledHandler
from tests import factories
from tests.data.pictures import drawn_picture, encoded
from tests.evidence import makers
from tests.factories import NOON
from tests.writing import write

pytestmark = pytest.mark.django_db

TOKEN = re.compile("[A-Za-z0-9]{64}")
CANARY = "heronmark"
GIVEN = {"address": "https://pictures.example/view/7", "when": "unknown"}


@pytest.fixture(autouse=True)
def at_noon(time_machine_at: Callable[[datetime], None]) -> None:
    time_machine_at(NOON)


@pytest.fixture
def told(case: Case, wren: Person) -> Case:
    """Wren's case with a word in every text that no helper may read."""
    write(
        Case.objects.filter(pk=case.pk), client_name=CANARY, facts=CANARY, police_reference=CANARY
    )
    factories.contact(case, name=CANARY)
    Note.objects.create(case=case, text=CANARY, author=wren, written_at=NOON)
    makers.sighting(
        case, actor=wren, link=f"https://{CANARY}.example/1",
        noticed=Noticed(uploader=CANARY, note=CANARY, hashtags=CANARY),
    )  # fmt: skip
    makers.exhibit(case, actor=wren, name=f"{CANARY}.png")
    case.refresh_from_db()
    return case


@pytest.fixture
def made(case: Case, wren: Person) -> Made:
    return helping.invite(case, label=CANARY, days=30, actor=wren, now=NOON)


def page_of(token: str) -> str:
    return reverse("evidence:helper", args=[token])


def picture(name: str = "seen.png") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, encoded(drawn_picture(4)))


def test_shows_a_helper_nothing_of_the_case(client: Client, told: Case, made: Made) -> None:
    pages = [
        client.get(page_of(made.token)),
        client.post(page_of(made.token), {**GIVEN, "address": "nothing"}),
        client.post(page_of(made.token), GIVEN, follow=True),
    ]

    for page in pages:
        said = page.content.decode()
        assert "A notebook asked for your help" in said
        for word in (CANARY, told.ref, "Harbour Advice", "wren", "bea"):
            assert word not in said
        assert "Leave this page" in said
        assert "<title>Notebook</title>" in said


def test_thanks_with_the_count_and_shows_nothing_given(client: Client, made: Made) -> None:
    client.post(page_of(made.token), GIVEN)
    page = client.post(page_of(made.token), {**GIVEN, "note": "unheard"}, follow=True)

    said = page.content.decode()
    assert 'You gave <span class="num">2</span> so far' in said
    assert "unheard" not in said and "view/7" not in said


def test_takes_a_screenshot_where_the_case_takes_files(client: Client, made: Made) -> None:
    client.post(page_of(made.token), {**GIVEN, "upload": picture()})

    gift = Contribution.objects.get()
    assert gift.file is not None and gift.file_name == "seen.png"


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_has_no_file_field_and_parses_no_file_under_18(
    client: Client, case: Case, made: Made, age: Age
) -> None:
    Case.objects.filter(pk=case.pk).update(age=age)

    with patch.object(ScrambledHandler, "receive_data_chunk") as parsed:
        shown = client.get(page_of(made.token)).content.decode()
        sent = client.post(page_of(made.token), {**GIVEN, "upload": picture()})

    assert 'type="file"' not in shown
    assert sent.status_code == 302
    assert not parsed.called
    assert Contribution.objects.get().file is None and not SealedFile.objects.exists()


def test_answers_a_dead_link_like_one_that_never_was(
    client: Client, case: Case, wren: Person, made: Made
) -> None:
    old = helping.invite(case, label="x", days=7, actor=wren, now=NOON - timedelta(days=8))
    ended = helping.invite(case, label="x", days=7, actor=wren, now=NOON)
    helping.end(ended.link, actor=wren, now=NOON)
    client.get(page_of("first"))
    faces = set()

    for token in ("nobodys", old.token, ended.token):
        for ask in (client.get, client.post):
            with CaptureQueriesContext(connection) as asked:
                answer = ask(page_of(token))
            body = TOKEN.sub("", answer.content.decode())
            faces.add((ask.__name__, answer.status_code, body, len(asked)))

    assert len(faces) == 2
    assert {face[1] for face in faces} == {404}
    assert client.get(page_of(made.token)).status_code == 200


def test_lets_one_address_ask_only_so_often(client: Client, made: Made) -> None:
    answers = [client.get(page_of("nobodys")).status_code for _ in range(views.VISITS)]

    assert set(answers) == {404}
    assert client.get(page_of("nobodys")).status_code == 429
    assert client.get(page_of(made.token)).status_code == 429
    elsewhere = client.get(page_of(made.token), REMOTE_ADDR="203.0.113.9")
    assert elsewhere.status_code == 200


def test_counts_the_visitor_and_not_the_proxy_in_front(
    made: Made, client: Client, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for _ in range(views.VISITS):
        client.get(page_of(made.token), headers={"x-forwarded-for": "203.0.113.7"})

    told = {"x-forwarded-for": "198.51.100.1, 203.0.113.7"}
    same = client.get(page_of(made.token), headers=told)
    other = client.get(page_of(made.token), headers={"x-forwarded-for": "203.0.113.8"})

    assert (same.status_code, other.status_code) == (429, 200)


def test_lets_one_link_give_only_so_often(client: Client, made: Made) -> None:
    for at in range(views.GIFTS):
        client.post(page_of(made.token), GIVEN, REMOTE_ADDR=f"203.0.113.{at}")

    refused = client.post(page_of(made.token), GIVEN, REMOTE_ADDR="203.0.113.99")

    assert refused.status_code == 429
    assert Contribution.objects.count() == views.GIFTS


def test_says_when_no_more_can_be_given(client: Client, made: Made) -> None:
    HelperLink.objects.update(most=1)
    client.post(page_of(made.token), GIVEN)

    shown = client.get(page_of(made.token)).content.decode()

    assert "No more can be given" in shown
    assert "<form class" not in shown


def test_refuses_a_screenshot_past_the_limit(
    client: Client, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(helping, "MOST_BYTES", 10)

    answer = client.post(page_of(made.token), {**GIVEN, "upload": picture()})

    assert answer.status_code == 422
    assert not Contribution.objects.exists()


def test_refuses_a_form_without_its_token(made: Made) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert browser.post(page_of(made.token), GIVEN).status_code == 403
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"when": "unknown"},
        {"when": "unknown", "address": "javascript:alert(1)"},
        {"when": "unknown", "kind": "CHAT"},
        {"when": "unknown", "locator": "a group"},
        {"when": "at", "address": "https://pictures.example/1"},
    ],
)
def test_asks_again_where_something_is_missing(
    client: Client, made: Made, wrong: dict[str, str]
) -> None:
    answer = client.post(page_of(made.token), wrong)

    assert answer.status_code == 422
    assert not Contribution.objects.exists()


def test_shows_the_link_once_and_the_list_without_it(
    browse: Callable[[Person], Client], case: Case, wren: Person
) -> None:
    browser = browse(wren)

    shown = browser.post(
        reverse("evidence:helper-add", args=[case.ref]), {"label": "my sister", "days": "7"}
    )
    listed = browser.get(reverse("evidence:helpers", args=[case.ref])).content.decode()

    assert "http://testserver/w/" in shown.content.decode()
    assert "/w/" not in listed and "my sister" in listed


def test_decides_from_the_list(
    browse: Callable[[Person], Client], case: Case, wren: Person, made: Made
) -> None:
    gift = helping.give(
        made.link, gift=helping.Gift(link=None, locator="a group"), file=io.BytesIO(b"x"),
        file_name="x.png", now=NOON,
    )  # fmt: skip
    door = reverse("evidence:contribution-decide", args=[case.ref, gift.pk])
    browser = browse(wren)

    browser.post(door, {"decision": "DECLINE"})
    again = browser.post(door, {"decision": "ACCEPT"}, follow=True)

    gift.refresh_from_db()
    assert gift.state == "DECLINED" and gift.file is None
    assert "decided about this already" in again.content.decode()
