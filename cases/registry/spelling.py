"""How links to one place may be spelled: data for telling two spellings from two places."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from urllib.parse import unquote

from cases.registry.checks import Filled, Host
from cases.registry.toml_files import Fault, RegistryFault, Spot, read_table, read_toml

SHIPPED = Path(__file__).parent / "link_spelling.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKeys:
    hosts: tuple[Host, ...]
    sharing_keys: tuple[Filled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareForm:
    """Another form of an address: `path` with `{names}` on one of `hosts` reads as `place`."""

    hosts: tuple[Host, ...]
    path: Filled
    place: Filled


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarder:
    """A page that only sends on: the page meant stands in one of these query keys."""

    hosts: tuple[Host, ...]
    paths: tuple[Filled, ...]
    keys: tuple[Filled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    same_place_labels: tuple[Filled, ...]
    sharing_keys: tuple[Filled, ...]
    fragment_hosts: tuple[Host, ...]
    on: tuple[HostKeys, ...]
    share_form: tuple[ShareForm, ...] = ()
    forwarder: tuple[Forwarder, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """`same_host` leads from a host to the one it is compared as."""

    same_place_labels: tuple[str, ...]
    sharing_keys: tuple[str, ...]
    fragment_hosts: tuple[str, ...]
    on: tuple[HostKeys, ...]
    same_host: dict[str, str]
    share_forms: dict[str, tuple[tuple[re.Pattern[str], str], ...]]
    forwarders: dict[str, tuple[Forwarder, ...]]

    def folded(self, host: str) -> str:
        """The host that stands for all spellings of it. Only for comparing, never for visiting."""
        label, _, rest = host.partition(".")
        while label in self.same_place_labels and "." in rest:
            host = rest
            label, _, rest = host.partition(".")
        return self.same_host.get(host, host)

    def plain(self, host: str, tail: str) -> tuple[str, str]:
        """The host and path that a share form stands for. Only for comparing, never for visiting.

        `host` is folded; `tail` is path, query and fragment. The query is kept behind.
        """
        for pattern, place in self.share_forms.get(host, ()):
            if found := pattern.fullmatch(tail):
                host, slash, rest = found.expand(place).partition("/")
                query = found["query"] or ""
                return host, slash + rest + (query.replace("?", "&", 1) if "?" in rest else query)
        return host, tail

    def sent_on(self, host: str, path: str, query: str) -> str:
        """The link that a page which only forwards leads to, as it stands there; else empty."""
        for rule in self.forwarders.get(self.folded(host), ()):
            if not any(fnmatchcase(path, each) for each in rule.paths):
                continue
            given = dict(part.partition("=")[::2] for part in reversed(query.split("&")))
            for key in rule.keys:
                if re.match(r"https?(?::|%3[Aa])(?:/|%2[Ff]){2}", given.get(key, "")):
                    return unquote(given[key])
        return ""

    def only_shares(self, key: str, *, host: str) -> bool:
        """True if this query key says who shared the link and not what it shows."""
        return any(fnmatchcase(key, pattern) for pattern in self._patterns(host))

    def _patterns(self, host: str) -> Iterator[str]:
        yield from self.sharing_keys
        for rule in self.on:
            if under_any(host, hosts=rule.hosts):
                yield from rule.sharing_keys


def under_any(host: str, *, hosts: tuple[str, ...]) -> bool:
    """True if the host is one of these or lies under one."""
    return any(host == each or host.endswith(f".{each}") for each in hosts)


def load(path: Path) -> Spelling:
    """The data in a file. Raises RegistryFault with every fault."""
    faults: list[Fault] = []
    spot = Spot(path.name, faults)
    table = read_toml(path, spot=spot) or {}
    same_host = _same_host(table.pop("same_host", {}), spot=spot.key("same_host"))
    read = read_table(_File, table, spot=spot)
    if faults:
        raise RegistryFault(faults)
    return Spelling(
        same_place_labels=read.same_place_labels,
        sharing_keys=read.sharing_keys,
        fragment_hosts=read.fragment_hosts,
        on=read.on,
        same_host=same_host,
        share_forms=_share_forms(read.share_form, spot=spot),
        forwarders=_by_host(read.forwarder),
    )


def _share_forms(
    rules: tuple[ShareForm, ...], *, spot: Spot
) -> dict[str, tuple[tuple[re.Pattern[str], str], ...]]:
    found: dict[str, list[tuple[re.Pattern[str], str]]] = {}
    for at, rule in enumerate(rules):
        names = set(re.findall(r"{(\w+)}", rule.path))
        if strange := set(re.findall(r"{(\w+)}", rule.place)) - names:
            spot.key(f"share_form[{at}].place").complain(
                f"{sorted(strange)[0]!r} is not in its path", write="use the names of the path"
            )
            continue
        place = re.sub(r"{(\w+)}", r"\\g<\1>", rule.place)
        for host in rule.hosts:
            found.setdefault(host, []).append((_pattern(rule.path), place))
    return {host: tuple(each) for host, each in found.items()}


def _pattern(path: str) -> re.Pattern[str]:
    """A name stands for one step of the path, or for one part of its fragment."""
    path, hash_mark, fragment = path.partition("#")
    steps = "".join(_named(part, r"[^/?#]+") for part in re.split(r"({\w+})", path))
    parts = "".join(_named(part, r"[^!#/]+") for part in re.split(r"({\w+})", fragment))
    return re.compile(steps + r"/?(?P<query>\?[^#]*)?" + (f"#{parts}" if hash_mark else ""))


def _named(part: str, any_text: str) -> str:
    return f"(?P<{part[1:-1]}>{any_text})" if part.startswith("{") else re.escape(part)


def _by_host(rules: tuple[Forwarder, ...]) -> dict[str, tuple[Forwarder, ...]]:
    hosts = {host for rule in rules for host in rule.hosts}
    return {host: tuple(rule for rule in rules if host in rule.hosts) for host in hosts}


def _same_host(table: object, *, spot: Spot) -> dict[str, str]:
    if not isinstance(table, dict):
        spot.complain(f"{table!r} does not fit here", write="write a table of hosts")
        return {}
    for host, other in table.items():
        if not isinstance(other, str) or other in table:
            spot.key(host).complain(f"{other!r} does not fit here", write="write the last host")
    return {host: str(other) for host, other in table.items()}


@cache
def spelling() -> Spelling:
    """The data that is shipped, read once."""
    return load(SHIPPED)
