"""A small site on this machine: says what each test tells it to, and remembers who asked."""

import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from evidence.fetching.limits import Leave, Local

HOST = "pictures.example"


@dataclass(frozen=True)
class Says:
    """One answer. `drip` sends a byte at a time through it instead of the body."""

    status: int = 200
    body: bytes = b"<title>A page</title>"
    headers: dict[str, str] = field(default_factory=dict)
    drip: Callable[[Callable[[bytes], object]], None] | None = None


@dataclass
class Site:
    """The site: what it says by path, and the questions it got (path and headers)."""

    port: int
    says: dict[str, Says] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    trust: ssl.SSLContext | None = None

    def leave(self, *hosts: str) -> Leave:
        """Leave for names to stand for this site."""
        local = Local("127.0.0.1", self.port, self.trust)
        return Leave(dict.fromkeys(hosts or (HOST,), local))

    @property
    def paths(self) -> list[str]:
        """What was asked for, in order."""
        return [path for path, _ in self.asked]


@contextmanager
def standing_site(*, tls: tuple[Path, Path] | None = None) -> Iterator[Site]:
    """A site that stands until the block ends; with TLS where a key and a certificate are given."""
    site = Site(port=0)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append((self.path, dict(self.headers.items())))
            _answer(self, site.says.get(self.path, Says(404, b"Not here.")))

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    site.port = server.server_address[1]
    if tls is not None:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(tls[1], tls[0])
        server.socket = context.wrap_socket(server.socket, server_side=True)
        site.trust = ssl.create_default_context(cafile=str(tls[1]))
    runner = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    runner.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        runner.join()


def _answer(handler: BaseHTTPRequestHandler, said: Says) -> None:
    handler.send_response(said.status)
    headers = {"Content-Type": "text/html; charset=utf-8", **said.headers}
    if said.drip is None:
        headers.setdefault("Content-Length", str(len(said.body)))
    for name, value in headers.items():
        handler.send_header(name, value)
    handler.end_headers()
    try:
        if said.drip is None:
            handler.wfile.write(said.body)
        else:
            said.drip(handler.wfile.write)
    except OSError:
        pass


def self_signed(folder: Path, *, host: str = HOST) -> tuple[Path, Path]:
    """A key and a certificate for a host, as files."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    start = datetime.now(UTC) - timedelta(days=1)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=30))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    paths = folder / "site.key", folder / "site.pem"
    paths[0].write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    paths[1].write_bytes(made.public_bytes(serialization.Encoding.PEM))
    return paths
