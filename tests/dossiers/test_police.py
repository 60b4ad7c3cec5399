"""The sheet for the police: what it says, what it keeps back, and how long it gets."""

from collections.abc import Callable
from datetime import datetime, timedelta
from hashlib import sha256

import pytest
from django.test import Client

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case, Contact
from dossiers.services import police
from dossiers.services.papers import Sheet
from dossiers.services.police import Reach, Told
from evidence.models import CustodyEvent, Exhibit, Sighting
from takedowns.models import Notice
from tests import factories
from tests.dossiers.conftest import Keep
from tests.dossiers.test_papers import packed, pictures_in, read, text_of
from tests.signing_in import sign_in
from tests.writing import write

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]


@pytest.fixture
def sheet(full: Case, wren: Person, now: datetime) -> Callable[..., Sheet]:
    """Makes Wren's sheet with these choices."""

    def made(**chosen: object) -> Sheet:
        told = Told(**chosen)  # type: ignore[arg-type]  # a test's shorthand
        return police.police_sheet(full, told=told, actor=wren, now=now)

    return made


def test_says_what_where_and_since_when(sheet: Callable[..., Sheet]) -> None:
    told = text_of(sheet())

    assert "Private photos of the person were shared without consent." in told
    assert "Seen on 22 November 2026." in told
    assert "X (Twitter) X Corp. (US) 2" in told
    assert "Google Search" in told


def test_names_every_exhibit_with_its_digest(sheet: Callable[..., Sheet], full: Case) -> None:
    told = packed(text_of(sheet()))

    for exhibit in Exhibit.objects.filter(case=full):
        assert exhibit.label in told
        assert exhibit.file.sha256 in told


def test_says_what_was_reported_and_what_came_of_it(
    sheet: Callable[..., Sheet], sent: Notice
) -> None:
    told = text_of(sheet())

    assert sent.label in told
    assert "4471-209" in told
    assert "2 no answer yet" in told


def test_names_ways_to_keep_data_and_which_are_unchecked(sheet: Callable[..., Sheet]) -> None:
    told = text_of(sheet())

    assert "18 U.S.C. 2703(f" in told
    assert "European Preservation Order (from memory, not checked in a source)" in told


def test_names_no_way_of_a_country_that_is_not_concerned(
    sheet: Callable[..., Sheet], full: Case
) -> None:
    full.country = "BR"
    full.save()
    Sighting.objects.filter(case=full).update(platform="")

    told = text_of(sheet())

    assert "2703" not in told
    assert "European Preservation Order" not in told
    assert "Convention on Cybercrime" in told


@pytest.mark.parametrize(
    ("reach", "shown", "hidden"),
    [
        (Reach.NOBODY, "nobody is to be contacted", "wren@mailbox.example"),
        (Reach.ADVOCATE, "Harbour", "wren@mailbox.example"),
        (Reach.PERSON, "wren@mailbox.example", "Harbour"),
    ],
)
def test_names_only_the_way_back_that_was_chosen(
    reach: Reach, shown: str, hidden: str, sheet: Callable[..., Sheet], full: Case
) -> None:
    write(Contact.objects.filter(case=full), mail="wren@mailbox.example", telephone="")

    told = text_of(sheet(reach=reach))

    assert shown in told
    assert hidden not in told


def test_uses_the_address_that_tells_less_where_letters_do(
    sheet: Callable[..., Sheet], full: Case
) -> None:
    write(
        Contact.objects.filter(case=full),
        mail="wren@mailbox.example",
        separate_mail="quiet@alias.example",
        mail_shown="OTHER",
    )

    told = text_of(sheet(reach=Reach.PERSON))

    assert "quiet@alias.example" in told
    assert "wren@mailbox.example" not in told


def test_keeps_the_name_back_unless_it_was_chosen(sheet: Callable[..., Sheet], full: Case) -> None:
    write(Contact.objects.filter(case=full), name="Wren Example")
    Sighting.objects.filter(case=full, number=1).update(uploader="wren example fan")

    hidden = text_of(sheet(words="I am Wren Example.", addresses=True))
    shown = text_of(sheet(words="I am Wren Example.", with_name=True))

    assert "Wren Example" not in hidden
    assert "wren example" not in hidden
    assert "I am [withheld]." in hidden
    assert "I am Wren Example." in shown


def test_lists_addresses_only_where_asked(sheet: Callable[..., Sheet]) -> None:
    address = "https://imageplace.example/f/abc123.jpg"

    assert address not in packed(text_of(sheet()))
    assert address in packed(text_of(sheet(addresses=True)))


def test_carries_no_picture_and_nothing_of_another_case(
    sheet: Callable[..., Sheet], junes_case: Case
) -> None:
    factories.sighting(junes_case, "https://lantern.example/view/1")

    made = sheet(addresses=True)

    assert pictures_in(made) == 0
    assert junes_case.ref not in text_of(made)
    assert "lantern.example" not in text_of(made)
    assert dict(read(made.data).metadata or {})["/Title"] == "Notes"  # type: ignore[comparison-overlap]  # pypdf's keys


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_says_what_is_known_of_the_age(age: Age, sheet: Callable[..., Sheet], full: Case) -> None:
    full.age = age
    full.save()

    assert police.AGES[age] in text_of(sheet())


def test_stays_on_two_pages_in_a_large_case(
    sheet: Callable[..., Sheet], full: Case, keep: Keep, wren: Person, now: datetime
) -> None:
    for number in range(30):
        place = factories.sighting(full, f"https://site-{number}.example/view/{number}")
        Sighting.objects.filter(pk=place.pk).update(
            uploader=f"an account with a long name {number}", seen_at=now + timedelta(days=number)
        )
        keep(full, place, shade=60 + number)
    for number in range(2, 12):
        Notice.objects.create(
            case=full, number=number, state="SENT", platform="x", channel=0,
            sender_role="depicted_person", recipient=f"Company {number}", drafted_at=now,
            drafted_by=wren, approved_at=now, sent_at=now,
        )  # fmt: skip

    made = sheet(words="A sentence of the person. " * 26)

    assert len(read(made.data).pages) == 2
    assert "And 27 more services, in the dossier." in text_of(made)
    assert "And 28 more exhibits, with their digests in the dossier." in text_of(made)


def test_prints_an_empty_case(case: Case, wren: Person, now: datetime) -> None:
    told = text_of(police.police_sheet(case, told=Told(), actor=wren, now=now))

    assert "No place has been noted yet." in told
    assert "No file has been kept." in told
    assert "No letter has left yet." in told


def test_prints_hostile_words_as_words(sheet: Callable[..., Sheet]) -> None:
    told = text_of(sheet(words="<b>x</b>{{ p }}\u202e<img src='https://a.example/x.png'>"))

    assert "<b>x</b>{{ p }}[U+202E]<img" in told


def test_refuses_a_stranger(full: Case, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        police.police_sheet(full, told=Told(), actor=dan, now=now)

    assert not CustodyEvent.objects.filter(kind="paper.police").exists()


def test_saves_it_from_the_page_and_writes_it_down(
    full: Case, wren: Person, client: Client
) -> None:
    sign_in(client, wren)

    page = client.get(f"/b/{full.ref}/police/").content.decode()
    answer = client.post(f"/b/{full.ref}/police/", {"reach": "NOBODY", "name": "no"})

    assert 'name="reach"' in page
    assert answer["Content-Disposition"] == f'attachment; filename="notes-{full.ref}-sheet.pdf"'
    assert "no-store" in answer["Cache-Control"]
    [row] = CustodyEvent.objects.filter(case=full, kind="paper.police")
    assert sha256(answer.content).hexdigest().encode() in bytes(row.canonical)


def test_asks_who_it_is_before_the_sheet_leaves(
    full: Case, wren: Person, client: Client, time_machine_at: Callable[[datetime], None],
    now: datetime,
) -> None:  # fmt: skip
    time_machine_at(now)
    sign_in(client, wren)
    time_machine_at(now + timedelta(minutes=11))

    answer = client.post(f"/b/{full.ref}/police/", {"reach": "NOBODY", "name": "no"})

    assert answer.status_code == 302
    assert not CustodyEvent.objects.filter(kind="paper.police").exists()


def test_keeps_what_was_typed_where_something_is_missing(
    full: Case, wren: Person, browse: Browse
) -> None:
    answer = browse(wren).post(f"/b/{full.ref}/police/", {"words": "It began in May."})

    assert answer.status_code == 422
    assert "It began in May." in answer.content.decode()
    assert "Choose whom the police may ask." in answer.content.decode()


def test_offers_no_advocate_where_there_is_none(
    junes_case: Case, june: Person, browse: Browse
) -> None:
    page = browse(june).get(f"/b/{junes_case.ref}/police/").content.decode()

    assert 'value="NOBODY"' in page
    assert 'value="ADVOCATE"' not in page


@pytest.mark.parametrize(
    ("who", "words"), [("wren", "Should your name be on it?"), ("bea", "The advocate, by name")]
)
def test_speaks_to_the_person_on_their_own_page(
    who: str, words: str, full: Case, browse: Browse, request: pytest.FixtureRequest
) -> None:
    page = browse(request.getfixturevalue(who)).get(f"/b/{full.ref}/police/")

    assert words in page.content.decode()
