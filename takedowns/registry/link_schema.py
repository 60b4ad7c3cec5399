"""What a link can tell: the kind of page, what names it, and where else the thing may stand."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

from cases.registry.checks import Address, Confidence, Filled, Host, Pattern

PlatformKind = Literal[
    "social",
    "messaging",
    "adult_tube",
    "creator",
    "file_host",
    "image_host",
    "search_engine",
    "cdn",
    "host",
    "registrar",
    "archive",
    "forum",
    "code_host",
    "blog",
    "game",
    "federated",
]
PageKind = Literal[
    "post",
    "profile",
    "file",
    "search_result",
    "thread",
    "message",
    "channel",
    "group",
    "short_link",
    "page",
]

SiblingKind = Literal[
    "page",
    "file",
    "thumbnail",
    "embed",
    "short_link",
    "profile",
    "cached_copy",
    "archive_copy",
    "search_result",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class LinkRule:
    """How one kind of page is told from its address; the first rule that fits counts.

    `host` narrows to a host and what lies under it. `path` must fit the whole path, without
    slashes at its end, and `fragment` the whole fragment. Every key in `query` must be there and
    becomes an identifier, as does every named group.
    """

    page_kind: PageKind
    host: Host = ""
    path: Pattern = ""
    query: tuple[str, ...] = ()
    fragment: Pattern = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sibling:
    """Another place of the same platform where the thing may stand.

    `address` has `{names}` to fill in after its host: identifiers of a link rule. `page_kind` and
    `path` narrow to addresses of that kind and to paths that fit as a whole.
    """

    kind: SiblingKind
    page_kind: PageKind | None = None
    path: Pattern = ""
    address: Address
    note: str = ""
    confidence: Confidence
    source: str = ""

    @property
    def names(self) -> frozenset[str]:
        """The identifiers that the address needs."""
        return names_in(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anywhere:
    """A place to look at for any address: `{url}`, `{bare}` (no scheme) or `{quoted}` stands in it.

    It is left out for addresses on platforms of the kinds in `not_on`, and under the host endings
    in `not_under`.
    """

    kind: SiblingKind
    name: Filled
    address: Address
    not_on: tuple[PlatformKind, ...] = ()
    not_under: tuple[Filled, ...] = ()
    note: str = ""
    confidence: Confidence
    source: str = ""

    @property
    def names(self) -> frozenset[str]:
        """What the address needs to know of the address seen."""
        return names_in(self.address)


@dataclass(frozen=True, slots=True, kw_only=True)
class AnywhereFile:
    """The file of places to look at for any address."""

    anywhere: tuple[Anywhere, ...]


def names_in(address: str) -> frozenset[str]:
    """The `{names}` of an address."""
    return frozenset(re.findall(r"{(\w+)}", address))
