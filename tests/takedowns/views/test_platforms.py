"""The registry as pages: it can be searched, and says what nobody has checked."""

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Person
from takedowns.registry.loader import registry

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
LIST = "/platforms/"
OUTWARD = re.compile(r'<a [^>]*href="https?://[^>]*>')


def page(client: Client, path: str = LIST, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def names(client: Client, **query: str) -> set[str]:
    return {line.platform.id for line in client.get(LIST, query).context["lines"]}


def test_lists_every_platform(bea: Person, browse: Browse) -> None:
    assert names(browse(bea)) == set(registry().platforms)


@pytest.mark.parametrize("words", ["redd", "REDDIT.COM", "reddit inc"])
def test_finds_a_platform_by_name_site_or_operator(words: str, bea: Person, browse: Browse) -> None:
    assert "reddit" in names(browse(bea), words=words)
    assert "github" not in names(browse(bea), words=words)


def test_narrows_by_kind(bea: Person, browse: Browse) -> None:
    found = names(browse(bea), kind="forum")

    assert found == {key for key, each in registry().platforms.items() if each.kind == "forum"}


def test_leaves_out_a_kind_it_does_not_know(bea: Person, browse: Browse) -> None:
    assert names(browse(bea), kind="x") == set(registry().platforms)


def test_says_what_to_do_when_none_fits(bea: Person, browse: Browse) -> None:
    assert "No platform fits" in page(browse(bea), words="zzzz")


@pytest.mark.parametrize("key", sorted(registry().platforms))
def test_shows_every_platform_with_all_its_addresses(key: str, bea: Person, browse: Browse) -> None:
    text = page(browse(bea), f"{LIST}{key}/")

    channels = registry().platforms[key].channels
    assert [each.value for each in channels if escape(each.value) not in text] == []


def test_marks_an_address_that_stands_there_from_memory(bea: Person, browse: Browse) -> None:
    ways = browse(bea).get(f"{LIST}x/").context["ways"]

    assert [way.channel.type for way in ways if way.mark.unchecked] == ["dsa"]


def test_calls_unknown_what_is_not_known(bea: Person, browse: Browse) -> None:
    text = page(browse(bea), f"{LIST}telegram/")

    assert "<dt>Very large (EU)</dt><dd>Not known</dd>" in text
    assert "<dt>At a time</dt><dd>Not known</dd>" in text


def test_opens_addresses_outside_in_a_new_tab_without_a_trace(bea: Person, browse: Browse) -> None:
    links = [
        link for link in OUTWARD.findall(page(browse(bea), f"{LIST}x/")) if "leave" not in link
    ]

    assert len(links) > 5
    assert all('rel="noreferrer noopener" target="_blank"' in link for link in links)


def test_shows_a_client_no_staff_page(wren: Person, browse: Browse) -> None:
    client = browse(wren)

    for path in (LIST, f"{LIST}x/"):
        assert 'class="staff"' not in page(client, path)


def test_does_not_know_a_platform_that_is_not_listed(bea: Person, browse: Browse) -> None:
    assert browse(bea).get(f"{LIST}nowhere/").status_code == 404


@pytest.mark.parametrize("path", [LIST, f"{LIST}x/"])
def test_sends_whoever_is_not_signed_in_to_the_sign_in_page(path: str, client: Client) -> None:
    assert client.get(path).headers["Location"].startswith("/in/login/")
