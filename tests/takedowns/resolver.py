"""A name server on loopback that answers over UDP from a table; it counts what it was asked."""

import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.rrset


@dataclass
class Answering:
    """Where it listens, and the names it was asked for."""

    port: int
    asked: list[str] = field(default_factory=list)


@contextmanager
def answering(records: Mapping[str, str | None]) -> Iterator[Answering]:
    """Serve these TXT records; None is an answer that fails, a missing name does not exist."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as door:
        door.bind(("127.0.0.1", 0))
        server = Answering(port=door.getsockname()[1])
        thread = threading.Thread(target=_serve, args=(door, records, server), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as bell:
                bell.sendto(b"", ("127.0.0.1", server.port))
            thread.join()


def _serve(door: socket.socket, records: Mapping[str, str | None], server: Answering) -> None:
    while True:
        asked, back = door.recvfrom(4096)
        if not asked:
            return
        query = dns.message.from_wire(asked)
        name = query.question[0].name.to_text(omit_final_dot=True).lower()
        server.asked.append(name)
        door.sendto(_answer(query, name, records).to_wire(), back)


def _answer(
    query: dns.message.Message, name: str, records: Mapping[str, str | None]
) -> dns.message.Message:
    answer = dns.message.make_response(query)
    answer.flags |= dns.flags.RA
    record = records.get(name, "")
    if record is None:
        answer.set_rcode(dns.rcode.SERVFAIL)
    elif not record:
        answer.set_rcode(dns.rcode.NXDOMAIN)
    else:
        pieces = " ".join(f'"{record[at : at + 200]}"' for at in range(0, len(record), 200))
        answer.answer.append(
            dns.rrset.from_text(query.question[0].name, 60, dns.rdataclass.IN, "TXT", pieces)
        )
    return answer
