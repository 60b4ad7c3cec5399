"""Asking the DNS for the key a signature names. It tells a resolver which domain wrote to us."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import dns.exception
import dns.resolver

SECONDS: Final = 5.0
MOST_SIGNS: Final = 8_000
_NAME: Final = re.compile(
    r"(?=.{3,253}\Z)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?\.)+[a-z0-9-]{1,63}"
)


class NobodyAnswers(OSError):
    """No resolver answered; whether there is a key is not known."""


@dataclass(frozen=True, slots=True)
class Resolver:
    """Whom to ask. Without `servers` it is whom this machine asks for everything."""

    servers: Sequence[str] = ()
    port: int = 53

    def key_record(self, name: str) -> str:
        """The key record under a name, empty where there is none. Raises NobodyAnswers."""
        if not _NAME.fullmatch(name):
            return ""
        try:
            found = self._asking().resolve(name, "TXT", search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ""
        except (dns.exception.DNSException, OSError) as fault:
            raise NobodyAnswers("no answer") from fault
        texts = [b"".join(record.strings).decode("utf-8", "replace") for record in found]
        keys = [text[:MOST_SIGNS] for text in texts if "p=" in text]
        return keys[0] if len(keys) == 1 else ""

    def _asking(self) -> dns.resolver.Resolver:
        asking = dns.resolver.Resolver(configure=not self.servers)
        if self.servers:
            asking.nameservers, asking.port = list(self.servers), self.port
        asking.lifetime = SECONDS
        asking.cache = None
        return asking
