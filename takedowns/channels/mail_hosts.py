"""Which machines a mail may be handed to: those on the public network, and those named by us."""

import ipaddress
import socket
from collections.abc import Collection

MOST_TRIED = 3
# `is_global` takes some of these for public.
NEVER = tuple(
    ipaddress.ip_network(text)
    for text in (
        "100.64.0.0/10", "64:ff9b::/32", "2002::/16", "2001::/23", "fec0::/10", "3fff::/20",
        "5f00::/16", "::/96",
    )
)  # fmt: skip


class NotPublic(OSError):
    """The name leads into a private network, and whoever runs this place did not allow that."""


def is_public(address: str) -> bool:
    """Whether the address is one that everybody on the net can reach."""
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address) and ip.ipv4_mapped:
        ip = ip.ipv4_mapped
    usable = ip.is_global and not (ip.is_multicast or ip.is_reserved)
    return usable and not any(ip.version == net.version and ip in net for net in NEVER)


def connect(host: str, port: int, *, seconds: float, inside: Collection[str] = ()) -> socket.socket:
    """A line to that machine; its address is checked on the very socket that is used.

    `inside` names hosts that may lie in a private network. Raises NotPublic, or OSError.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [each for each in found if host in inside or is_public(str(each[4][0]))]
    if not allowed:
        raise NotPublic("not a public address")
    last: OSError = OSError("nothing answered")
    for family, kind, protocol, _, address in allowed[:MOST_TRIED]:
        line = socket.socket(family, kind, protocol)
        line.settimeout(seconds)
        try:
            line.connect(address)
        except OSError as fault:
            line.close()
            last = fault
        else:
            return line
    raise last
