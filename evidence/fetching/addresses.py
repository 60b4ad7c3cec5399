"""Which addresses may be connected to: public ones only, however they are wrapped or spelled."""

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Final

Address = IPv4Address | IPv6Address

# What `is_global` of Python 3.11 lets through although no stranger's server can stand there.
REFUSED: Final = tuple(
    ip_network(block)
    for block in (
        "0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15",
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "240.0.0.0/4",
        "::/96", "64:ff9b::/32", "100::/64", "2001::/23", "2001:db8::/32", "2002::/16",
        "3fff::/20", "5f00::/16", "fec0::/10",
    )
)  # fmt: skip


def is_public(address: Address) -> bool:
    """Whether a server on the open internet may stand there.

    An IPv4 address inside an IPv6 one (mapped) counts as itself; those of transition schemes
    (6to4, NAT64, Teredo) and of documentation are refused as a whole.
    """
    if isinstance(address, IPv6Address):
        if address.scope_id:
            return False
        if address.ipv4_mapped is not None:
            return is_public(address.ipv4_mapped)
    if any(address in block for block in REFUSED if block.version == address.version):
        return False
    special = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not special


def parsed(text: str) -> Address | None:
    """The address a socket names, or None where the text is none."""
    try:
        return ip_address(text)
    except ValueError:
        return None
