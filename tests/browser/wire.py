"""A wire between a browser and a house that remembers every byte the browser sends."""

import contextlib
import selectors
import socket
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field

from tools.servers import free_port

HOST = "127.0.0.1"
WINDOW = 16


@dataclass
class Wire:
    """`sent` is all that went to the house, in the order of the connections' pieces."""

    port: int
    sent: bytearray = field(default_factory=bytearray)

    @property
    def address(self) -> str:
        """The house as the browser calls it."""
        return f"http://{HOST}:{self.port}"

    def carried(self, clear: bytes) -> int:
        """How many pieces of a file, 16 bytes each, went over it since `sent` was cleared."""
        held = bytes(self.sent)
        return sum(clear[at : at + WINDOW] in held for at in range(0, len(clear) - WINDOW, WINDOW))


@contextlib.contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A wire to a house on that port, cut at the end of the block."""
    wire = Wire(free_port())
    with socket.create_server((HOST, wire.port)) as server:
        threading.Thread(target=_answer, args=(server, wire, port), daemon=True).start()
        yield wire


def _answer(server: socket.socket, wire: Wire, port: int) -> None:
    while True:
        try:
            browser, _ = server.accept()
        except OSError:
            return
        threading.Thread(target=_carry, args=(browser, wire, port), daemon=True).start()


def _carry(browser: socket.socket, wire: Wire, port: int) -> None:
    with browser, socket.create_connection((HOST, port)) as house, contextlib.suppress(OSError):
        ready = selectors.DefaultSelector()
        for one, other in ((browser, house), (house, browser)):
            ready.register(one, selectors.EVENT_READ, other)
        while _moved(ready, browser=browser, wire=wire):
            pass


def _moved(ready: selectors.BaseSelector, *, browser: socket.socket, wire: Wire) -> bool:
    for key, _ in ready.select():
        source = key.fileobj
        assert isinstance(source, socket.socket)
        piece = source.recv(65_536)
        if not piece:
            return False
        if source is browser:
            wire.sent += piece
        key.data.sendall(piece)
    return True
