"""What one fetch may cost, and the only way round the guard."""

import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from ipaddress import ip_address
from types import MappingProxyType
from typing import Final

PORTS: Final = frozenset({80, 443})
"""No other port is ever asked."""
AGENT: Final = "Mozilla/5.0 (compatible; LinkCheck/1.0)"
"""Says what asks, and neither for whom nor why."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Caps of one fetch. Times in seconds; `most_bytes` counts before and after unpacking."""

    most_hops: int = 5
    most_bytes: int = 3 * 1024 * 1024
    silence: float = 10.0
    whole: float = 25.0


@dataclass(frozen=True, slots=True)
class Local:
    """A server on this machine that a name stands for in a test or the demo.

    It is spoken to in plain HTTP, whatever the link says, unless `trust` is given: then with TLS,
    verified against that. Only a loopback address is taken.
    """

    address: str
    port: int
    trust: ssl.SSLContext | None = None

    def __post_init__(self) -> None:
        if not ip_address(self.address).is_loopback:
            raise ValueError(f"{self.address} is not on this machine")


@dataclass(frozen=True, slots=True)
class Leave:
    """Names that stand for servers on this machine; empty everywhere but in tests and the demo."""

    hosts: Mapping[str, Local] = field(default_factory=lambda: MappingProxyType({}))


NO_LEAVE: Final = Leave()


def leave_of(hosts: Mapping[str, tuple[str, int]]) -> Leave:
    """`settings.FETCH_ALLOWED` as the fetcher takes it: name → (loopback address, port)."""
    return Leave({name: Local(address, port) for name, (address, port) in hosts.items()})
