"""The world over real lines: one HTTP server for all hosts, one SMTP server for all mailboxes."""

import contextlib
import http.client
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.journeys.outside import Mail
from tests.takedowns.mail.server import HOST, WORD, Behaviour, Certificate, mail_server
from tests.world import pages
from tests.world.pages import Said
from tests.world.platforms import World

TICKET = re.compile(r"number is <b>([\w-]+)</b>")


class Post(Behaviour):
    """The mail server of the world: each mail goes to whoever reads its mailbox, or is refused."""

    def __init__(self, world: World) -> None:
        super().__init__()
        self.world = world
        self.at: list[tuple[str, str]] = []
        """Every mail taken: (ISO moment, recipient)."""

    async def handle_RCPT(  # noqa: N802  the name aiosmtpd calls
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Take it for a mailbox that somebody reads."""
        platform = self.world.at_mailbox(address)
        if platform is None:
            return "550 5.1.1 No such mailbox here"
        if platform.refuses_mail:
            return platform.refuses_mail
        return await super().handle_RCPT(server, session, envelope, address, options)

    async def handle_DATA(  # noqa: N802  as above
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Keep it, and let the service read it."""
        answer = await super().handle_DATA(server, session, envelope)
        mail = self.mails[-1]
        for reader in mail.readers:
            self._deliver(mail, reader)
        return answer

    def _deliver(self, mail: Mail, reader: str) -> None:
        platform = self.world.at_mailbox(reader)
        if platform is None:
            return
        message = message_from_bytes(mail.raw, policy=policy.default)
        body = message.get_body(("plain",))
        self.at.append((self.world.clock().isoformat(), reader))
        self.world.tell(
            platform, str(body.get_content()) if body else "", way="mail",
            message_id=str(message["Message-ID"]), reply_to=str(message["Reply-To"] or ""),
        )  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """The world while it stands: where its servers listen."""

    world: World
    post: Post
    web_port: int
    mail_port: int

    def leave(self) -> dict[str, tuple[str, int]]:
        """Names that stand for this world, as `settings.FETCH_ALLOWED` takes them."""
        hosts = [each.host for each in self.world.platforms]
        named = [*hosts, *(f"www.{each}" for each in hosts), *(f"files.{each}" for each in hosts)]
        return dict.fromkeys(named, (HOST, self.web_port))

    def fill_form(self, address: str, fields: dict[str, str]) -> str:
        """Send a service's own form as a person does; returns the number it showed."""
        parts = urlsplit(address)
        line = http.client.HTTPConnection(HOST, self.web_port, timeout=10)
        kind = {"Content-Type": "application/x-www-form-urlencoded"}
        try:
            line.request("POST", parts.path or "/", urlencode(fields),
                         {"Host": parts.hostname or "", **kind})  # fmt: skip
            shown = line.getresponse().read().decode()
        finally:
            line.close()
        found = TICKET.search(shown)
        assert found is not None, shown
        return found[1]


@contextlib.contextmanager
def standing(
    world: World, proof: Certificate, *, mail_port: int = 0, word: str = WORD
) -> Iterator[Standing]:
    """Both servers, until the block ends; letters are taken from whoever knows the word."""
    post = Post(world)
    with _web(world) as web_port, mail_server(post, proof, port=mail_port, word=word) as found:
        yield Standing(world, post, web_port, found)


@contextlib.contextmanager
def _web(world: World) -> Iterator[int]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            _say(self, _page(world, self.headers.get("Host", ""), self.path))

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
            _say(self, _form(world, self.headers.get("Host", ""), body))

        def log_message(self, *_: object) -> None:
            """Quiet."""

    server = ThreadingHTTPServer((HOST, 0), Handler)
    server.daemon_threads = True
    runner = threading.Thread(target=lambda: server.serve_forever(poll_interval=0.01), daemon=True)
    runner.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        runner.join()


def _page(world: World, host: str, path: str) -> Said:
    platform = world.at_host(host.partition(":")[0])
    if platform is None:
        return Said(404, pages.GONE)
    if path == "/":
        return pages.front()
    page = platform.page(path)
    return pages.shown(page, page.shows(world.clock()))


def _form(world: World, host: str, body: str) -> Said:
    platform = world.at_host(host.partition(":")[0])
    if platform is None:
        return Said(404, pages.GONE)
    fields = parse_qs(body, keep_blank_values=True)
    text = "\n".join(value for values in fields.values() for value in values)
    return pages.received(world.tell(platform, text, way="form").ticket)


def _say(handler: BaseHTTPRequestHandler, said: Said) -> None:
    body = said.body.encode()
    handler.send_response(said.status)
    headers = {"Content-Type": "text/html; charset=utf-8", **said.headers}
    for name, value in {**headers, "Content-Length": str(len(body))}.items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(body)
