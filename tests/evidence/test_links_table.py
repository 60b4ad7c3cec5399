"""It reads links as people paste them: as pasted, as used, and as compared, row by row."""

import json
from pathlib import Path
from urllib.parse import unquote

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.links import normalise

TABLE = Path(__file__).parents[1] / "data" / "links.jsonl"
ROWS: list[tuple[str, str, str]] = [
    tuple(json.loads(line)) for line in TABLE.read_text(encoding="utf-8").splitlines()
]
SENDS_ON = (
    "https://www.google.com/url?sa=t&url={}",
    "https://www.google.de/url?q={}&ved=q",
    "https://l.facebook.com/l.php?h=q&u={}",
    "https://l.instagram.com/?u={}",
    "https://www.youtube.com/redirect?q={}",
    "https://vk.com/away.php?to={}",
)
ID = st.from_regex(r"[A-Za-z0-9]{6,12}", fullmatch=True)
FORMS = (
    ("https://youtu.be/{}", "https://www.youtube.com/watch?v={}"),
    ("https://youtube.com/shorts/{}?si=q", "https://m.youtube.com/watch?v={}"),
    ("https://redd.it/{}", "https://old.reddit.com/r/nowhere/comments/{}/title/"),
    ("https://twitter.com/someone/status/{}", "https://x.com/i/web/status/{}"),
    ("https://t.me/s/some_channel/{}", "https://telegram.me/some_channel/{}"),
    ("https://www.instagram.com/reel/{}/", "https://instagr.am/p/{}"),
    ("https://m.tiktok.com/v/{}.html", "https://www.tiktok.com/@someone/video/{}"),
    ("https://mega.nz/#!{}!Key", "https://mega.co.nz/file/{}#Key"),
)


def test_has_enough_rows_to_be_a_table() -> None:
    assert len(ROWS) >= 200


@pytest.mark.parametrize(("pasted", "url", "key"), ROWS)
def test_reads_a_row_as_it_stands(pasted: str, url: str, key: str) -> None:
    link = normalise(pasted)

    assert (link.as_seen, link.url, link.key) == (pasted, url, key)


@pytest.mark.parametrize("url", sorted({url for _, url, _ in ROWS}))
def test_reads_what_it_wrote_the_same_way(url: str) -> None:
    first = normalise(url)

    assert (first.url, first.key) == (url, normalise(first.url).key)


@pytest.mark.parametrize(("pasted", "url", "key"), ROWS)
def test_takes_no_host_that_was_not_pasted(pasted: str, url: str, key: str) -> None:
    host = normalise(pasted).host

    if host.isascii() and "xn--" not in host and "[" not in host:
        plain = unquote(unquote(pasted)).lower()
        for mark in ("[.]", "(.)", "{.}", "[dot]", "(dot)", "。"):
            plain = plain.replace(mark, ".")
        assert host in plain or not plain.isascii()


@pytest.mark.parametrize(("one", "other"), FORMS)
@given(name=ID, another=ID)
def test_compares_forms_of_one_place_and_no_two_places(
    one: str, other: str, name: str, another: str
) -> None:
    assume(name != another)

    assert normalise(one.format(name)).key == normalise(other.format(name)).key
    assert normalise(one.format(name)).key != normalise(other.format(another)).key
    assert normalise(one.format(name)).host != normalise(other.format(name)).host


@pytest.mark.parametrize("sends_on", SENDS_ON)
@given(name=ID)
def test_takes_the_page_that_a_forwarder_leads_to(sends_on: str, name: str) -> None:
    pasted = sends_on.format(f"https%3A%2F%2Fleak.example%2F{name}%3Fid%3D3")

    link = normalise(pasted)

    assert (link.url, link.as_seen) == (f"https://leak.example/{name}?id=3", pasted)
    assert "only sends on" in link.notes[0]


@pytest.mark.parametrize("target", ["javascript%3A1", "%2Fsearch", "https%3A%2F%2Fleak", ""])
def test_leaves_a_forwarder_that_leads_nowhere_as_it_is(target: str) -> None:
    pasted = f"https://www.google.com/url?q={target}"

    assert normalise(pasted).host == "www.google.com"
