"""A release names its parts, is bound to the words that were read, and ends with its mandate."""

from collections.abc import Callable
from datetime import datetime, timedelta
from io import BytesIO

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from pypdf import PdfReader

from accounts.models import Person
from cases.models import Age, Case, Scope
from cases.services import mandates
from dossiers.models import Dossier, ImagePolicy, Part, Release
from dossiers.services import opening, releasing
from tests.dossiers.conftest import Make
from tests.dossiers.test_releasing import READER, at, given, kinds, made, still, terms
from tests.signing_in import sign_in

__all__ = ["given", "made", "still"]

pytestmark = pytest.mark.django_db

FORM = {
    "reader": READER, "role": "COUNSEL", "part": "DOCUMENT", "looks": "on", "days": "14",
    "most": "5",
}  # fmt: skip


@pytest.fixture
def signed_in(client: Client, wren: Person) -> Client:
    """Wren, right after a sign-in."""
    sign_in(client, wren)
    return client


def opened(given: releasing.Given) -> Client:
    reader = Client()
    reader.post(at(given), {"code": given.code})
    return reader


def test_gives_nothing_to_save_where_only_looks_were_released(
    made: Dossier, wren: Person, now: datetime, still: None
) -> None:
    reader = opened(
        given := releasing.release(made, terms=terms(part=Part.NOTHING), actor=wren, now=now)
    )

    assert "Save the" not in reader.get(at(given)).content.decode()
    assert reader.post(at(given, "file/")).status_code == 404
    assert reader.post(at(given, "EX-0001/")).status_code == 200


def test_shows_no_picture_where_looks_were_not_released(
    made: Dossier, wren: Person, now: datetime, still: None
) -> None:
    reader = opened(given := releasing.release(made, terms=terms(looks=False), actor=wren, now=now))

    assert "EX-0001" not in reader.get(at(given)).content.decode()
    assert reader.post(at(given, "EX-0001/")).status_code == 404


@pytest.mark.parametrize(
    ("asked", "images", "age"),
    [
        (terms(part=Part.NOTHING, looks=False), ImagePolicy.FULL, Age.ADULT),
        (terms(looks=True), ImagePolicy.NONE, Age.ADULT),
        (terms(looks=True), ImagePolicy.FULL, Age.MINOR),
    ],
)
def test_refuses_what_cannot_be_released(
    asked: releasing.Terms,
    images: ImagePolicy,
    age: Age,
    full: Case,
    wren: Person,
    make: Make,
    now: datetime,
) -> None:
    made = make(full, wren, images=images)
    Case.objects.filter(pk=full.pk).update(age=age)

    with pytest.raises(releasing.ReleaseRefused):
        releasing.release(made, terms=asked, actor=wren, now=now)


def test_keeps_no_release_of_nothing(given: releasing.Given) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.update(part=Part.NOTHING, looks=False)


def test_gives_nothing_for_words_that_were_not_read(
    made: Dossier, full: Case, signed_in: Client
) -> None:
    path = f"/b/{full.ref}/bundle/{made.pk}/release/"
    read = signed_in.post(path, FORM).context["read"]

    again = signed_in.post(path, FORM | {"most": "50", "agreed": read})

    assert "may open it 50 times" in again.content.decode()
    assert not Release.objects.exists()


def test_offers_no_looks_for_a_bundle_without_pictures(
    full: Case, wren: Person, make: Make, signed_in: Client, still: None
) -> None:
    made = make(full, wren, images=ImagePolicy.NONE)

    page = signed_in.get(f"/b/{full.ref}/bundle/{made.pk}/release/").content.decode()

    assert 'name="looks"' not in page


def test_prints_the_words(given: releasing.Given, full: Case, signed_in: Client) -> None:
    paper = signed_in.get(f"/b/{full.ref}/released/{given.release.pk}/paper/")

    text = " ".join(PdfReader(BytesIO(paper.content)).pages[0].extract_text().split())
    assert paper["Content-Disposition"] == f'attachment; filename="notes-{full.ref}-yes.pdf"'
    assert " ".join(given.release.words.split()) in text
    assert str(given.release.pk) in text


def test_asks_for_the_code_again_after_an_hour(
    given: releasing.Given, time_machine_at: Callable[[datetime], None], now: datetime
) -> None:
    reader = opened(given)

    time_machine_at(now + opening.LASTS)

    assert READER not in reader.get(at(given)).content.decode()
    assert reader.post(at(given, "file/")).status_code == 404


def test_opens_in_no_session_that_was_there_before(given: releasing.Given) -> None:
    reader = Client()
    session = reader.session
    session["planted"] = True
    session.save()
    reader.cookies["s"] = planted = str(session.session_key)
    reader.post(at(given), {"code": given.code})
    other = Client()
    other.cookies["s"] = planted

    assert READER in reader.get(at(given)).content.decode()
    assert READER not in other.get(at(given)).content.decode()


def test_ends_with_the_mandate_it_was_given_under(
    made: Dossier, full: Case, wren: Person, bea: Person, now: datetime, still: None
) -> None:
    mandate = mandates.give_mandate(full, scope=[Scope.DOSSIER], until=None, actor=wren, now=now)
    own = releasing.release(made, terms=terms(), actor=wren, now=now)
    given = releasing.release(made, terms=terms(), actor=bea, now=now)

    mandates.revoke_mandate(mandate, actor=wren, now=now)

    assert Client().get(at(given)).status_code == 404
    assert Client().get(at(own)).status_code == 200
    assert kinds(full)[-1] == "release.ended"


def test_stays_while_another_mandate_covers_it(
    made: Dossier, full: Case, wren: Person, bea: Person, now: datetime, still: None
) -> None:
    first, _ = (
        mandates.give_mandate(full, scope=[Scope.DOSSIER], until=None, actor=wren, now=now)
        for _ in range(2)
    )
    given = releasing.release(made, terms=terms(), actor=bea, now=now)

    mandates.revoke_mandate(first, actor=wren, now=now)

    assert Client().get(at(given)).status_code == 200


def test_lets_nothing_outlast_the_mandate(
    made: Dossier, full: Case, wren: Person, bea: Person, now: datetime, still: None
) -> None:
    until = (now + timedelta(days=10)).date()
    mandates.give_mandate(full, scope=[Scope.DOSSIER], until=until, actor=wren, now=now)

    with pytest.raises(releasing.ReleaseRefused, match="Choose fewer days"):
        releasing.release(made, terms=terms(days=14), actor=bea, now=now)
    assert releasing.release(made, terms=terms(days=3), actor=bea, now=now).release.pk
