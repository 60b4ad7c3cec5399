"""It holds for any link: read twice is read once, the host stays, two places stay two."""

import string
from urllib.parse import urlsplit

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from evidence.links import Link, LinkRefused, normalise, split_pasted

WORD = st.text(string.ascii_letters + string.digits + "-_~", min_size=1, max_size=8)
LABEL = st.from_regex(r"[a-z][a-z0-9]{0,7}", fullmatch=True)
HOST = st.lists(LABEL, min_size=1, max_size=3).map(lambda labels: ".".join([*labels, "example"]))
PATH = st.lists(WORD, max_size=4).map(lambda words: "/" + "/".join(words))
QUERY = st.dictionaries(st.sampled_from(["id", "v", "page", "q"]), WORD, max_size=3).map(
    lambda pairs: "&".join(f"{key}={value}" for key, value in pairs.items())
)
MESSY = st.text(max_size=40).map(lambda text: f"https://leak.example/{text}")


@st.composite
def urls(draw: st.DrawFn) -> str:
    query = draw(QUERY)
    return f"https://{draw(HOST)}{draw(PATH)}" + (f"?{query}" if query else "")


def read(raw: str) -> Link:
    try:
        return normalise(raw)
    except LinkRefused:
        assume(False)
        raise


@given(st.one_of(urls(), MESSY, st.text(max_size=60)))
def test_reads_its_own_result_the_same_way(raw: str) -> None:
    link = read(raw)

    again = normalise(link.url)

    assert (again.url, again.host, again.key) == (link.url, link.host, link.key)


@pytest.mark.parametrize("end", [")", ".", "'", "!", "]", "*", "("])
def test_reads_its_own_result_the_same_way_after_a_mark_at_the_end(end: str) -> None:
    link = normalise(f"https://leak.example/a{end}?utm_source=z")

    again = normalise(link.url)

    assert (again.url, again.key) == (link.url, link.key)


@given(urls())
def test_changes_nothing_in_a_plain_link(url: str) -> None:
    assert normalise(url).url == url


@given(st.one_of(urls(), MESSY))
def test_never_changes_the_host(raw: str) -> None:
    link = read(raw)

    assert link.host == urlsplit(link.url).hostname == urlsplit(raw).hostname


@given(urls(), PATH, PATH)
def test_never_merges_two_paths(url: str, one: str, other: str) -> None:
    host = urlsplit(url).netloc
    assume(one != other)

    assert normalise(f"https://{host}{one}").key != normalise(f"https://{host}{other}").key


@given(urls(), WORD, WORD)
def test_never_merges_two_queries(url: str, one: str, other: str) -> None:
    place = url.partition("?")[0]
    assume(one != other)

    assert normalise(f"{place}?id={one}").key != normalise(f"{place}?id={other}").key


@given(urls(), st.sampled_from(["www.", "m.", "mobile.", "WWW."]))
def test_compares_another_layout_as_one_place(url: str, label: str) -> None:
    other = url.replace("https://", f"http://{label}", 1)

    assert normalise(other).key == normalise(url).key


@given(st.text(max_size=80))
def test_answers_any_text_with_a_link_or_a_reason(raw: str) -> None:
    try:
        assert normalise(raw).as_seen == raw
    except LinkRefused as refused:
        assert refused.reason


@given(st.lists(urls(), max_size=6), st.sampled_from(["\n", ", ", ",", "; ", "\t", " and ", ",\n"]))
def test_loses_no_link_of_a_list(links: list[str], mark: str) -> None:
    assert split_pasted(mark.join(links)) == links


@pytest.mark.parametrize("opening", ["", "(", "<", "“", "Link: "])
@given(url=urls())
def test_finds_a_link_in_a_sentence(opening: str, url: str) -> None:
    assert split_pasted(f"It is here: {opening}{url}. It was not me.") == [url]
