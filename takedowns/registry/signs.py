"""By which signs a host, a CDN or a registrar is known: names, numbers, headers, networks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from ipaddress import ip_address, ip_network
from pathlib import Path
from typing import Literal

from cases.registry.checks import Confidence, Filled, Slug
from cases.registry.toml_files import Fault, RegistryFault, Spot, read_folder

SHIPPED = Path(__file__).parent / "responsible"
Role = Literal["host", "cdn", "registrar"]


@dataclass(frozen=True, slots=True, kw_only=True)
class HeaderSign:
    """A header of an answer, and what stands in it; empty: that it is there is enough."""

    name: Filled
    contains: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One company. `platform` is its entry among the platforms, empty where it has none.

    `aliases` are small-letter words that begin a word of its name in a registry, `iana_ids` its
    numbers as a registrar, `networks` the ranges it has published.
    """

    id: Slug
    name: Filled
    roles: tuple[Role, ...]
    platform: str = ""
    aliases: tuple[str, ...] = ()
    iana_ids: tuple[str, ...] = ()
    networks: tuple[str, ...] = ()
    headers: tuple[HeaderSign, ...] = ()
    sources: tuple[str, ...]
    confidence: Confidence
    checked: date

    def is_named(self, text: str) -> bool:
        """Whether a name from a registry is one of its names."""
        words = f" {text.casefold().replace(',', ' ')} "
        return any(f" {alias}" in words for alias in self.aliases)

    def shows_in(self, headers: dict[str, str]) -> bool:
        """Whether an answer with these headers (small-letter names) came from it."""
        return any(
            sign.name in headers and sign.contains in headers[sign.name].casefold()
            for sign in self.headers
        )

    def holds(self, address: str) -> bool:
        """Whether an address lies in one of its published ranges."""
        wanted = ip_address(address)
        blocks = (ip_network(block) for block in self.networks)
        return any(wanted.version == block.version and wanted in block for block in blocks)


def load(folder: Path) -> dict[str, Sign]:
    """All signs by id. Raises RegistryFault with every fault."""
    faults: list[Fault] = []
    found = read_folder(folder, of=Sign, faults=faults)
    for name, sign in found.items():
        _check_networks(sign, spot=Spot(f"{name}.toml", faults))
    if faults:
        raise RegistryFault(faults)
    return found


def _check_networks(sign: Sign, *, spot: Spot) -> None:
    for at, block in enumerate(sign.networks):
        try:
            ip_network(block)
        except ValueError:
            spot.key("networks").item(at).complain(
                f"{block!r} is no network", write="write one such as 192.0.2.0/24"
            )


@cache
def signs() -> dict[str, Sign]:
    """The signs that are shipped, read once."""
    return load(SHIPPED / "signs")
