"""It tells the link that was meant from what was pasted."""

import pytest

from evidence.links import MAX_LENGTH, LinkRefused, normalise

MEANT = [
    ("https://leak.example/a", "https://leak.example/a"),
    ("leak.example/a", "https://leak.example/a"),
    ("//leak.example/a", "https://leak.example/a"),
    ("HTTP://LEAK.Example/A", "http://leak.example/A"),
    ("https//leak.example/a", "https://leak.example/a"),
    ("ttps://leak.example/a", "https://leak.example/a"),
    ("  <https://leak.example/a>,  ", "https://leak.example/a"),
    ("“https://leak.example/a”.", "https://leak.example/a"),
    ("(https://leak.example/a_(b))", "https://leak.example/a_(b)"),
    ("Link: https://leak.example/a", "https://leak.example/a"),
    ("URL=https://leak.example/a", "https://leak.example/a"),
    ("view-source:https://leak.example/a", "https://leak.example/a"),
    ("hxxps://leak[.]example/a", "https://leak.example/a"),
    ("hxxp[:]//leak(.)example/a[.]jpg", "http://leak.example/a[.]jpg"),
    ("leak[dot]example/a", "https://leak.example/a"),
    ("https://leak.example./a", "https://leak.example/a"),
    ("https://leak.example:443/a", "https://leak.example/a"),
    ("http://leak.example:80/a", "http://leak.example/a"),
    ("https://leak.example:8443/a", "https://leak.example:8443/a"),
    ("leak.example:8080/a", "https://leak.example:8080/a"),
    ("https://пример.example/фото", "https://xn--e1afmkfd.example/%D1%84%D0%BE%D1%82%D0%BE"),
    ("https://例え。example/a", "https://xn--r8jz45g.example/a"),
    ("https://XN--E1AFMKFD.example/", "https://xn--e1afmkfd.example/"),
    ("https://faß.example/", "https://xn--fa-hia.example/"),
    ("https://i❤.example/", "https://xn--i-7iq.example/"),
    ("https://a_b.leak.example/", "https://a_b.leak.example/"),
    ("https://m.leak.example/a", "https://m.leak.example/a"),
    ("203.0.113.4/a", "https://203.0.113.4/a"),
    ("http://[2001:DB8::1]:8080/a", "http://[2001:db8::1]:8080/a"),
    ("https:\\\\leak.example\\@other.example", "https://leak.example/@other.example"),
    ("https://leak.example/a?x=1&amp;y=2", "https://leak.example/a?x=1&y=2"),
    ("https://leak.example/a\u200b", "https://leak.example/a"),
    (
        "https://leak.example/a?u=https://b.example/c",
        "https://leak.example/a?u=https://b.example/c",
    ),
]


@pytest.mark.parametrize(("raw", "url"), MEANT)
def test_understands_what_was_meant(raw: str, url: str) -> None:
    link = normalise(raw)

    assert link.url == url
    assert link.as_seen == raw


@pytest.mark.parametrize(
    ("raw", "url"),
    [
        ("https://leak.example/a?utm_source=z&id=3&fbclid=q", "https://leak.example/a?id=3"),
        ("https://x.com/u/status/1?s=20&t=abc", "https://x.com/u/status/1"),
        ("https://leak.example/a?s=20&t=abc", "https://leak.example/a?s=20&t=abc"),
        ("https://youtu.be/inVented1?si=q&t=30", "https://youtu.be/inVented1?t=30"),
        (
            "https://www.instagram.com/p/a/?igsh=q&img_index=2",
            "https://www.instagram.com/p/a/?img_index=2",
        ),
    ],
)
def test_leaves_out_only_what_tells_who_shared(raw: str, url: str) -> None:
    link = normalise(raw)

    assert link.url == url


@pytest.mark.parametrize(
    "url",
    [
        "https://mega.nz/file/inVented#Key_1-a",
        "https://mega.nz/#!inVented!Key",
        "https://leak.example/#!/album/1",
        "https://leak.example/#/album/1",
        "https://forum.example/t/1#post-55",
        "https://boards.4chan.org/b/thread/1#p2",
        "https://paste.example/?a1b2#9fKzQ2mVtYpLwXr4cN7b",
    ],
)
def test_keeps_what_follows_the_hash_where_it_matters(url: str) -> None:
    assert normalise(url).url == url


def test_drops_what_only_scrolls_the_page() -> None:
    link = normalise("https://leak.example/a#:~:text=photo")

    assert link.url == "https://leak.example/a"
    assert "scrolls" in link.notes[0]


def test_leaves_out_a_password_and_says_so() -> None:
    link = normalise("https://name:secret@leak.example/a")

    assert link.url == "https://leak.example/a"
    assert "secret" not in link.key + link.url + "".join(link.notes)
    assert "password" in link.notes[0]


def test_says_that_an_onion_address_needs_tor() -> None:
    link = normalise("abcdefabcdefabcd.onion/a")

    assert link.onion
    assert link.url == "http://abcdefabcdefabcd.onion/a"
    assert "Tor" in link.notes[-1]


def test_says_what_it_added() -> None:
    assert normalise("leak.example").notes == ("https:// was added at the front.",)
    assert normalise("https://leak.example").notes == ()


def test_says_that_words_round_a_link_were_left_out() -> None:
    link = normalise("look at https://leak.example/a please")

    assert link.url == "https://leak.example/a"
    assert "words" in link.notes[0]


ONE_PLACE = [
    ("https://www.leak.example/a", "http://m.leak.example/a/"),
    ("https://twitter.com/u/status/1", "https://mobile.x.com/u/status/1?s=20"),
    ("https://old.reddit.com/r/a", "https://www.reddit.com/r/a/"),
    ("https://leak.example/?b=2&a=1", "https://leak.example?a=1&b=2"),
    ("https://leak.example/%d1%84", "https://leak.example/ф"),
    ("https://amp.leak.example:443/a", "leak.example/a"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PLACE)
def test_gives_two_spellings_of_one_place_one_key(one: str, other: str) -> None:
    assert normalise(one).key == normalise(other).key


TWO_PLACES = [
    ("https://leak.example/a", "https://leak.example/A"),
    ("https://leak.example/a?id=1", "https://leak.example/a?id=2"),
    ("https://leak.example/a?a=1&a=2", "https://leak.example/a?a=2&a=1"),
    ("https://leak.example:8080/a", "https://leak.example/a"),
    ("https://one.leak.example/a", "https://two.leak.example/a"),
    ("https://mega.nz/#!a!b", "https://mega.nz/#!c!d"),
    ("https://forum.example/t/1#post-1", "https://forum.example/t/1#post-2"),
    ("https://m.me/a", "https://me.example/a"),
]


@pytest.mark.parametrize(("one", "other"), TWO_PLACES)
def test_gives_two_places_two_keys(one: str, other: str) -> None:
    assert normalise(one).key != normalise(other).key


REFUSED = [
    ("magnet:?xt=urn:btih:0", "torrent"),
    ("data:image/png;base64,AAAA", "picture itself"),
    ("data:image/png;base64," + "A" * 9000, "picture itself"),
    ("javascript:alert(1)", "script"),
    ("file:///home/a/photo.jpg", "one device"),
    ("mailto:someone@leak.example", "email address"),
    ("someone@leak.example", "email address"),
    ("@someone", "a name"),
    ("photo.jpg", "name of a file"),
    ("tg://resolve?domain=invented", "tg:"),
    ("ftp://leak.example/a", "ftp:"),
    ("leak", "address bar"),
    ("two words", "address bar"),
    ("https://", "address bar"),
    ("https://leak", "address bar"),
    ("http://0x7f.1/", "address bar"),
    ("http://999.1.1.1/", "address bar"),
    ("https://leak..example/", "address bar"),
    ("https://leak.example:99999/", "address bar"),
    ("https://[broken/", "address bar"),
    ("", "Nothing was pasted"),
    ("https://a.example/1 https://b.example/2", "more than one"),
    ("https://leak.example/" + "a" * MAX_LENGTH, "4,000"),
    ("https://leak.example/" + "ф" * 700, "4,000"),
]


@pytest.mark.parametrize(("raw", "says"), REFUSED)
def test_refuses_with_a_sentence_that_says_what_to_do(raw: str, says: str) -> None:
    with pytest.raises(LinkRefused) as caught:
        normalise(raw)

    assert says in caught.value.reason
    assert "lease" in caught.value.reason or "paste it here" in caught.value.reason
