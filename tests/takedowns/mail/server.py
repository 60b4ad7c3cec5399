"""A real SMTP server on loopback that behaves as it is told: takes, refuses, hangs, breaks off."""

import asyncio
import contextlib
import datetime as dt
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.journeys.outside import Mail
from tools.servers import free_port

HOST = "127.0.0.1"
WORD = "a long word of the mailbox"
HELD = 60.0


@dataclass
class Behaviour:
    """What the server does at each step, and what it saw. None means: as it should.

    An answer that is a number breaks off instead of answering; `hook` runs first at its step.
    """

    mail: str | None = None
    rcpt: str | None = None
    data: str = "250 2.0.0 Ok: queued as 4XK1c7t2Pz"
    breaks_off_at: str = ""
    hangs_at: str = ""
    hook: dict[str, Callable[[], None]] = field(default_factory=dict)
    mails: list[Mail] = field(default_factory=list)
    names: list[str] = field(default_factory=list)

    async def handle_EHLO(  # noqa: N802  the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, name: str, answers: list[str]
    ) -> list[str]:
        """Note what the other side calls itself."""
        session.host_name = name
        self.names.append(name)
        return answers

    async def handle_MAIL(  # noqa: N802  as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The address it comes from."""
        await self._step("mail", server)
        envelope.mail_from = address
        return self.mail or "250 OK"

    async def handle_RCPT(  # noqa: N802  as above
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """The address it goes to."""
        await self._step("rcpt", server)
        if self.rcpt is None:
            envelope.rcpt_tos.append(address)
        return self.rcpt or "250 OK"

    async def handle_DATA(  # noqa: N802  as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """The text is here; keep it unless it is refused."""
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        if self.data.startswith("2"):
            self.mails.append(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        await self._step("data", server)
        return self.data

    async def _step(self, step: str, server: SMTP) -> None:
        act = self.hook.pop(step, None)
        if act:
            act()
        if self.hangs_at == step:
            await asyncio.sleep(HELD)
        if self.breaks_off_at == step and isinstance(server.transport, asyncio.WriteTransport):
            server.transport.abort()
            await asyncio.sleep(HELD)


@dataclass(frozen=True)
class Certificate:
    """Files of a certificate for this machine's loopback name, and its key."""

    certificate: Path
    key: Path

    @property
    def context(self) -> ssl.SSLContext:
        """For the server's side."""
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(self.certificate, self.key)
        return context


def certificate(folder: Path, *, address: str = HOST) -> Certificate:
    """A certificate that vouches for itself; trusted only where a test says so."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail.test")])
    begin = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(begin)
        .not_valid_after(begin + dt.timedelta(days=36500))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    files = Certificate(folder / "mail.pem", folder / "mail.key")
    files.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    files.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return files


@contextlib.contextmanager
def mail_server(
    behaviour: Behaviour, proof: Certificate, *, port: int = 0, word: str = WORD
) -> Iterator[int]:
    """The port of a server that asks for STARTTLS and then for a sign-in with that word."""
    port = port or free_port()

    def knows(
        server: SMTP, session: Session, envelope: Envelope, mechanism: str, given: object
    ) -> AuthResult:
        right = isinstance(given, LoginPassword) and given.password == word.encode()
        return AuthResult(success=right, handled=False)

    controller = Controller(
        behaviour, hostname=HOST, port=port, ready_timeout=10, tls_context=proof.context,
        require_starttls=True, authenticator=knows, auth_required=True, ident="mail.test",
    )  # fmt: skip
    controller.start()
    try:
        yield port
    finally:
        controller.stop()
