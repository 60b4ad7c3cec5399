"""A bundle is released to one reader, and everything they do with it is seen."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from io import BytesIO

import pyrage
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image, ImageStat

from accounts.models import Person
from cases import personal_links
from cases.errors import NotPermitted
from cases.models import Case, Scope, TimelineEvent
from cases.services import mandates
from dossiers.models import Dossier, ImagePolicy, Part, ReaderRole, Release
from dossiers.rendering.watermarks import marked
from dossiers.services import locking, releasing, showing
from evidence.models import CustodyEvent
from evidence.services import custody
from tests.dossiers.conftest import Make, square
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

READER = "C. Example, Chambers"


def terms(**more: object) -> releasing.Terms:
    usual = {"reader": READER, "role": ReaderRole.COUNSEL, "part": Part.DOCUMENT, "days": 14,
             "most": 3, "looks": True}  # fmt: skip
    return releasing.Terms(**{**usual, **more})  # type: ignore[arg-type]  # a test's shorthand


@pytest.fixture
def still(time_machine_at: Callable[[datetime], None], now: datetime) -> None:
    time_machine_at(now)


@pytest.fixture
def made(full: Case, wren: Person, make: Make) -> Dossier:
    return make(full, wren, images=ImagePolicy.FULL)


@pytest.fixture
def given(made: Dossier, wren: Person, now: datetime, still: None) -> releasing.Given:
    return releasing.release(made, terms=terms(), actor=wren, now=now)


def at(given: releasing.Given, more: str = "") -> str:
    return f"/z/{given.token}/{more}"


def kinds(case: Case) -> list[str]:
    rows = CustodyEvent.objects.filter(case=case, kind__startswith="release.").order_by("seq")
    return list(rows.values_list("kind", flat=True))


def test_says_exactly_what_is_allowed(given: releasing.Given, full: Case) -> None:
    assert given.release.words == (
        f"I let {READER} (a lawyer) use bundle 1 of my notebook {full.ref} for this:\n"
        "- save the document. Smaller copies of the pictures are in it.\n"
        "- look at the pictures that the document shows, on a page here, one at a time. The name "
        f"{READER} and the time stand on each.\n"
        f"{READER} may open it 3 times, until 6 December 2026. I can end this at any time, and "
        f"it then ends at once. What {READER} has saved before that, I cannot take back.\n"
        f"{READER} may use it to help me and for nothing else, and may not pass it on unless a "
        "law says so."
    )


def test_keeps_neither_link_nor_code(given: releasing.Given) -> None:
    row = Release.objects.values().get()

    assert not {given.token, given.code} & {str(value) for value in row.values()}
    assert len(given.token) == 22


def test_opens_with_link_and_code_and_tells_the_client(
    given: releasing.Given, full: Case, wren: Person, browse: Callable[[Person], Client]
) -> None:
    page = Client().post(at(given), {"code": given.code})

    assert page.status_code == 200
    assert READER in page.content.decode()
    assert "opened 1 of 3 times" in page.content.decode()
    assert kinds(full) == ["release.given", "release.opened"]
    assert TimelineEvent.objects.filter(case=full).latest("pk").kind == "release.opened"
    looked = browse(wren).get(f"/b/{full.ref}/looked/").content.decode()
    assert "The reader of a release opened it with its code." in looked


def test_opens_for_nobody_with_the_link_alone(given: releasing.Given) -> None:
    stranger = Client()

    assert READER not in stranger.get(at(given)).content.decode()
    assert stranger.post(at(given, "file/")).status_code == 404
    assert stranger.post(at(given, "EX-0001/")).status_code == 404


def test_lets_no_code_be_used_with_another_link(
    given: releasing.Given, made: Dossier, wren: Person, now: datetime
) -> None:
    other = releasing.release(made, terms=terms(reader="Other"), actor=wren, now=now)

    assert Client().post(at(given), {"code": other.code}).status_code == 422


def test_counts_openings_and_ends_with_the_last(given: releasing.Given) -> None:
    for _ in range(3):
        assert Client().post(at(given), {"code": given.code}).status_code == 200

    assert Client().get(at(given)).status_code == 404


def test_does_not_count_a_reload(given: releasing.Given) -> None:
    reader = Client()
    reader.post(at(given), {"code": given.code})

    for _ in range(5):
        assert READER in reader.get(at(given)).content.decode()

    assert Release.objects.get().opened == 1


@pytest.mark.parametrize("days", [14, 15])
def test_is_gone_when_its_days_are_over(
    given: releasing.Given, days: int, time_machine_at: Callable[[datetime], None], now: datetime
) -> None:
    reader = Client()
    reader.post(at(given), {"code": given.code})

    time_machine_at(now + timedelta(days=days))

    assert reader.get(at(given)).status_code == 404
    assert reader.post(at(given, "file/")).status_code == 404


def test_ends_at_once_also_for_who_has_it_open(
    given: releasing.Given, full: Case, wren: Person, browse: Callable[[Person], Client]
) -> None:
    reader = Client()
    reader.post(at(given), {"code": given.code})

    browse(wren).post(f"/b/{full.ref}/released/{given.release.pk}/end/")

    assert reader.get(at(given)).status_code == 404
    assert reader.post(at(given, "file/")).status_code == 404


def test_looks_like_what_never_was(given: releasing.Given, wren: Person, now: datetime) -> None:
    releasing.end(given.release, actor=wren, now=now)
    answers = []

    for path in (at(given), "/z/AAAAAAAAAAAAAAAAAAAAAA/"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            response = Client().get(path)
        answers.append((response.status_code, len(asked), len(response.content)))

    assert answers[0] == answers[1]
    assert answers[0][0] == 404


def test_ends_after_ten_wrong_codes(given: releasing.Given, full: Case) -> None:
    for _ in range(personal_links.MOST_TRIES):
        Client().post(at(given), {"code": "00000000" if given.code != "0" * 8 else "1" * 8})

    assert Client().post(at(given), {"code": given.code}).status_code == 404
    assert kinds(full).count("release.refused") == personal_links.MOST_TRIES


def test_gives_the_document_and_writes_it_down(
    given: releasing.Given, full: Case, made: Dossier
) -> None:
    reader = Client()
    reader.post(at(given), {"code": given.code})

    response = reader.post(at(given, "file/"))

    assert response.headers["Content-Disposition"] == (
        f'attachment; filename="notes-{full.ref}-v1.pdf"'
    )
    assert b"".join(response.streaming_content).startswith(b"%PDF")  # type: ignore[attr-defined]  # it streams
    assert kinds(full)[-1] == "release.downloaded"
    assert custody.verify(full) is None


def test_locks_what_leaves_for_the_readers_key(
    made: Dossier, wren: Person, now: datetime, still: None
) -> None:
    secret = pyrage.x25519.Identity.generate()
    given = releasing.release(
        made, terms=terms(part=Part.BUNDLE, recipient=str(secret.to_public())), actor=wren, now=now
    )

    handed = showing.file_of(given.release, now=now)

    assert handed.name.endswith(".zip.age")
    assert pyrage.decrypt(b"".join(handed.chunks), [secret]).startswith(b"PK")


def test_locks_with_a_passphrase(made: Dossier, full: Case, signed_in: Client) -> None:
    words = "four quiet words more"

    response = signed_in.post(f"/b/{full.ref}/bundle/{made.pk}/locked/", {"passphrase": words})

    locked = b"".join(response.streaming_content)  # type: ignore[attr-defined]  # it streams
    assert pyrage.passphrase.decrypt(locked, words).startswith(b"PK")


def test_refuses_a_short_passphrase_kindly(made: Dossier, full: Case, signed_in: Client) -> None:
    response = signed_in.post(f"/b/{full.ref}/bundle/{made.pk}/locked/", {"passphrase": "short"})

    assert response.status_code == 422
    assert "Make it longer" in response.content.decode()


def test_passes_on_what_breaks_while_it_is_locked() -> None:
    secret = pyrage.x25519.Identity.generate()

    with pytest.raises(OSError, match="torn"):
        list(locking.locked_for(torn(), recipient=str(secret.to_public())))


def torn() -> Iterator[bytes]:
    yield b"some"
    raise OSError("torn")


def test_shows_a_picture_with_the_readers_name_and_writes_a_clear_look_down(
    given: releasing.Given, full: Case
) -> None:
    reader = Client()
    reader.post(at(given), {"code": given.code})

    blurred = reader.post(at(given, "EX-0001/"))
    assert kinds(full)[-1] == "release.opened"
    clear = reader.post(at(given, "EX-0001/"), {"clear": "yes"})

    assert blurred["Content-Type"] == clear["Content-Type"] == "image/jpeg"
    assert kinds(full)[-1] == "release.looked"


def test_shows_no_picture_that_the_document_does_not_show(
    full: Case, wren: Person, make: Make, now: datetime, still: None
) -> None:
    made = make(full, wren, images=ImagePolicy.FULL, left_out=(1,))
    given = releasing.release(made, terms=terms(), actor=wren, now=now)
    reader = Client()
    reader.post(at(given), {"code": given.code})

    assert reader.post(at(given, "EX-0001/")).status_code == 404
    assert reader.post(at(given, "EX-0002/")).status_code == 200


def test_burns_the_words_into_every_picture() -> None:
    plain = square(10, side=400)

    one, two = (
        Image.open(BytesIO(marked(plain, words=words, clear=True))).tobytes()
        for words in ("Reader One · 3 November 2026", "Reader Two · 3 November 2026")
    )

    changed = sum(a != b for a, b in zip(one, two, strict=True)) / len(one)
    assert changed > 0.01


def test_blurs_unless_a_clear_look_was_asked_for() -> None:
    lines = Image.new("RGB", (400, 400), "white")
    for left in range(0, 400, 20):
        lines.paste("black", (left, 0, left + 10, 400))
    out = BytesIO()
    lines.save(out, "PNG")

    spread = [
        ImageStat.Stat(Image.open(BytesIO(marked(out.getvalue(), words="", clear=clear)))).stddev[0]
        for clear in (True, False)
    ]

    assert spread[0] > 100
    assert spread[1] < 20


@pytest.mark.parametrize("words", ["", "\u05d0\u202e", "x" * 400])
def test_takes_any_name_for_the_words(words: str) -> None:
    assert Image.open(BytesIO(marked(square(1, side=30), words=words, clear=False))).size == (
        30,
        30,
    )


def test_asks_an_advocate_for_a_mandate_first(
    made: Dossier, full: Case, bea: Person, wren: Person, now: datetime, still: None
) -> None:
    with pytest.raises(releasing.ReleaseRefused):
        releasing.release(made, terms=terms(), actor=bea, now=now)

    mandates.give_mandate(full, scope=[Scope.DOSSIER], until=None, actor=wren, now=now)

    assert releasing.release(made, terms=terms(), actor=bea, now=now).release.pk


def test_lets_no_stranger_release(made: Dossier, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        releasing.release(made, terms=terms(), actor=dan, now=now)


def test_shows_the_words_before_anything_is_given(
    made: Dossier, full: Case, signed_in: Client
) -> None:
    form = {"reader": READER, "role": "COUNSEL", "part": "DOCUMENT", "days": "14", "most": "5"}
    path = f"/b/{full.ref}/bundle/{made.pk}/release/"

    read = signed_in.post(path, form)
    assert "may open it 5 times" in read.content.decode()
    assert not Release.objects.exists()
    agreed = signed_in.post(path, form | {"agreed": read.context["read"]})

    assert "/z/" in agreed.content.decode()
    assert Release.objects.count() == 1


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"reader": ""}, "Write who may see it."),
        ({"most": "0"}, "At least once."),
        ({"recipient": "age1nothing"}, "This is not a public key of age."),
    ],
)
def test_says_kindly_what_is_wrong_and_keeps_what_was_typed(
    wrong: dict[str, str], said: str, made: Dossier, full: Case, signed_in: Client
) -> None:
    form = {"reader": READER, "role": "COUNSEL", "part": "DOCUMENT", "days": "14", "most": "5"}

    response = signed_in.post(f"/b/{full.ref}/bundle/{made.pk}/release/", form | wrong)

    assert response.status_code == 422
    assert said in response.content.decode()
    if wrong.get("reader") is None:
        assert READER in response.content.decode()


@pytest.fixture
def signed_in(client: Client, wren: Person) -> Client:
    """Wren, right after a sign-in."""
    sign_in(client, wren)
    return client
