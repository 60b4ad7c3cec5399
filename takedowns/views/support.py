"""Services that help, as advocates look them up: whom they help, how to reach them, how sure."""

from collections.abc import Mapping

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.registry.support import SupportService, support
from takedowns.views.registry_words import (
    FROM_MEMORY,
    SERVICE_KINDS,
    asked_of,
    country_of,
    entry_frame,
    holds,
    is_fresh_as,
    list_frame,
    mark_of,
    own_book,
    place_of,
)

NAMED = ("name", "country", "serves", "serves_minors", "url", "phone", "email", "hours", "notes")


@require_safe
@login_required
def services(request: HttpRequest) -> HttpResponse:
    """Every service we know, narrowed by words, kind and freshness."""
    every = sorted(support().services.values(), key=lambda each: each.name.lower())
    asked = asked_of(request, SERVICE_KINDS)
    book = own_book(request)
    lines = [
        {
            "service": each,
            "kind": SERVICE_KINDS[each.kind],
            "country": country_of(each.country),
            "memory": _has_memory(each),
            "wrong": len(book.of(each).wrong),
        }
        for each in every
        if _fits(each, asked)
    ]
    context = {
        **list_frame(request),
        **asked,
        "lines": lines,
        "narrowed": any(asked.values()),
        "total": len(every),
        "kinds": SERVICE_KINDS.items(),
    }
    return render(request, "takedowns/services.html", context)


@require_safe
@login_required
def service(request: HttpRequest, service_slug: str) -> HttpResponse:
    """One service in full."""
    found = support().services.get(service_slug)
    if found is None:
        raise Http404
    notes = own_book(request).of(found)
    context = {
        **entry_frame(request, found, notes),
        "service": found,
        "kind": SERVICE_KINDS[found.kind],
        "country": country_of(found.country),
        "marks": {name: mark_of(notes, name) for name in NAMED},
        "sources": [place_of(source) for source in found.sources],
    }
    return render(request, "takedowns/service.html", context)


def _has_memory(service: SupportService) -> bool:
    return service.confidence == FROM_MEMORY or bool(service.memory_fields)


def _fits(service: SupportService, asked: Mapping[str, str]) -> bool:
    told = (service.name, service.serves, country_of(service.country), service.notes)
    return (
        holds(asked["words"], told)
        and asked["kind"] in {"", service.kind}
        and is_fresh_as(
            asked["fresh"], service, memory=_has_memory(service), today=timezone.localdate()
        )
    )
