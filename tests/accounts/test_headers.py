"""Headers: the same words on every page, errors included."""

from collections.abc import Callable

import pytest
from django.test import Client

from accounts.models import Person

Browse = Callable[[Person], Client]
EXACT = {
    "Cache-Control": "no-store",
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-DNS-Prefetch-Control": "off",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}
POLICY = {
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "manifest-src 'self'",
    "worker-src 'self'",
}
OPEN = ["/safe/", "/leave/", "/in/password/reset/", "/nothing-here/", "/you/"]
INSIDE = ["/you/", "/team/", "/team/new/", "/in/password/change/", "/in/2fa/", "/in/sessions/"]


def kept_apart(header: str) -> set[str]:
    """The directives of a policy, in no order."""
    return {part.strip() for part in header.split(";")}


@pytest.mark.parametrize("path", OPEN)
def test_says_the_same_to_a_stranger(client: Client, db: None, path: str) -> None:
    response = client.get(path)

    assert {name: response[name] for name in EXACT} == EXACT


@pytest.mark.parametrize("path", INSIDE)
def test_says_the_same_inside(browse: Browse, bea: Person, path: str) -> None:
    response = browse(bea).get(path)

    assert {name: response[name] for name in EXACT} == EXACT


@pytest.mark.parametrize("path", ["/in/login/", "/in/signup/"])
def test_never_lets_a_page_of_the_sign_in_library_be_kept(
    client: Client, db: None, path: str
) -> None:
    response = client.get(path)

    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/safe/", "/nothing-here/", "/in/login/"])
def test_allows_only_what_is_ours(client: Client, db: None, path: str) -> None:
    response = client.get(path)

    assert kept_apart(response["Content-Security-Policy"]) == POLICY


def test_turns_the_sensors_off(client: Client, db: None) -> None:
    policy = client.get("/safe/")["Permissions-Policy"]

    assert "camera=()" in policy
    assert "geolocation=()" in policy
    assert "browsing-topics=()" in policy


def test_keeps_its_word_when_the_token_is_refused(db: None) -> None:
    strict = Client(enforce_csrf_checks=True)

    response = strict.post("/in/login/", {"login": "wren", "password": "x"})

    assert response.status_code == 403
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "path", ["/safe/", "/nothing-here/", "/in/login/", "/in/signup/", "/in/password/reset/"]
)
def test_shows_a_neutral_title(client: Client, db: None, path: str) -> None:
    response = client.get(path)

    assert b"<title>Notebook</title>" in response.content


@pytest.mark.parametrize("path", INSIDE)
def test_shows_the_persons_own_title_inside(browse: Browse, bea: Person, path: str) -> None:
    bea.app_name = "Garden"
    bea.save()

    response = browse(bea).get(path, follow=True)

    assert b"<title>Garden</title>" in response.content


@pytest.mark.parametrize("path", INSIDE)
def test_offers_the_way_out_on_every_page(browse: Browse, bea: Person, path: str) -> None:
    response = browse(bea).get(path, follow=True)

    assert b'class="leave" href="/leave/"' in response.content
