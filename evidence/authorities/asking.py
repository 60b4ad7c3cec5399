"""One question to one configured address: no redirect, a cap on bytes, a cap on time."""

import http.client
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Final
from urllib.parse import urlsplit

SECONDS: Final = 10.0
"""The longest silence."""
WHOLE_SECONDS: Final = 30.0
"""The longest answer, however it trickles."""
MOST_BYTES: Final = 64 * 1024


class NoAnswer(Exception):
    """The address could not be reached, or did not answer as it should; ask again later."""


class NotThere(NoAnswer):
    """The address answers, and knows nothing of what was asked."""


def ask(url: str, *, body: bytes | None = None, headers: Mapping[str, str]) -> bytes:
    """The bytes of the answer; a POST where there is a body. Raises NoAnswer.

    Only an answer with status 200 counts. Nothing is followed anywhere else.
    """
    parts = urlsplit(url)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    connection = kind(parts.hostname or "", parts.port, timeout=SECONDS)
    target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    try:
        with _cut_off(connection):
            connection.request("POST" if body is not None else "GET", target, body, dict(headers))
            response = connection.getresponse()
            answer = response.read(MOST_BYTES + 1)
    except (OSError, http.client.HTTPException, ValueError) as fault:
        raise NoAnswer(f"no connection ({type(fault).__name__})") from fault
    finally:
        connection.close()
    if response.status == http.HTTPStatus.NOT_FOUND:
        raise NotThere("it knows nothing of this")
    if response.status != http.HTTPStatus.OK:
        raise NoAnswer(f"it answered with status {response.status}")
    if len(answer) > MOST_BYTES:
        raise NoAnswer("its answer is too long")
    return answer


@contextmanager
def _cut_off(connection: http.client.HTTPConnection) -> Iterator[None]:
    """Close the line after WHOLE_SECONDS, whatever is being waited for."""

    def cut() -> None:
        with suppress(OSError, AttributeError):
            connection.sock.shutdown(socket.SHUT_RDWR)

    watch = threading.Timer(WHOLE_SECONDS, cut)
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()
