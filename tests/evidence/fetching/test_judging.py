"""What an answer says of a place: gone only where nothing else can be meant."""

import pytest

from evidence.fetching.fetcher import Fetched
from evidence.fetching.judging import SENTENCES, Judged, judge, names_of
from evidence.fetching.reading import page_of
from evidence.fetching.wire import Reply
from evidence.models import Presence
from evidence.registry.wordings import wordings

ASKED = "https://pictures.example/view/18580"
HERE = '<html><head><link rel="canonical" href="https://pictures.example/view/18580">'
LONG = "<p>" + "A long page with many words of its own. " * 40


def judged(
    status: int = 200, html: str = "", *, final: str = ASKED, kind: str = "text/html"
) -> Judged:
    reply = Reply(
        status=status, headers={"content-type": kind}, body=html.encode(), read=kind == "text/html"
    )
    way = (ASKED,) if final == ASKED else (ASKED, final)
    return judge(Fetched(reply=reply, way=way), names=names_of(ASKED, {}), wordings=wordings())


@pytest.mark.parametrize("status", [404, 410])
def test_takes_a_plain_not_found_for_gone(status: int) -> None:
    assert judged(status, "<h1>Not found</h1>").presence == Presence.GONE


@pytest.mark.parametrize(
    "html",
    [
        "<title>Page not found</title>", "<h1>This page isn’t available</h1>",
        "<p>Dieser Beitrag wurde gelöscht.</p>", "<p>Este contenido ha sido eliminado</p>",
        "<p>Cette page n’existe pas</p>", "<h1>страница не найдена</h1>",
        "<p>ページが見つかりません",
        "<title>Video unavailable</title>", "<h1>Account suspended</h1>",
    ],
)  # fmt: skip
def test_never_takes_a_soft_404_for_gone(html: str) -> None:
    found = judged(200, HERE + html)

    assert (found.presence, found.reason) == (Presence.UNKNOWN, "soft-gone")
    assert found.matched


@pytest.mark.parametrize("status", [200, 403, 404, 410])
@pytest.mark.parametrize(
    "html",
    [
        "<h1>This video is not available in your country</h1>",
        "<p>Withheld in DE in response to</p>",
        "<p>In deinem Land nicht verfügbar</p>",
        "<p>Ce contenu n'est pas disponible dans votre pays",
        "<p>This account is private</p>", "<p>Unavailable for legal reasons</p>",
    ],
)  # fmt: skip
def test_never_takes_a_geo_block_for_gone(status: int, html: str) -> None:
    assert judged(status, html).presence == Presence.RESTRICTED


def test_takes_451_for_restricted() -> None:
    assert judged(451).presence == Presence.RESTRICTED


@pytest.mark.parametrize("status", [200, 403, 404])
@pytest.mark.parametrize(
    "html",
    ["<p>You must log in to see this</p>", "<h1>Sign in to continue</h1>",
     "<p>Vous devez vous connecter", "<p>Bitte melde dich an", "<p>Members only</p>"],
)  # fmt: skip
def test_never_takes_a_login_wall_for_gone(status: int, html: str) -> None:
    assert judged(status, html).presence == Presence.LOGIN_WALL


@pytest.mark.parametrize(
    "final", ["https://pictures.example/accounts/login/?next=/view/18580",
              "https://sign.example/i/flow/login"],
)  # fmt: skip
def test_tells_a_page_to_sign_in_by_its_link(final: str) -> None:
    assert judged(200, LONG, final=final).presence == Presence.LOGIN_WALL
    assert judged(401).presence == Presence.LOGIN_WALL


@pytest.mark.parametrize("status", [200, 403, 404, 503])
@pytest.mark.parametrize(
    "html", ["<title>Just a moment...</title>", "<p>Verify you are human</p>", "<p>Access denied"]
)
def test_knows_nothing_behind_a_check_for_machines(status: int, html: str) -> None:
    assert judged(status, HERE + html).presence == Presence.UNKNOWN


@pytest.mark.parametrize("status", [400, 403, 418, 429, 500, 502, 503, 204, 302])
def test_knows_nothing_from_any_other_status(status: int) -> None:
    assert judged(status, LONG).presence == Presence.UNKNOWN


@pytest.mark.parametrize(
    "final", ["https://pictures.example/", "https://pictures.example/view/99999",
              "https://other.example/view/18580", "https://pictures.example/removed.png"],
)  # fmt: skip
@pytest.mark.parametrize("status", [200, 404])
def test_knows_nothing_where_it_is_led_elsewhere(final: str, status: int) -> None:
    assert judged(status, LONG, final=final).reason == "led-elsewhere"


@pytest.mark.parametrize(
    "final", [ASKED, ASKED + "/", ASKED + "/a-name", "https://www.pictures.example/view/18580"]
)
def test_takes_a_page_that_names_it_for_live(final: str) -> None:
    assert judged(200, HERE + LONG, final=final).presence == Presence.LIVE


@pytest.mark.parametrize("html", ["", "<div id=app></div>", LONG, "<p>See 185801 and x18580y"])
def test_is_not_sure_of_a_page_that_names_nothing(html: str) -> None:
    assert judged(200, html).reason == "not-sure"


def test_takes_a_file_that_answers_for_live_without_opening_it() -> None:
    assert judged(200, kind="image/jpeg").reason == "file"
    assert judged(404, kind="image/jpeg").presence == Presence.GONE


def test_reads_words_and_not_what_scripts_hold() -> None:
    html = (
        "<script>var a='you must log in'</script><style>.not-found{}</style>"
        "<noscript>please enable javascript</noscript>" + HERE + LONG
    )

    assert judged(200, html).presence == Presence.LIVE


def test_does_not_hear_a_comment_far_down_a_long_page() -> None:
    assert judged(200, HERE + LONG * 4 + "<p>this comment was deleted").presence == Presence.LIVE


@pytest.mark.parametrize(
    ("body", "kind"),
    [("é".encode("latin-1"), "text/html; charset=latin-1"), ("é".encode(), "text/html"),
     ("é".encode(), "text/html; charset=nonsense")],
)  # fmt: skip
def test_reads_a_page_in_its_own_letters(body: bytes, kind: str) -> None:
    assert page_of(b"<title>" + body, content_type=kind).title == "é"


def test_has_a_sentence_for_every_reason_and_small_letters_for_every_word() -> None:
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())
    assert all(len(reason) <= 24 for reason in SENTENCES)
    for wording in wordings().values():
        for group in wording.phrases:
            assert list(group.words) == [word.casefold() for word in group.words]


def test_knows_a_place_by_its_identifiers_and_its_link() -> None:
    names = names_of("https://pictures.example/a/view?clip=abcde7&p=2", {"post": "1858"})

    assert set(names) == {"1858", "abcde7"}
    assert names_of("https://pictures.example/a/caf%C3%A9-77", {}) == ("café-77", "caf%C3%A9-77")


@pytest.mark.parametrize(
    ("link", "html"),
    [
        ("view?id=1234", "<script src='/app.js?v=1732561234'></script>"),
        ("gallery/index.html?year=2024", "<p>Nothing here. (c) 2024"),
        ("archive/2024-11-26", "<p>All of 2024-11-26"),
        ("u/photos", "<p>Best photos of the day"),
        ("a/view?id=77", "<a href='/a/view?id=78'>Another</a>"),
        ("files/video.mp4", "<p>Drop your video.mp4 here"),
        ("view/18580", "<p>Order 7718580"),
    ],
)  # fmt: skip
def test_is_not_sure_of_a_page_with_signs_that_any_page_carries(link: str, html: str) -> None:
    url = f"https://pictures.example/{link}"
    reply = Reply(
        status=200, headers={"content-type": "text/html"}, body=(html + LONG).encode(), read=True
    )
    fetched = Fetched(reply=reply, way=(url,))

    assert judge(fetched, names=names_of(url, {}), wordings=wordings()).reason == "not-sure"


def test_knows_a_number_of_the_registry_only_as_a_whole() -> None:
    asked = "https://pictures.example/view?id=1234"

    def seen(html: bytes) -> str:
        reply = Reply(status=200, headers={"content-type": "text/html"}, body=html, read=True)
        names = names_of(asked, {"post": "1234"})
        return judge(Fetched(reply=reply, way=(asked,)), names=names, wordings=wordings()).reason

    assert seen(b"<script src='/app.js?v=1732561234'></script>") == "not-sure"
    assert seen(b"<p>Picture 1234") == "named"


@pytest.mark.parametrize(
    "html", ["<p><![foo[x]]></p>", "<![ x", "<![", "<![CDATA[a]]>", "<![if !IE]>", "<![-- >"]
)
def test_passes_over_what_is_broken_in_a_page(html: str) -> None:
    page = page_of(f"{html}><p>All the same".encode(), content_type="text/html")

    assert page.opening.endswith("all the same")


@pytest.mark.parametrize("charset", ["idna", "undefined", "hex", "rot13", "é"])
def test_reads_a_page_of_letters_that_are_none(charset: str) -> None:
    assert page_of(b"<title>Here", content_type=f"text/html; charset={charset}").title == "here"
