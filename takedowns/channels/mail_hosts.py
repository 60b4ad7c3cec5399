"""Which machines a mail may be handed to: those on the public network, and those named by us."""

import socket
from collections.abc import Collection

from evidence.fetching.addresses import is_public, parsed

MOST_TRIED = 3


class NotPublic(OSError):
    """The name leads into a private network, and whoever runs this place did not allow that."""


def connect(host: str, port: int, *, seconds: float, inside: Collection[str] = ()) -> socket.socket:
    """A line to that machine; its address is checked on the very socket that is used.

    `inside` names hosts that may lie in a private network. Raises NotPublic, or OSError.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    allowed = [each for each in found if host in inside or _is_public(str(each[4][0]))]
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


def _is_public(text: str) -> bool:
    address = parsed(text)
    return address is not None and is_public(address)
