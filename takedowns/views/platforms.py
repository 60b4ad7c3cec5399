"""The registry as pages: who can act, which ways there are, and what nobody has checked."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_countries import countries

from cases import access
from cases.gate import reader_of
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel, LegalBasis, Platform

FROM_MEMORY = "from memory"
KINDS = {
    "social": "Social network", "messaging": "Messenger", "adult_tube": "Adult video site",
    "creator": "Paid creator site", "file_host": "File host", "image_host": "Picture host",
    "search_engine": "Search engine", "cdn": "Delivery network", "host": "Web host",
    "registrar": "Registrar", "archive": "Web archive", "forum": "Forum", "code_host": "Code host",
    "blog": "Blog host", "game": "Game", "federated": "Federated network",
}  # fmt: skip
TYPES = {
    "tida": "TAKE IT DOWN request", "ncii": "Intimate images", "dsa": "Illegal content (EU)",
    "privacy": "Privacy", "abuse": "Abuse", "general_report": "General report",
    "copyright": "Copyright", "gdpr": "Data protection", "csam": "Material of children",
}  # fmt: skip
METHODS = {
    "web_form": "web form", "email": "e-mail", "in_app": "in the app", "bot": "bot", "api": "API",
    "post": "on paper",
}  # fmt: skip
TELLS = {
    "yes": ("Yes, name and address may be passed on", "soon"),
    "maybe": ("Maybe", "soon"),
    "no": ("No", "gone"),
    "unknown": ("Not known", "unknown"),
}
PLACES_TO_READ = {"github:": "https://github.com/"}


@dataclass(frozen=True, slots=True)
class Line:
    """A platform in the list. `ways` are the kinds of channels it has."""

    platform: Platform
    kind: str
    ways: tuple[str, ...]
    unchecked: bool


@dataclass(frozen=True, slots=True)
class Way:
    """A channel in words. `link` is empty where the address is no web page."""

    channel: Channel
    title: str
    method: str
    link: str
    fields: tuple[str, ...]
    tells: str
    tone: str
    unchecked: bool
    source: "Place | None"


@dataclass(frozen=True, slots=True)
class Place:
    """Something to read: its words, and its address where it has one."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that may fit, and whether a time runs under it."""

    basis: LegalBasis
    in_force: bool


@require_safe
@login_required
def platforms(request: HttpRequest) -> HttpResponse:
    """Every service we know, narrowed by words and by kind."""
    words, kind = request.GET.get("words", "").strip()[:80], request.GET.get("kind", "")
    every = sorted(registry().platforms.values(), key=lambda each: each.name.lower())
    kinds = {each.kind for each in every}
    found = [
        _line(each) for each in every
        if _fits(each, words.lower()) and (kind not in kinds or each.kind == kind)
    ]  # fmt: skip
    context = {
        "base": _base(request),
        "lines": found,
        "total": len(every),
        "words": words,
        "kind": kind,
        "kinds": sorted(((key, KINDS[key]) for key in kinds), key=lambda pair: pair[1]),
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
    context = {
        "base": _base(request),
        "platform": found,
        "kind": KINDS[found.kind],
        "country": _country(found.country),
        "country_unchecked": found.from_memory("country"),
        "hosts": found.named_hosts,
        "hosts_unchecked": found.hosts_confidence == FROM_MEMORY,
        "operator_unchecked": found.from_memory("operator"),
        "says_unchecked": found.stated_response.confidence == FROM_MEMORY,
        "unchecked": _unchecked(found),
        "ways": list(_ways(found)),
        "quirks": [
            (words, found.from_memory(f"quirks[{at}]")) for at, words in enumerate(found.quirks)
        ],
        "rules": list(_rules(found)),
        "sources": [_place(source) for source in found.sources],
    }
    return render(request, "takedowns/platform.html", context)


def _country(codes: str) -> str:
    """Names of `US` or `CY/CA`; `varies` and `unknown` stay empty."""
    names = dict(countries)
    return " and ".join(names[code] for code in codes.split("/") if code in names)


def _base(request: HttpRequest) -> str:
    works = access.teams_of(reader_of(request)).exists()
    return "base_staff.html" if works else "base.html"


def _fits(platform: Platform, words: str) -> bool:
    told = " ".join((platform.name, platform.operator, KINDS[platform.kind], *platform.hosts))
    return all(word in told.lower() for word in words.split())


def _line(platform: Platform) -> Line:
    ways = dict.fromkeys(TYPES[channel.type] for channel in platform.channels)
    return Line(platform, KINDS[platform.kind], tuple(ways), unchecked=_unchecked(platform))


def _unchecked(platform: Platform) -> bool:
    """Whether an address to write to, or the entry as a whole, stands here from memory."""
    memory = any(channel.confidence == FROM_MEMORY for channel in platform.channels)
    return memory or platform.confidence == FROM_MEMORY


def _ways(platform: Platform) -> Iterator[Way]:
    """Channels in the order we recommend; those without a place in it come last."""
    order = {kind: place for place, kind in enumerate(platform.recommended_order)}
    labels = registry().field_keys
    numbered = enumerate(platform.channels)
    for at, channel in sorted(numbered, key=lambda pair: (order.get(pair[1].type, 99), pair[0])):
        tells, tone = TELLS[channel.discloses_reporter]
        yield Way(
            channel=channel,
            title=TYPES[channel.type],
            method=METHODS[channel.method],
            link=channel.value if channel.value.startswith(("https://", "http://")) else "",
            fields=tuple(labels[key] for key in channel.fields),
            tells=tells,
            tone=tone,
            unchecked=channel.confidence == FROM_MEMORY or platform.from_memory(f"channels[{at}]"),
            source=_place(channel.source) if channel.source else None,
        )


def _rules(platform: Platform) -> Iterator[Rule]:
    known = registry().legal_bases
    for key in platform.suggested_legal_bases:
        basis = known[key]
        yield Rule(basis, in_force=basis.status == "in_force" and basis.retired is None)


def _place(source: str) -> Place:
    """A source as it stands in the registry; `github:owner/name:path` leads to the repository."""
    if source.startswith(("https://", "http://")):
        return Place(source, source)
    mark, _, rest = source.partition(":")
    before = PLACES_TO_READ.get(f"{mark}:")
    return Place(source, before + rest.partition(":")[0] if before else "")
