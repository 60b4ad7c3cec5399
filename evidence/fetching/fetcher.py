"""Ask for one link and follow where it leads, each step judged anew."""

import time
from dataclasses import dataclass
from urllib.parse import urljoin

from evidence.fetching import wire
from evidence.fetching.limits import NO_LEAVE, Leave, Limits
from evidence.fetching.targets import (
    NotFetched,
    Resolve,
    Target,
    looked_up,
    place_of,
    public_addresses,
    target_of,
)
from evidence.fetching.wire import Reply

LEADS_ON = frozenset({301, 302, 303, 307, 308})
PAGES = "text/html,application/xhtml+xml,text/plain;q=0.8,*/*;q=0.5"
DEFAULT = Limits()


@dataclass(frozen=True, slots=True)
class Fetched:
    """What came back in the end, and every link on the way there, the asked one first."""

    reply: Reply
    way: tuple[str, ...]

    @property
    def asked(self) -> str:
        """The link that was asked for."""
        return self.way[0]

    @property
    def final(self) -> str:
        """The link that answered."""
        return self.way[-1]


def fetch(
    url: str,
    *,
    limits: Limits = DEFAULT,
    leave: Leave = NO_LEAVE,
    resolve: Resolve = looked_up,
    accept: str = PAGES,
    any_body: bool = False,
) -> Fetched:
    """GET a link. Raises NotFetched with a code and a sentence; Refused where the guard says no.

    Names are looked up once a step, the address is pinned, and the socket is judged after it
    is connected, so a name that answers differently the second time gains nothing.
    """
    until = time.monotonic() + limits.whole
    target = target_of(url)
    way = [target.url]
    while True:
        place = place_of(target, leave=leave, resolve=resolve)
        reply = wire.ask(
            target, place, limits=limits, until=until, accept=accept, any_body=any_body
        )
        if reply.status not in LEADS_ON or "location" not in reply.headers:
            return Fetched(reply=reply, way=tuple(way))
        if len(way) > limits.most_hops:
            raise NotFetched("hops", "The link leads on and on, so it was given up.")
        target = _next(target, reply.headers["location"])
        way.append(target.url)


def _next(target: Target, location: str) -> Target:
    try:
        return target_of(urljoin(target.url, location.strip()))
    except ValueError as fault:
        raise NotFetched("bad-link", "The link leads to one that cannot be read.") from fault


def addresses_of(
    host: str, *, leave: Leave = NO_LEAVE, resolve: Resolve = looked_up
) -> tuple[str, ...]:
    """The public addresses of a host; none for one that only stands for this machine."""
    if host in leave.hosts:
        return (leave.hosts[host].address,)
    return tuple(public_addresses(host, resolve=resolve))
