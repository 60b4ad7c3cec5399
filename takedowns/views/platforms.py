"""Platforms as pages: who can act, which ways there are, and what nobody has checked."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases import access
from cases.gate import reader_of
from takedowns.registry.entries import is_way_from_memory
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel, Platform
from takedowns.services.corrections import Notes
from takedowns.services.track_record import Record, records
from takedowns.views.registry_words import (
    CHANNEL_TYPES,
    FROM_MEMORY,
    METHODS,
    PLATFORM_KINDS,
    TELLS,
    Mark,
    Place,
    asked_of,
    country_of,
    entry_frame,
    holds,
    is_fresh_as,
    list_frame,
    mark_of,
    one_of,
    own_book,
    place_of,
)

HARDER: dict[str, tuple[str, Callable[[Platform], bool]]] = {
    "signin": (
        "Every way needs an account",
        lambda each: bool(each.channels) and all(way.login_required for way in each.channels),
    ),
    "tells": (
        "A way may tell the uploader",
        lambda each: any(way.discloses_reporter in {"yes", "maybe"} for way in each.channels),
    ),
    "limit": (
        "A way takes few links at a time",
        lambda each: any(way.max_urls for way in each.channels),
    ),
    "none": ("No way is known", lambda each: not each.channels),
    "quirks": ("Something to know first", lambda each: bool(each.quirks)),
}
"""What makes it harder, only as the facts say; there is no figure for it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A platform in the list. `ways` are the kinds of channels it has."""

    platform: Platform
    kind: str
    ways: tuple[str, ...]
    harder: tuple[str, ...]
    unchecked: bool
    wrong: int
    record: Record | None


@dataclass(frozen=True, slots=True)
class Way:
    """A channel in words. `link` is empty where the address is no web page."""

    channel: Channel
    path: str
    title: str
    method: str
    link: str
    fields: tuple[str, ...]
    tells: str
    tone: str
    mark: Mark
    source: Place | None


@require_safe
@login_required
def platforms(request: HttpRequest) -> HttpResponse:
    """Every service we know, narrowed by words, kind, way, freshness and what makes it harder."""
    every = sorted(registry().platforms.values(), key=lambda each: each.name.lower())
    kinds = {each.kind for each in every}
    asked = asked_of(request, kinds) | {
        "way": one_of(request.GET.get("way", ""), CHANNEL_TYPES),
        "harder": one_of(request.GET.get("harder", ""), HARDER),
    }
    book, told = own_book(request), records(access.teams_of(reader_of(request)))
    found = [_line(each, book.of(each), told.get(each.id)) for each in every if _fits(each, asked)]
    context = {
        **list_frame(request),
        **asked,
        "lines": found,
        "narrowed": any(asked.values()),
        "total": len(every),
        "kinds": sorted(((key, PLATFORM_KINDS[key]) for key in kinds), key=lambda pair: pair[1]),
        "ways": CHANNEL_TYPES.items(),
        "hardships": [(key, words) for key, (words, _) in HARDER.items()],
        "unchecked": sum(line.unchecked for line in found),
    }
    return render(request, "takedowns/platforms.html", context)


@require_safe
@login_required
def platform(request: HttpRequest, slug: str) -> HttpResponse:
    """One service: its ways in, its habits, the rules that fit, and where we know it from."""
    found = registry().platforms.get(slug)
    if found is None:
        raise Http404
    notes = own_book(request).of(found)
    named = ("operator", "country", "hosts", "stated_response", "eu_vlop", "hash_programs")
    context = {
        **entry_frame(request, found, notes),
        "platform": found,
        "kind": PLATFORM_KINDS[found.kind],
        "country": country_of(found.country),
        "hosts": found.named_hosts,
        "marks": {name: mark_of(notes, name) for name in named},
        "ways": list(_ways(found, notes)),
        "quirks": [
            (words, mark_of(notes, f"quirks[{at}]")) for at, words in enumerate(found.quirks)
        ],
        "rules": [registry().legal_bases[key] for key in found.suggested_legal_bases],
        "record": records(access.teams_of(reader_of(request))).get(found.id),
        "sources": [place_of(source) for source in found.sources],
    }
    return render(request, "takedowns/platform.html", context)


def _fits(platform: Platform, asked: Mapping[str, str]) -> bool:
    told = (platform.name, platform.operator, PLATFORM_KINDS[platform.kind], *platform.hosts)
    harder = HARDER.get(asked["harder"])
    return (
        holds(asked["words"], told)
        and asked["kind"] in {"", platform.kind}
        and (not asked["way"] or any(way.type == asked["way"] for way in platform.channels))
        and (harder is None or harder[1](platform))
        and is_fresh_as(
            asked["fresh"], platform, memory=_unchecked(platform), today=timezone.localdate()
        )
    )


def _line(platform: Platform, notes: Notes, record: Record | None) -> Line:
    ways = dict.fromkeys(CHANNEL_TYPES[channel.type] for channel in platform.channels)
    return Line(
        platform,
        PLATFORM_KINDS[platform.kind],
        tuple(ways),
        tuple(words for _, (words, fits) in list(HARDER.items())[:4] if fits(platform)),
        unchecked=_unchecked(platform),
        wrong=len(notes.wrong),
        record=record,
    )


def _unchecked(platform: Platform) -> bool:
    """Whether an address to write to, or the entry as a whole, stands here from memory."""
    memory = any(is_way_from_memory(platform, at) for at in range(len(platform.channels)))
    return memory or platform.confidence == FROM_MEMORY


def _ways(platform: Platform, notes: Notes) -> Iterator[Way]:
    """Channels in the order we recommend; those without a place in it come last."""
    order = {kind: place for place, kind in enumerate(platform.recommended_order)}
    labels = registry().field_keys
    numbered = enumerate(platform.channels)
    for at, channel in sorted(numbered, key=lambda pair: (order.get(pair[1].type, 99), pair[0])):
        tells, tone = TELLS[channel.discloses_reporter]
        yield Way(
            channel=channel,
            path=f"channels[{at}]",
            title=CHANNEL_TYPES[channel.type],
            method=METHODS[channel.method],
            link=channel.value if channel.value.startswith(("https://", "http://")) else "",
            fields=tuple(labels[key] for key in channel.fields),
            tells=tells,
            tone=tone,
            mark=mark_of(notes, f"channels[{at}]"),
            source=place_of(channel.source) if channel.source else None,
        )
