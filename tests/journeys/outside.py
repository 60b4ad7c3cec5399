"""What stands outside the house in tests: a mail server that takes everything, a neutral page."""

import contextlib
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tools.servers import free_port

HOST = "127.0.0.1"
NEUTRAL = b"<!doctype html><title>Weather</title><link rel=icon href=data:,><h1>Light rain</h1>"


@dataclass(frozen=True, slots=True)
class Mail:
    """One mail as it came: the envelope's two ends, and every byte of it."""

    sender: str
    readers: tuple[str, ...]
    raw: bytes

    @property
    def message(self) -> EmailMessage:
        """Its headers and body, read."""
        return message_from_bytes(self.raw, policy=policy.default)

    @property
    def text(self) -> str:
        """All a stranger could read of it: envelope, headers, body."""
        body = self.message.get_body(("plain",))
        words = body.get_content() if body else ""
        return "\n".join((self.sender, *self.readers, self.raw.decode(), words))


@dataclass
class Mailbox:
    """A real SMTP server. `before_answer` runs when a mail is in, before the sender hears so."""

    port: int
    mails: list[Mail] = field(default_factory=list)
    before_answer: Callable[[], None] | None = None

    async def handle_DATA(  # noqa: N802  the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep it."""
        content = envelope.content
        raw = content.encode() if isinstance(content, str) else content or b""
        self.mails.append(Mail(envelope.mail_from or "", tuple(envelope.rcpt_tos), raw))
        if self.before_answer:
            act, self.before_answer = self.before_answer, None
            act()
        return "250 OK"


@contextlib.contextmanager
def mail_server() -> Iterator[Mailbox]:
    """A mail server on a free port of this machine."""
    box = Mailbox(port=free_port())
    controller = Controller(box, hostname=HOST, port=box.port)
    controller.start()
    try:
        yield box
    finally:
        controller.stop()


class _NeutralPage(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(NEUTRAL)))
        self.end_headers()
        self.wfile.write(NEUTRAL)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  the base names it so
        """Keep quiet."""


@contextlib.contextmanager
def neutral_page() -> Iterator[str]:
    """The address of an everyday page to leave for."""
    server = ThreadingHTTPServer((HOST, 0), _NeutralPage)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://{HOST}:{server.server_port}/weather"
    finally:
        server.shutdown()
        server.server_close()
