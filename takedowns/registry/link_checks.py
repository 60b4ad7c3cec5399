"""Checks of what the registry says about links, each fault with what to write instead."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from urllib.parse import urlsplit

from cases.registry.spelling import under_any
from cases.registry.toml_files import Spot
from takedowns.registry.link_schema import Anywhere, LinkRule, names_in
from takedowns.registry.schema import Platform

WORDS_OF_ANY_ADDRESS = frozenset({"url", "bare", "quoted"})


def names_of(rule: LinkRule) -> frozenset[str]:
    """The identifiers a link rule can find."""
    groups = re.findall(r"\?P<(\w+)>", rule.path + rule.fragment)
    return frozenset({*groups, *rule.query})


def check_links(platform: Platform, *, identifiers: Mapping[str, str], spot: Spot) -> None:
    """Hosts of rules and siblings are the platform's own; every name is known and has a label."""
    for at, rule in enumerate(platform.link_rules):
        where = spot.key("link_rules").item(at)
        if rule.host and not _is_own(rule.host, platform):
            where.key("host").complain(
                f"{rule.host!r} is not under a host of this platform", write="add it to hosts"
            )
        for name in sorted(names_of(rule) - identifiers.keys()):
            where.complain(f"{name!r} is not in identifiers.toml", write="add its label there")
    _check_siblings(platform, spot=spot.key("siblings"))


def _check_siblings(platform: Platform, *, spot: Spot) -> None:
    for at, sibling in enumerate(platform.siblings):
        where = spot.item(at).key("address")
        host = urlsplit(sibling.address).netloc
        if names_in(host) or not _is_own(host, platform):
            where.complain(
                f"{host!r} is not under a host of this platform",
                write="write a host of this platform, without a name to fill in",
            )
        found = {name for rule in platform.link_rules for name in names_of(rule)}
        for name in sorted(sibling.names - found):
            where.complain(f"no link rule finds {name!r}", write="use a name of a link rule")
        if not sibling.names:
            where.complain("it names nothing of the link", write="put a name in it")


def check_anywhere(rules: tuple[Anywhere, ...], *, spot: Spot) -> None:
    """Each has a host of its own, and uses the address seen in ways that are known."""
    for at, rule in enumerate(rules):
        where = spot.key("anywhere").item(at).key("address")
        for fault in _faults(rule):
            where.complain(fault, write="write a whole host, then {url}, {bare} or {quoted}")


def _faults(rule: Anywhere) -> Iterator[str]:
    place = urlsplit(rule.address)
    if names_in(place.netloc) or place.netloc != place.hostname:
        yield "its host is to be filled in"
    if not rule.names:
        yield "it does not name the address"
    for name in sorted(rule.names - WORDS_OF_ANY_ADDRESS):
        yield f"{name!r} is not known"


def _is_own(host: str, platform: Platform) -> bool:
    return under_any(host, hosts=platform.named_hosts)
