"""Which registry answers for a name or an address (RFC 9224), from the files of IANA."""

import json
import tomllib
from datetime import date
from functools import cache
from ipaddress import ip_address, ip_network

from takedowns.registry.signs import SHIPPED

Services = tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]


def domain_server(name: str) -> str:
    """The base address of the registry of a domain, or empty where none is known."""
    ending = name.rpartition(".")[2].lower()
    return next((_best(urls) for keys, urls in _services("dns") if ending in keys), "")


def address_server(address: str) -> str:
    """The base address of the registry of an address, or empty where none is known."""
    wanted = ip_address(address)
    for keys, urls in _services(f"ipv{wanted.version}"):
        if any(wanted in ip_network(key) for key in keys):
            return _best(urls)
    return ""


def domains_in(host: str) -> tuple[str, ...]:
    """What may be the domain of a host: its last two parts (or three), then one more."""
    labels = host.rstrip(".").lower().split(".")
    ending = ".".join(labels[-2:])
    first = 3 if ending in _two_part_endings() else 2
    found = [".".join(labels[-count:]) for count in (first, first + 1) if count <= len(labels)]
    return tuple(found)


def published() -> date:
    """The day the file for domains was published by IANA."""
    manifest = tomllib.loads((SHIPPED / "MANIFEST.toml").read_text(encoding="utf-8"))
    day = next(each["published"] for each in manifest["files"] if each["file"] == "dns.json")
    return date.fromisoformat(day[:10])


def _best(urls: tuple[str, ...]) -> str:
    """The first address with TLS, else the first; always with a slash at its end."""
    chosen = next((url for url in urls if url.startswith("https://")), urls[0])
    return chosen if chosen.endswith("/") else f"{chosen}/"


@cache
def _services(kind: str) -> Services:
    read = json.loads((SHIPPED / f"{kind}.json").read_text(encoding="utf-8"))
    return tuple((tuple(keys), tuple(urls)) for keys, urls in read["services"] if urls)


@cache
def _two_part_endings() -> frozenset[str]:
    read = tomllib.loads((SHIPPED / "two_part_endings.toml").read_text(encoding="utf-8"))
    return frozenset(read["endings"])
