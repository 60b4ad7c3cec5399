"""It proposes where else a thing may stand, and never leads outside the hosts it was given."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registry.spelling import under_any
from evidence.links import LinkRefused, normalise
from takedowns.registry.loader import registry
from takedowns.registry.recognise import recognise
from takedowns.registry.siblings import siblings
from tests.takedowns.registry.test_loader import faults_of, folder, spoil
from tests.takedowns.registry.test_recognise import TABLE

__all__ = ["folder"]

ADDRESSES = [url for url, _, _ in TABLE]
GENERIC = {urlsplit(rule.address).hostname for rule in registry().anywhere}
CRUEL = st.text(st.sampled_from("aZ0.:/?#@%\\[]{}&=+ -_~!é\u202e\u2024"), min_size=1, max_size=24)


def found(url: str) -> dict[str, str]:
    """Kind → address, of the platform's own proposals."""
    return {each.kind: each.address for each in siblings(url, registry()) if not each.elsewhere}


@pytest.mark.parametrize(
    ("url", "kind", "address"),
    [
        ("https://x.com/invented/status/11", "embed",
         "https://platform.twitter.com/embed/Tweet.html?id=11"),
        ("https://youtu.be/inVented_12", "thumbnail",
         "https://i.ytimg.com/vi/inVented_12/hqdefault.jpg"),
        ("https://www.youtube.com/watch?v=inVented_12", "short_link",
         "https://youtu.be/inVented_12"),
        ("https://imgur.com/inVent1", "file", "https://i.imgur.com/inVent1.jpg"),
        ("https://mega.nz/file/inVented#Key_1-a", "embed",
         "https://mega.nz/embed/inVented#Key_1-a"),
        ("https://t.me/invented/55", "page", "https://t.me/s/invented/55"),
        ("https://www.reddit.com/r/invented/comments/abc/", "embed",
         "https://embed.reddit.com/r/invented/comments/abc/"),
        ("https://drive.google.com/file/d/inVented/view", "file",
         "https://drive.google.com/uc?export=download&id=inVented"),
        ("https://cdn.discordapp.com/attachments/1/2/a.jpg", "file",
         "https://media.discordapp.net/attachments/1/2/a.jpg"),
    ],
)  # fmt: skip
def test_fills_in_what_the_link_says(url: str, kind: str, address: str) -> None:
    assert found(url)[kind] == address


@pytest.mark.parametrize(
    "url", ["https://t.me/c/1111/55", "https://www.youtube.com/post/inVented", "https://x.com/a"]
)
def test_proposes_nothing_that_does_not_fit_the_address(url: str) -> None:
    assert found(url) == {}


@pytest.mark.parametrize("url", ADDRESSES)
def test_never_proposes_the_address_itself(url: str) -> None:
    link = normalise(url)

    assert link.url not in {each.address for each in siblings(link.url, registry())}


def test_proposes_archives_and_search_results_for_a_site_nobody_knows() -> None:
    kinds = {each.kind for each in siblings("https://leak.example/a?b=1", registry())}

    assert {"archive_copy", "search_result", "cached_copy"} <= kinds


def test_does_not_ask_an_archive_about_an_archive_or_anyone_about_an_onion() -> None:
    archived = "https://web.archive.org/web/20260101000000/https://leak.example/"

    assert "archive_copy" not in {
        each.kind for each in siblings(archived, registry()) if each.elsewhere
    }
    assert siblings("http://leakleakleakleak.onion/a", registry()) == ()


def test_tells_no_other_service_the_key_of_a_file() -> None:
    proposed = siblings("https://mega.nz/file/inVented#Key_1-a", registry())

    assert [each.address for each in proposed if each.elsewhere and "Key_1" in each.address] == []


def test_makes_no_proposal_that_could_not_be_noted() -> None:
    refused = []
    for url in ADDRESSES:
        for each in siblings(normalise(url).url, registry()):
            try:
                normalise(each.address)
            except LinkRefused as fault:
                refused.append(f"{each.address}: {fault}")

    assert refused == []


@given(st.sampled_from(ADDRESSES), CRUEL)
def test_never_leads_outside_the_hosts_it_was_given(url: str, cruel: str) -> None:
    for address in (url + cruel, url.rpartition("/")[0] + "/" + cruel, f"https://{cruel}/{cruel}"):
        try:
            link = normalise(address)
        except LinkRefused:
            continue
        seen = recognise(link.url, registry())
        own = registry().platforms[seen.platform_id].named_hosts if seen.platform_id else ()
        for each in siblings(link.url, registry()):
            host = urlsplit(each.address).hostname or ""
            hosts = GENERIC if each.elsewhere else own
            assert under_any(host, hosts=tuple(known or "" for known in hosts)), each.address


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("https://platform.twitter.com/embed", "https://evil.example/embed", "not under a host"),
        ("https://platform.twitter.com/embed", "https://{user}.twitter.com/embed", "not under"),
        ("https://platform.twitter.com/embed", "https://{user}@twitter.com/embed", "not under"),
        ("Tweet.html?id={post}", "Tweet.html?id={nothing}", "no link rule finds 'nothing'"),
        ("Tweet.html?id={post}", "Tweet.html", "names nothing of the link"),
    ],
)
def test_refuses_a_sibling_that_leads_away(folder: Path, old: str, new: str, wrong: str) -> None:
    spoil(folder, "platforms/x.toml", old=old, new=new)

    assert any(wrong in fault.wrong for fault in faults_of(folder))


@pytest.mark.parametrize(
    ("old", "new", "wrong"),
    [
        ("https://archive.ph/newest/{url}", "https://{bare}/newest/{url}", "to be filled in"),
        ("https://archive.ph/newest/{url}", "https://archive.ph/newest/", "does not name"),
        ("https://archive.ph/newest/{url}", "https://archive.ph/{post}", "'post' is not known"),
    ],
)
def test_refuses_a_place_for_any_address_that_leads_away(
    folder: Path, old: str, new: str, wrong: str
) -> None:
    spoil(folder, "siblings.toml", old=old, new=new)

    assert any(wrong in fault.wrong for fault in faults_of(folder))


def test_wants_a_label_for_everything_a_link_is_named_by(folder: Path) -> None:
    spoil(folder, "identifiers.toml", old='post = "post"\n', new="")

    assert any("'post' is not in identifiers.toml" in each.wrong for each in faults_of(folder))
