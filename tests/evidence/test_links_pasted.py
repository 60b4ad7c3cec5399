"""It finds every link in a pasted text, in order."""

import pytest

from evidence.links import MAX_LENGTH, LinkRefused, normalise, split_pasted

A, B, C = "https://a.example/1", "https://b.example/2", "https://c.example/3?x=1,2"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (f"{A}\n{B}\r\n\n{C}", [A, B, C]),
        (f"{A}, {B}; {C}.", [A, B, C]),
        (f"{A},{B};{C}", [A, B, C]),
        (f"{A}{B}", [A, B]),
        (f"He put it on {A} and then ({B}). It is still there!", [A, B]),
        (f'[first]({A}) <{B}> "{C}"', [A, B, C]),
        (f"| {A} | {B} |", [A, B]),
        (f"1) {A}\n2. {B}\n- {C}", [A, B, C]),
        (f"id,url,state\n1,{A},live\n2,{B},gone", [A, B]),
        (f'url;note;day\n"{A}";"old; new";1\n{B};;2', [A, B]),
        (f"1,{A},live", [A]),
        ("a.example/1, b.example and www.c.example", ["a.example/1", "b.example", "www.c.example"]),
        ("hxxps://a[.]example/1 b[.]example/2", ["hxxps://a[.]example/1", "b[.]example/2"]),
        ("https://a.example/name,12345.html", ["https://a.example/name,12345.html"]),
        (
            "https://a.example/x,1\nhttps://a.example/y,2",
            ["https://a.example/x,1", "https://a.example/y,2"],
        ),
        (f"https://web.archive.org/web/2020/{A}", [f"https://web.archive.org/web/2020/{A}"]),
        (f"https://a.example/go?to={B}", [f"https://a.example/go?to={B}"]),
        ("https://пример.example/фото", ["https://пример.example/фото"]),
        ("203.0.113.4 and 203.0.113.5:8080/a", ["203.0.113.4", "203.0.113.5:8080/a"]),
    ],
)
def test_finds_every_link_in_order(text: str, found: list[str]) -> None:
    assert split_pasted(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "",
        "They put it online on Friday, e.g. at 12.30.",
        "It was gone.Then it came back. See p.5 and no. 3, i.e. the U.S. one.",
        "On 12.05.2026 at 10:15; version 2.0",
        "Er hat es gestern hochgeladen: ja/nein?",
    ],
)
def test_leaves_words_of_prose_out(text: str) -> None:
    assert split_pasted(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "someone@leak.example",
        "@someone",
        "photo.jpg",
        "magnet:?xt=urn:btih:0",
        "tg://resolve?domain=a",
    ],
)
def test_hands_back_what_is_no_link_so_that_it_can_be_named(text: str) -> None:
    found = split_pasted(f"there is {text}, and more")

    assert found == [text]
    with pytest.raises(LinkRefused):
        normalise(found[0])


def test_keeps_the_same_link_twice() -> None:
    assert split_pasted(f"{A} {A}") == [A, A]


def test_hands_back_a_link_that_is_too_long() -> None:
    text = "https://a.example/" + "a," * MAX_LENGTH + "z"

    assert split_pasted(text) == [text]


def test_loses_nothing_of_a_long_list_without_spaces() -> None:
    hosts = [f"a{number}.example/{number}" for number in range(500)]

    assert split_pasted(",".join(hosts)) == hosts
