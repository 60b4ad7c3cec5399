"""One question to one pinned address: connected, judged again, asked, and read within caps."""

import http.client
import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from typing import Final

from evidence.fetching.addresses import is_public, parsed
from evidence.fetching.limits import AGENT, Limits
from evidence.fetching.targets import NotFetched, Place, Refused, Target

CHUNK: Final = 64 * 1024
TEXTS: Final = ("text/", "application/json", "application/xhtml", "application/xml")
_NO_LONGER = "This took too long, so it was given up."


@dataclass(frozen=True, slots=True)
class Reply:
    """What one server said. `body` is unpacked, and cut off at the cap where `cut`.

    `read` is False where the body was left alone: a picture, a film, any file that is no text.
    """

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    read: bool = False
    cut: bool = False
    address: str = ""

    @property
    def kind(self) -> str:
        """The type of content, in small letters and without its parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()


class _Pinned(http.client.HTTPConnection):
    """A connection to an address that was chosen before; no proxy, no second look-up."""

    def __init__(self, target: Target, place: Place, *, limits: Limits) -> None:
        super().__init__(target.host, target.port, timeout=limits.silence)
        self._target, self._place = target, place

    def connect(self) -> None:
        """Connect, then judge the address the socket is really connected to."""
        at = (self._place.address, self._place.port)
        self.sock = socket.create_connection(at, timeout=self.timeout)
        if self._place.local is None:
            reached = parsed(str(self.sock.getpeername()[0]))
            if reached is None or not is_public(reached):
                self.sock.close()
                raise Refused("private", "This link leads to an address that is not public.")
        trust = _trust(self._target, self._place)
        if trust is not None:
            self.sock = trust.wrap_socket(self.sock, server_hostname=self._target.host)


def _trust(target: Target, place: Place) -> ssl.SSLContext | None:
    """How TLS is verified, or None where none is spoken."""
    if place.local is not None:
        return place.local.trust
    return ssl.create_default_context() if target.scheme == "https" else None


def ask(
    target: Target, place: Place, *, limits: Limits, until: float, accept: str, any_body: bool
) -> Reply:
    """One GET. `until` is a moment of the monotonic clock. Raises NotFetched.

    Only texts are read, unless `any_body`; of anything else the server's word is taken and the
    line is closed.
    """
    line = _Pinned(target, place, limits=limits)
    try:
        with _cut_off(line, until=until):
            line.putrequest("GET", target.path, skip_host=True, skip_accept_encoding=True)
            for name, value in _headers(target, accept=accept).items():
                line.putheader(name, value)
            line.endheaders()
            return _read(line.getresponse(), place, limits=limits, until=until, any_body=any_body)
    except ssl.SSLCertVerificationError as fault:
        raise NotFetched("certificate", "The site could not prove that it is itself.") from fault
    except (OSError, http.client.HTTPException, ValueError, zlib.error) as fault:
        if time.monotonic() >= until or isinstance(fault, TimeoutError):
            raise NotFetched("slow", _NO_LONGER) from fault
        raise NotFetched("no-answer", "The site did not answer as a site should.") from fault
    finally:
        line.close()


def _headers(target: Target, *, accept: str) -> dict[str, str]:
    """All that is said of who asks: no cookie, no referrer, no language, no address of ours."""
    return {
        "Host": target.authority,
        "User-Agent": AGENT,
        "Accept": accept,
        "Accept-Encoding": "gzip, identity",
        "Connection": "close",
    }


def _read(
    response: http.client.HTTPResponse,
    place: Place,
    *,
    limits: Limits,
    until: float,
    any_body: bool,
) -> Reply:
    headers = {name.lower(): value[:8000] for name, value in response.getheaders()}
    reply = Reply(status=response.status, headers=headers, address=place.address)
    if not any_body and not (reply.kind == "" or reply.kind.startswith(TEXTS)):
        return reply
    body, cut = _body(response, headers, most=limits.most_bytes, until=until)
    return Reply(
        status=response.status, headers=headers, body=body, read=True, cut=cut,
        address=place.address,
    )  # fmt: skip


def _body(
    response: http.client.HTTPResponse, headers: dict[str, str], *, most: int, until: float
) -> tuple[bytes, bool]:
    """The unpacked body and whether it was cut off; nothing past the cap is ever unpacked."""
    packing = headers.get("content-encoding", "identity").strip().lower()
    if packing not in ("", "identity", "gzip", "x-gzip", "deflate"):
        raise ValueError(f"packed as {packing!r}")
    unpack = None if packing in ("", "identity") else zlib.decompressobj(zlib.MAX_WBITS | 32)
    taken, out = 0, bytearray()
    while piece := response.read1(CHUNK):
        if time.monotonic() >= until:
            raise TimeoutError(_NO_LONGER)
        taken += len(piece)
        out += piece if unpack is None else unpack.decompress(piece, most - len(out) + 1)
        if taken > most or len(out) > most:
            return bytes(out[:most]), True
    if time.monotonic() >= until:
        raise TimeoutError(_NO_LONGER)
    if response.length:
        raise ValueError("the answer broke off")
    return bytes(out), False


@contextmanager
def _cut_off(line: http.client.HTTPConnection, *, until: float) -> Iterator[None]:
    """Close the line when the time is up, whatever is being waited for."""

    def cut() -> None:
        with suppress(OSError, AttributeError):
            line.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(max(until - time.monotonic(), 0), cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
