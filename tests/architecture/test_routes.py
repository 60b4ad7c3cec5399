"""Every door of the house has a row in `routes.py`, and every row has a door."""

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.urls.resolvers import RegexPattern, RoutePattern

from tests.architecture.doors_walk import routes
from tests.architecture.routes import DOORS


def unlisted(resolver: URLResolver) -> list[str]:
    return sorted(set(dict(routes(resolver))) - set(DOORS))


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def resolver_of(*entries: URLPattern | URLResolver) -> URLResolver:
    pattern: RegexPattern | RoutePattern = RegexPattern(r"^/")
    return URLResolver(pattern, list(entries))


def test_lists_every_door() -> None:
    assert unlisted(get_resolver()) == []


def test_lists_no_door_that_is_gone() -> None:
    assert sorted(set(DOORS) - set(dict(routes(get_resolver())))) == []


def test_finds_an_unlisted_door() -> None:
    added = path("b/new/back/", nowhere, name="back-door")

    assert unlisted(resolver_of(added)) == ["back-door"]


def test_finds_an_unlisted_door_in_a_namespace() -> None:
    added = path("", include(([path("peek/", nowhere, name="peek")], "evidence")))

    assert unlisted(resolver_of(added)) == ["evidence:peek"]


def test_finds_a_door_without_a_name() -> None:
    assert unlisted(resolver_of(path("quiet/", nowhere))) == ["/quiet/"]
