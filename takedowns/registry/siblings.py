"""Where else the thing behind an address may stand. Pure: nothing is fetched or looked up."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from urllib.parse import quote, urldefrag, urlsplit

from cases.registry.spelling import under_any
from takedowns.registry.link_schema import Anywhere, Sibling, SiblingKind
from takedowns.registry.loader import Registry
from takedowns.registry.recognise import Recognised, recognise
from takedowns.registry.schema import Platform


@dataclass(frozen=True, slots=True)
class Proposed:
    """An address to look at. `name` says whose page it is; `elsewhere` that it is another service.

    `unchecked`: the pattern of the address stands in the registry from memory.
    """

    kind: SiblingKind
    name: str
    address: str
    note: str
    elsewhere: bool
    unchecked: bool


def siblings(url: str, registry: Registry) -> tuple[Proposed, ...]:
    """Other places for a normalised address, the platform's own first; never the address itself."""
    seen = recognise(url, registry)
    platform = registry.platforms.get(seen.platform_id or "")
    own = _own(url, seen, platform) if platform else ()
    found = {each.address: each for each in (*own, *_anywhere(url, platform, registry))}
    return tuple(each for address, each in found.items() if address != url)


def _own(url: str, seen: Recognised, platform: Platform) -> Iterator[Proposed]:
    path = urlsplit(url).path.rstrip("/") or "/"
    for rule in platform.siblings:
        address = _filled(rule, seen) if _applies(rule, seen, path=path) else None
        if address:
            yield Proposed(
                kind=rule.kind,
                name=platform.name,
                address=address,
                note=rule.note,
                elsewhere=False,
                unchecked=rule.confidence == "from memory",
            )


def _applies(rule: Sibling, seen: Recognised, *, path: str) -> bool:
    if rule.page_kind and rule.page_kind != seen.page_kind:
        return False
    return not rule.path or _compiled(rule.path).fullmatch(path) is not None


def _filled(rule: Sibling, seen: Recognised) -> str | None:
    """The address with its names filled in, or None where the link did not give them all."""
    if not all(seen.identifiers.get(name) for name in rule.names):
        return None
    return _put(rule.address, {name: _step(seen.identifiers[name]) for name in rule.names})


def _put(address: str, values: Mapping[str, str]) -> str:
    return re.sub(r"{(\w+)}", lambda name: values[name.group(1)], address)


def _step(value: str) -> str:
    """A value as a part of a path that cannot leave it: `..` and `?` stand for themselves."""
    parts = (quote(part, safe="@:+,~") for part in value.split("/"))
    return "/".join(part.replace(".", "%2E") if set(part) == {"."} else part for part in parts)


def _anywhere(url: str, platform: Platform | None, registry: Registry) -> Iterator[Proposed]:
    """What stands after "#" is left out: it may be the key to a file, and it is told to nobody."""
    whole = urldefrag(url).url
    known = {"url": whole, "bare": whole.partition("://")[2], "quoted": quote(whole, safe="")}
    host = urlsplit(whole).hostname or ""
    for rule in registry.anywhere:
        if host and not _left_out(rule, platform=platform, host=host):
            yield Proposed(
                kind=rule.kind,
                name=rule.name,
                address=_put(rule.address, known),
                note=rule.note,
                elsewhere=True,
                unchecked=rule.confidence == "from memory",
            )


def _left_out(rule: Anywhere, *, platform: Platform | None, host: str) -> bool:
    return under_any(host, hosts=rule.not_under) or (
        platform is not None and platform.kind in rule.not_on
    )


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern)
