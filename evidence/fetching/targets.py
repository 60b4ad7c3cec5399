"""A link taken apart, and the one address of its host that will be connected to."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote, urlsplit

import dns.exception
import dns.resolver
import idna

from evidence.fetching.addresses import Address, is_public, parsed
from evidence.fetching.limits import PORTS, Leave, Local

Resolve = Callable[[str], list[str]]

DNS_SECONDS: Final = 5.0
"""The longest look-up of one kind of address."""
_SAFE: Final = "/%:@!$&'()*+,;=~-._?"
_NO_NAME: Final = "The name of this site was not found."


class NotFetched(Exception):
    """Nothing came back. `code` is one word for it, the text a sentence for people."""

    def __init__(self, code: str, sentence: str) -> None:
        self.code = code
        super().__init__(sentence)


class Refused(NotFetched):
    """The guard does not let this link be asked."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is asked of which host. `path` holds the query and is plain ASCII."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """The host, and the port where it is not the usual one."""
        shown = f"[{self.host}]" if ":" in self.host else self.host
        usual = {"http": 80, "https": 443}[self.scheme] == self.port
        return shown if usual else f"{shown}:{self.port}"

    @property
    def url(self) -> str:
        """The link again, without what a server never sees."""
        return f"{self.scheme}://{self.authority}{self.path}"


@dataclass(frozen=True, slots=True)
class Place:
    """The address and the port to connect to, and whose leave it has, if it needs one."""

    address: str
    port: int
    local: Local | None = None


def target_of(url: str) -> Target:
    """The parts of a link. Raises Refused for what is no plain link of the web."""
    if any(sign.isspace() or sign == "\\" or ord(sign) < 32 for sign in url):
        raise Refused("bad-link", "This link has signs in it that no link may have.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as fault:
        raise Refused("bad-link", "This link cannot be read.") from fault
    if parts.scheme not in ("http", "https"):
        raise Refused("scheme", "Only links that start with http or https are asked.")
    if parts.username is not None or parts.password is not None:
        raise Refused("bad-link", "This link holds a name or a password, so it is not asked.")
    port = port if port is not None else {"http": 80, "https": 443}[parts.scheme]
    path = quote(parts.path or "/", safe=_SAFE)
    if parts.query:
        path += "?" + quote(parts.query, safe=_SAFE + "[]")
    return Target(scheme=parts.scheme, host=_host(parts.hostname or ""), port=port, path=path)


def _host(text: str) -> str:
    """The host in small ASCII letters; a number in disguise (`0x7f.1`, `2130706433`) is none."""
    host = text.rstrip(".").lower()
    if ":" in host and parsed(host) is not None:
        return host
    try:
        host = idna.encode(host, uts46=True).decode().lower()
    except idna.IDNAError:
        if not all(sign.isascii() and (sign.isalnum() or sign in "-_.") for sign in host):
            raise Refused("bad-link", "This link names no host that can be asked.") from None
    last = host.rpartition(".")[2]
    is_number = last.isdigit() or last.startswith("0x")
    if not host or (is_number and parsed(host) is None):
        raise Refused("bad-link", "This link names no host that can be asked.")
    return host


def looked_up(host: str) -> list[str]:
    """The addresses of a host, asked of this machine's resolver with a cap on time."""
    resolver = dns.resolver.Resolver()
    found: list[str] = []
    for kind in ("A", "AAAA"):
        try:
            answer = resolver.resolve(f"{host}.", kind, lifetime=DNS_SECONDS, search=False)
        except dns.resolver.NoAnswer:
            continue
        found += [entry.to_text() for entry in answer]
    return found


def place_of(target: Target, *, leave: Leave, resolve: Resolve) -> Place:
    """The one address to connect to. Raises Refused where any address of the host is not public.

    A host with one public and one private address is refused as a whole: nobody needs that but
    who wants to be asked twice.
    """
    local = leave.hosts.get(target.host)
    if local is not None:
        return Place(local.address, local.port, local)
    if target.port not in PORTS:
        raise Refused("port", "Only the usual ports of the web (80 and 443) are asked.")
    addresses = public_addresses(target.host, resolve=resolve)
    return Place(addresses[0], target.port)


def public_addresses(host: str, *, resolve: Resolve) -> list[str]:
    """All addresses of a host, IPv4 first. Raises Refused or NotFetched."""
    try:
        found = [host] if parsed(host) is not None else resolve(host)
    except (dns.exception.DNSException, OSError, UnicodeError) as fault:
        raise NotFetched("no-name", _NO_NAME) from fault
    addresses = [parsed(text) for text in found]
    if not addresses:
        raise NotFetched("no-name", _NO_NAME)
    good = [each for each in addresses if each is not None and is_public(each)]
    if len(good) != len(addresses):
        raise Refused("private", "This link leads to an address that is not on the open internet.")
    return [str(each) for each in sorted(good, key=_four_first)]


def _four_first(address: Address) -> int:
    return address.version
