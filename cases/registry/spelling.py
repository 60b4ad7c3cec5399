"""How links to one place may be spelled: data for telling two spellings from two places."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path

from cases.registry.checks import Filled, Host
from cases.registry.toml_files import Fault, RegistryFault, Spot, read_table, read_toml

SHIPPED = Path(__file__).parent / "link_spelling.toml"


@dataclass(frozen=True, slots=True, kw_only=True)
class HostKeys:
    hosts: tuple[Host, ...]
    sharing_keys: tuple[Filled, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _File:
    same_place_labels: tuple[Filled, ...]
    sharing_keys: tuple[Filled, ...]
    fragment_hosts: tuple[Host, ...]
    on: tuple[HostKeys, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Spelling:
    """`same_host` leads from a host to the one it is compared as."""

    same_place_labels: tuple[str, ...]
    sharing_keys: tuple[str, ...]
    fragment_hosts: tuple[str, ...]
    on: tuple[HostKeys, ...]
    same_host: dict[str, str]

    def folded(self, host: str) -> str:
        """The host that stands for all spellings of it. Only for comparing, never for visiting."""
        label, _, rest = host.partition(".")
        while label in self.same_place_labels and "." in rest:
            host = rest
            label, _, rest = host.partition(".")
        return self.same_host.get(host, host)

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
    )


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
