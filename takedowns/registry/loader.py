"""Loads the platforms and legal bases, and lists what in them is old or unchecked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from types import MappingProxyType

from cases.registry.checks import Confidence, check_sourced
from cases.registry.toml_files import (
    Fault,
    RegistryFault,
    Spot,
    read_folder,
    read_table,
    read_toml,
)
from takedowns.registry.link_checks import check_anywhere, check_links
from takedowns.registry.link_schema import Anywhere, AnywhereFile
from takedowns.registry.preserving_schema import Preserving
from takedowns.registry.schema import LegalBasis, Platform

SHIPPED = Path(__file__).parent
STALE_AFTER_DAYS = 180
ANYWHERE = "siblings.toml"


@dataclass(frozen=True, eq=False)
class Registry:
    """Everything known about platforms and rules. Mappings are by id and cannot be changed."""

    platforms: Mapping[str, Platform]
    legal_bases: Mapping[str, LegalBasis]
    field_keys: Mapping[str, str]
    identifiers: Mapping[str, str]
    anywhere: tuple[Anywhere, ...]
    preserving: Mapping[str, Preserving]
    hosts: Mapping[str, str] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        hosts = {host: each.id for each in self.platforms.values() for host in each.named_hosts}
        object.__setattr__(self, "hosts", MappingProxyType(hosts))


@dataclass(frozen=True, slots=True)
class StaleEntry:
    """An entry nobody has checked for a while. `file` is its path inside the registry folder."""

    file: str
    checked: date
    age_days: int


@dataclass(frozen=True, slots=True)
class UncheckedField:
    """A field written from memory; an empty `field` is all of the file."""

    file: str
    field: str


def load(folder: Path) -> Registry:
    """The registry in a folder. Raises RegistryFault with every fault of every file."""
    faults: list[Fault] = []
    platforms = read_folder(folder / "platforms", of=Platform, faults=faults)
    legal_bases = read_folder(folder / "legal_bases", of=LegalBasis, faults=faults)
    preserving = read_folder(folder / "preserving", of=Preserving, faults=faults)
    field_keys = _labels(folder / "field_keys.toml", faults=faults)
    identifiers = _labels(folder / "identifiers.toml", faults=faults)
    anywhere = _anywhere(folder / ANYWHERE, faults=faults)

    for name, basis in legal_bases.items():
        _check_basis(basis, spot=Spot(f"legal_bases/{name}.toml", faults))
    for name, platform in platforms.items():
        spot = Spot(f"platforms/{name}.toml", faults)
        _check_channels(platform, field_keys=field_keys, spot=spot)
        _check_suggested(platform, legal_bases=legal_bases, spot=spot)
        check_links(platform, identifiers=identifiers, spot=spot)
        check_sourced(platform, spot=spot)
    for name, way in preserving.items():
        check_sourced(way, spot=Spot(f"preserving/{name}.toml", faults))
    _check_hosts(platforms, faults=faults)

    if faults:
        raise RegistryFault(faults)
    return Registry(
        MappingProxyType(platforms),
        MappingProxyType(legal_bases),
        MappingProxyType(field_keys),
        MappingProxyType(identifiers),
        anywhere,
        MappingProxyType(preserving),
    )


@cache
def registry() -> Registry:
    """The registry that is shipped, read once."""
    return load(SHIPPED)


def _labels(path: Path, *, faults: list[Fault]) -> dict[str, str]:
    spot = Spot(path.name, faults)
    table = read_toml(path, spot=spot) or {}
    for key, label in table.items():
        if not isinstance(label, str) or not label:
            spot.key(key).complain(f"{label!r} does not fit here", write="write a text in quotes")
    return {key: str(label) for key, label in table.items()}


def _anywhere(path: Path, *, faults: list[Fault]) -> tuple[Anywhere, ...]:
    spot = Spot(path.name, faults)
    found = read_table(AnywhereFile, read_toml(path, spot=spot) or {}, spot=spot).anywhere
    check_anywhere(found, spot=spot)
    return found


def _check_basis(basis: LegalBasis, *, spot: Spot) -> None:
    check_sourced(basis, spot=spot)
    number_wanted = basis.deadline.countdown or basis.deadline.code == "fixed_max"
    if number_wanted and basis.deadline.iso8601 is None:
        spot.key("deadline").key("iso8601").complain(
            "a fixed limit or a countdown needs a number", write="write a duration such as PT48H"
        )
    if basis.status == "in_force" and basis.in_force_since is None:
        spot.key("in_force_since").complain(
            "a rule in force needs its day", write="write a date such as 2026-05-19"
        )


def _check_channels(platform: Platform, *, field_keys: Mapping[str, str], spot: Spot) -> None:
    for at, channel in enumerate(platform.channels):
        for nth, key in enumerate(channel.fields):
            if key not in field_keys:
                spot.key("channels").item(at).key("fields").item(nth).complain(
                    f"{key!r} is not in field_keys.toml", write="use a key from there or add it"
                )
    offered = {channel.type for channel in platform.channels}
    for at, kind in enumerate(platform.recommended_order):
        if kind not in offered:
            spot.key("recommended_order").item(at).complain(
                f"no channel is of type {kind!r}", write="name a type that a channel has"
            )


def _check_suggested(
    platform: Platform, *, legal_bases: Mapping[str, LegalBasis], spot: Spot
) -> None:
    for at, suggested in enumerate(platform.suggested_legal_bases):
        if suggested not in legal_bases:
            spot.key("suggested_legal_bases").item(at).complain(
                f"there is no legal basis {suggested!r}", write="name a file of legal_bases"
            )


def _check_hosts(platforms: Mapping[str, Platform], *, faults: list[Fault]) -> None:
    owners: dict[str, str] = {}
    for name, platform in platforms.items():
        for at, host in enumerate(platform.hosts):
            if host not in platform.named_hosts:
                continue
            if host in owners:
                Spot(f"platforms/{name}.toml", faults).key("hosts").item(at).complain(
                    f"{host!r} is already a host of {owners[host]}", write="keep it in one file"
                )
            owners.setdefault(host, name)


def _entries(registry: Registry) -> Iterator[tuple[str, Platform | LegalBasis | Preserving]]:
    for name, platform in registry.platforms.items():
        yield f"platforms/{name}.toml", platform
    for name, basis in registry.legal_bases.items():
        yield f"legal_bases/{name}.toml", basis
    for name, way in registry.preserving.items():
        yield f"preserving/{name}.toml", way


def stale(
    registry: Registry, *, today: date, days: int = STALE_AFTER_DAYS
) -> tuple[StaleEntry, ...]:
    """Entries last checked more than `days` days before `today`, the oldest first."""
    oldest_fresh = today - timedelta(days=days)
    found = [
        StaleEntry(file, entry.checked, (today - entry.checked).days)
        for file, entry in _entries(registry)
        if entry.checked < oldest_fresh
    ]
    return tuple(sorted(found, key=lambda each: (each.checked, each.file)))


def unchecked(registry: Registry) -> tuple[UncheckedField, ...]:
    """Every field that was written from memory, in the order of the files; `""` is a whole file."""
    found = [
        UncheckedField(file, path)
        for file, entry in _entries(registry)
        for path in (*whole_from_memory(entry.confidence), *entry.memory_fields)
    ]
    found += [
        UncheckedField(ANYWHERE, f"anywhere[{at}]")
        for at, rule in enumerate(registry.anywhere)
        if rule.confidence == "from memory"
    ]
    return tuple(found)


def whole_from_memory(confidence: Confidence) -> tuple[str, ...]:
    """The path of a whole entry that stands there from memory, or nothing."""
    return ("",) if confidence == "from memory" else ()
