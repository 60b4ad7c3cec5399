"""The services that help: who they are, whom they may help, and which come first for a country."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Literal, get_args

from cases.registry.checks import (
    Address,
    Confidence,
    Country,
    Filled,
    Slug,
    check_sourced,
    under_memory,
)
from cases.registry.toml_files import Fault, RegistryFault, Spot, read_folder, read_table, read_toml

SHIPPED = Path(__file__).parent

ServiceKind = Literal[
    "helpline",
    "hash_program",
    "hotline",
    "police",
    "regulator",
    "appeal_body",
    "adr",
    "guide",
    "directory",
    "hotline_directory",
    "notice_archive",
]

EVERYWHERE = "GLOBAL"
_KINDS_IN_ORDER: tuple[str, ...] = get_args(ServiceKind)


@dataclass(frozen=True, slots=True, kw_only=True)
class SupportService:
    """A service. `phone`, `email` and `hours` are None when unknown, not when there are none.

    `serves_minors` is true only where the facts name people under 18, or it is a police force,
    hotline or regulator open to everyone; then it stands in `memory_fields`.
    """

    id: Slug
    name: Filled
    kind: ServiceKind
    country: Country
    serves: Filled
    serves_minors: bool
    serves_adults: bool
    url: Address
    phone: str | None = None
    email: str | None = None
    hours: str | None = None
    notes: str
    sources: tuple[str, ...]
    confidence: Confidence
    memory_fields: tuple[str, ...]
    checked: date
    retired: date | None = None

    def from_memory(self, path: str) -> bool:
        """True if nobody has checked this field against a source; pages then say "unchecked"."""
        return under_memory(path, memory_fields=self.memory_fields)


@dataclass(frozen=True, slots=True, kw_only=True)
class Regions:
    """The countries of each region that a service may serve as a whole."""

    EU: tuple[Country, ...]
    LATAM: tuple[Country, ...]

    def around(self, country: str) -> tuple[str, ...]:
        """The regions a country lies in."""
        members = {"EU": self.EU, "LATAM": self.LATAM}
        return tuple(name for name, countries in members.items() if country in countries)


@dataclass(frozen=True, eq=False, slots=True)
class Support:
    """All services by id, and the regions."""

    services: Mapping[str, SupportService]
    regions: Regions


def load(folder: Path) -> Support:
    """The services in a folder. Raises RegistryFault with every fault of every file."""
    faults: list[Fault] = []
    services = read_folder(folder / "services", of=SupportService, faults=faults)
    spot = Spot("regions.toml", faults)
    regions = read_table(Regions, read_toml(folder / "regions.toml", spot=spot) or {}, spot=spot)
    for name, service in services.items():
        check_sourced(service, spot=Spot(f"services/{name}.toml", faults))

    if faults:
        raise RegistryFault(faults)
    return Support(MappingProxyType(services), regions)


@cache
def support() -> Support:
    """The services that are shipped, read once."""
    return load(SHIPPED)


def services_for(
    country: str | None,
    *,
    kinds: Collection[str] | None = None,
    minors: bool = False,
    among: Support | None = None,
) -> tuple[SupportService, ...]:
    """Services for a person in `country`: their own country's first, then their region's, then all.

    `country` is a two-letter code, or None when unknown; `kinds` narrows to those kinds; `minors`
    leaves only the services that may lawfully help people under 18. Inside each group the kinds
    follow the order of `ServiceKind`.
    """
    among = among or support()
    nearness = _nearness(country, regions=among.regions)
    found = [
        service
        for service in among.services.values()
        if service.retired is None
        and service.country in nearness
        and (kinds is None or service.kind in kinds)
        and (service.serves_minors if minors else service.serves_adults)
    ]
    return tuple(
        sorted(
            found,
            key=lambda service: (
                nearness[service.country],
                _KINDS_IN_ORDER.index(service.kind),
                service.name,
            ),
        )
    )


def _nearness(country: str | None, *, regions: Regions) -> dict[str, int]:
    if not country:
        return {EVERYWHERE: 2}
    country = country.upper()
    return {EVERYWHERE: 2, **dict.fromkeys(regions.around(country), 1), country: 0}
