"""Every door of the house has a row in `routes.py`, and every row has a door."""

from collections.abc import Iterator

from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver, include, path
from django.urls.resolvers import RegexPattern, RoutePattern

from tests.architecture.routes import ACCESS


def doors(resolver: URLResolver, namespace: str = "", before: str = "") -> Iterator[str]:
    """Names of all routes, or the path of a route that has no name."""
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from doors(entry, inner, here)
        else:
            yield f"{namespace}{entry.name}" if entry.name else f"/{here}"


def unlisted(resolver: URLResolver) -> list[str]:
    return sorted(set(doors(resolver)) - set(ACCESS))


def nowhere(request: HttpRequest) -> HttpResponse:
    return HttpResponse()


def resolver_of(*entries: URLPattern | URLResolver) -> URLResolver:
    pattern: RegexPattern | RoutePattern = RegexPattern(r"^/")
    return URLResolver(pattern, list(entries))


def test_lists_every_door() -> None:
    assert unlisted(get_resolver()) == []


def test_lists_no_door_that_is_gone() -> None:
    assert sorted(set(ACCESS) - set(doors(get_resolver()))) == []


def test_finds_an_unlisted_door() -> None:
    added = path("b/new/back/", nowhere, name="back-door")

    assert unlisted(resolver_of(added)) == ["back-door"]


def test_finds_an_unlisted_door_in_a_namespace() -> None:
    added = path("", include(([path("peek/", nowhere, name="peek")], "evidence")))

    assert unlisted(resolver_of(added)) == ["evidence:peek"]


def test_finds_a_door_without_a_name() -> None:
    assert unlisted(resolver_of(path("quiet/", nowhere))) == ["/quiet/"]
