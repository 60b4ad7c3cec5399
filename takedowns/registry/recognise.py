"""Tells from a link alone which platform it lies on and what kind of page it is."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from cases.registry.spelling import under_any
from takedowns.registry.link_schema import LinkRule, PageKind
from takedowns.registry.loader import Registry
from takedowns.registry.schema import Platform

_FILE_ENDING = re.compile(
    r"\.(jpe?g|jfif|png|gif|webp|avif|heic|bmp|tiff?|mp4|m4v|mov|webm|mkv|avi|wmv|flv|mpe?g|m3u8|ts)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Recognised:
    """`platform_id` and `platform_name` are None for a host that no platform claims."""

    platform_id: str | None
    platform_name: str | None
    page_kind: PageKind
    identifiers: dict[str, str]


def recognise(url: str, registry: Registry) -> Recognised:
    """What a link shows of itself. The longest host suffix wins, then the first rule that fits."""
    parts = _parts(url)
    if parts is None:
        return Recognised(None, None, "page", {})
    host = (parts.hostname or "").rstrip(".")
    platform = _platform(host, registry=registry)
    if platform is None:
        return Recognised(None, None, _kind_by_ending(parts.path), {})
    for rule in platform.link_rules:
        identifiers = _fit(rule, parts=parts, host=host)
        if identifiers is not None:
            return Recognised(platform.id, platform.name, rule.page_kind, identifiers)
    return Recognised(platform.id, platform.name, _kind_by_ending(parts.path), {})


def _parts(url: str) -> SplitResult | None:
    try:
        return urlsplit(url if "://" in url else f"https://{url}")
    except ValueError:
        return None


def _platform(host: str, *, registry: Registry) -> Platform | None:
    labels = host.split(".")
    for start in range(len(labels)):
        claimed = registry.hosts.get(".".join(labels[start:]))
        if claimed is not None:
            return registry.platforms[claimed]
    return None


def _kind_by_ending(path: str) -> PageKind:
    ending = re.search(r"\.\w+$", path)
    return "file" if ending and _FILE_ENDING.fullmatch(ending.group()) else "page"


def _fit(rule: LinkRule, *, parts: SplitResult, host: str) -> dict[str, str] | None:
    """The identifiers a rule finds, or None if it does not fit."""
    if rule.host and not under_any(host, hosts=(rule.host,)):
        return None
    found: dict[str, str] = {}
    for pattern, text in ((rule.path, _path(parts)), (rule.fragment, parts.fragment)):
        match = _compiled(pattern).fullmatch(text) if pattern else None
        if pattern and match is None:
            return None
        if match is not None:
            found |= {name: unquote(value) for name, value in match.groupdict().items() if value}
    given = dict(parse_qsl(parts.query))
    if not all(given.get(key) for key in rule.query):
        return None
    return found | {key: given[key] for key in rule.query}


def _path(parts: SplitResult) -> str:
    return parts.path.rstrip("/") or "/"


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
