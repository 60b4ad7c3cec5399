"""A time-stamping authority and a calendar on loopback, with real answers."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from opentimestamps.core.notary import BitcoinBlockHeaderAttestation, PendingAttestation
from opentimestamps.core.op import OpSHA256
from opentimestamps.core.serialize import BytesSerializationContext
from opentimestamps.core.timestamp import Timestamp

CONFIG = """
[tsa]
default_tsa = here
[here]
dir = .
serial = serial
signer_cert = tsa.pem
signer_key = tsa.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
ess_cert_id_chain = no
ess_cert_id_alg = sha256
[root]
basicConstraints = critical,CA:true
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[leaf]
basicConstraints = critical,CA:false
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
subjectKeyIdentifier = hash
authorityKeyIdentifier = keyid
"""


def openssl(folder: Path, *words: str) -> str:
    """Run openssl in a folder; its words, whatever its status."""
    done = subprocess.run(
        ["openssl", *words], cwd=folder, capture_output=True, text=True, check=False
    )
    return done.stdout + done.stderr


def make_authority(folder: Path) -> Path:
    """A root, a time-stamping certificate under it and the settings; returns the root's file."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "tsa.cnf").write_text(CONFIG)
    (folder / "serial").write_text("01")
    curve = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(
        folder, "req", "-x509", *curve, "-keyout", "root.key", "-out", "root.pem",
        "-subj", "/CN=Root of nobody", "-days", "30", "-config", "tsa.cnf", "-extensions", "root",
        "-section", "tsa",
    )  # fmt: skip
    openssl(
        folder, "req", "-new", *curve, "-keyout", "tsa.key", "-out", "tsa.csr",
        "-subj", "/CN=Clock of nobody", "-config", "tsa.cnf", "-section", "tsa",
    )  # fmt: skip
    openssl(
        folder, "x509", "-req", "-in", "tsa.csr", "-CA", "root.pem", "-CAkey", "root.key",
        "-set_serial", "2", "-days", "20", "-extfile", "tsa.cnf", "-extensions", "leaf",
        "-out", "tsa.pem",
    )  # fmt: skip
    return folder / "root.pem"


def token_over(folder: Path, query: bytes) -> bytes:
    """What the authority answers to a query."""
    (folder / "query").write_bytes(query)
    openssl(
        folder, "ts", "-reply", "-config", "tsa.cnf", "-queryfile", "query", "-out", "answer"
    )  # fmt: skip
    return (folder / "answer").read_bytes()


@dataclass
class Served:
    """A server's address, what it was asked, and how it behaves."""

    url: str = ""
    asked: list[bytes] = field(default_factory=list)
    status: int = 200
    answer: bytes | None = None
    mined: bool = False


@contextmanager
def authority(folder: Path) -> Iterator[Served]:
    """An RFC 3161 authority over HTTP."""
    served = Served()

    def reply(_: str, body: bytes) -> bytes:
        return served.answer if served.answer is not None else token_over(folder, body)

    with _serving(served, reply):
        yield served


@contextmanager
def calendar() -> Iterator[Served]:
    """An OpenTimestamps calendar: it promises at once, and names a block once `mined`."""
    served = Served()

    def reply(path: str, body: bytes) -> bytes:
        if path == "/digest":
            stamp = Timestamp(body)
            stamp.attestations.add(PendingAttestation(served.url))
            return _written(stamp)
        stamp = Timestamp(bytes.fromhex(path.rpartition("/")[2]))
        stamp.ops.add(OpSHA256()).attestations.add(BitcoinBlockHeaderAttestation(900_000))
        return _written(stamp) if served.mined else b""

    with _serving(served, reply):
        yield served


def _written(stamp: Timestamp) -> bytes:
    context = BytesSerializationContext()
    stamp.serialize(context)
    written: bytes = context.getbytes()
    return written


@contextmanager
def _serving(served: Served, reply: object) -> Iterator[None]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self._answer(self.rfile.read(int(self.headers["Content-Length"])))

        def do_GET(self) -> None:
            self._answer(b"")

        def _answer(self, body: bytes) -> None:
            served.asked.append(body)
            said = reply(self.path, body)  # type: ignore[operator]  # either of the two above
            self.send_response(served.status if said else 404)
            self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    served.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
