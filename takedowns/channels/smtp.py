"""Handing one mail to a mail server, and knowing afterwards how much is known.

Until the text begins to leave, every fault means that nothing left. From then on only an answer
of the server tells; without one nobody knows, and Unknown is raised.
"""

import re
import smtplib
import socket
import ssl
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from takedowns.channels import mail_hosts
from takedowns.channels.mail_hosts import NotPublic

LONGEST_ANSWER = 500
QUEUED_AS = re.compile(r"(?:queued as|queue id|\bid)[ =:]+<?([\w.@-]{4,100})", re.IGNORECASE)
LINE_WITH_DOT = re.compile(rb"(?m)^\.")


@dataclass(frozen=True, slots=True)
class Mailbox:
    """An account at a mail server. `tls_first`: encrypted from the first byte, else STARTTLS.

    `inside` names hosts that may lie in a private network; `seconds` is how long to wait for
    each answer.
    """

    host: str
    port: int
    tls_first: bool
    username: str
    address: str
    password: str = field(repr=False)
    inside: Collection[str] = ()
    seconds: float = 15.0

    @property
    def greeting(self) -> str:
        """What we call ourselves: the domain letters come from, never this machine's name."""
        return self.address.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Taken:
    """The server's word that it has the mail."""

    answer: str
    queue_id: str
    tls: str


class NotTaken(Exception):
    """The mail did not go; the text is a sentence to show, `answer` the server's own words."""

    def __init__(self, sentence: str, *, answer: str = "") -> None:
        super().__init__(sentence)
        self.answer = answer[:LONGEST_ANSWER]


class TryLater(NotTaken):
    """Nothing left, and a later try may do."""


class Refused(NotTaken):
    """Nothing left, and trying again would end alike."""


class Unknown(NotTaken):
    """The text left and no answer came."""


def send(mailbox: Mailbox, raw: bytes, *, to: str, before_data: Callable[[], None]) -> Taken:
    """Hand over the exact bytes. `before_data` is called before the first of them leaves.

    Raises TryLater, Refused or Unknown; what `before_data` raises ends the talk, nothing left.
    """
    line = _signed_in(mailbox)
    try:
        tls = _tls_of(line)
        with _meaning():
            _expect(line.mail(mailbox.address), what="the address it comes from")
            _expect(line.rcpt(to), what="the address it goes to")
        before_data()
        with _meaning():
            _expect(line.docmd("DATA"), what="the letter", good=(354,))
        answer = _hand_over(line, raw)
        with suppress(OSError):
            line.putcmd("QUIT")
        return Taken(answer=answer, queue_id=_queue_id(answer), tls=tls)
    finally:
        line.close()


class _Line(smtplib.SMTP):
    """A talk with a server whose address was checked, under the name of the sender's domain."""

    def __init__(self, mailbox: Mailbox, context: ssl.SSLContext) -> None:
        self._mailbox, self._context = mailbox, context
        super().__init__(
            mailbox.host, mailbox.port, local_hostname=mailbox.greeting, timeout=mailbox.seconds
        )

    def _get_socket(self, host: str, port: int, timeout: float) -> socket.socket:
        line = mail_hosts.connect(host, port, seconds=timeout, inside=self._mailbox.inside)
        if self._mailbox.tls_first:
            return self._context.wrap_socket(line, server_hostname=host)
        return line


def _signed_in(mailbox: Mailbox) -> _Line:
    context = ssl.create_default_context()
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    with _meaning(host=mailbox.host):
        line = _Line(mailbox, context)
    try:
        with _meaning(host=mailbox.host):
            if not mailbox.tls_first:
                line.starttls(context=context)
        with _meaning():
            line.ehlo_or_helo_if_needed()
            if mailbox.username:
                line.login(mailbox.username, mailbox.password)
    except BaseException:
        line.close()
        raise
    return line


@contextmanager
def _meaning(host: str = "") -> Iterator[None]:
    """What a fault before the text left means; `host` while the line is made."""
    try:
        yield
    except smtplib.SMTPException as fault:
        raise _server_fault(fault, host=host) from fault
    except (OSError, ValueError) as fault:
        raise _line_fault(fault, host=host) from fault


def _server_fault(fault: smtplib.SMTPException, *, host: str) -> NotTaken:
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return Refused(_unsupported(host))
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        kind = Refused if fault.smtp_code >= 500 else TryLater
        words = "The mail server refused the sign-in. Check user name and password."
        return kind(words, answer=_said(fault.smtp_code, fault.smtp_error))
    if isinstance(fault, smtplib.SMTPResponseException):
        return _refusal(fault.smtp_code, fault.smtp_error, what="the connection")
    if isinstance(fault, smtplib.SMTPServerDisconnected):
        return TryLater("The mail server broke off. Nothing was sent.")
    return Refused("The mail server takes no user name and password on this port.")


def _line_fault(fault: OSError | ValueError, *, host: str) -> NotTaken:
    if isinstance(fault, NotPublic):
        return Refused(
            f"{host} lies inside a private network. Whoever runs this place can allow it."
        )
    if isinstance(fault, socket.gaierror):
        return _no_such_host(fault, host=host)
    if isinstance(fault, (ssl.SSLEOFError, ssl.SSLZeroReturnError)):
        return TryLater("The mail server broke off. Nothing was sent.")
    if isinstance(fault, ssl.SSLError):
        return Refused(_tls_words(fault, host=host))
    if isinstance(fault, OSError):
        return TryLater("The mail server did not answer. Nothing was sent.")
    return Refused("User name or password has a letter that mail servers cannot read.")


def _no_such_host(fault: socket.gaierror, *, host: str) -> NotTaken:
    if fault.errno == socket.EAI_AGAIN:
        return TryLater("The name of the mail server cannot be looked up just now.")
    return Refused(f"There is no mail server called {host}. Check the spelling.")


def _tls_words(fault: ssl.SSLError, *, host: str) -> str:
    if isinstance(fault, ssl.SSLCertVerificationError):
        return (
            f"{host} showed a certificate that does not prove its name ({fault.verify_message}). "
            "Nothing was sent."
        )
    return "The line to the mail server could not be encrypted. Check port and kind of encryption."


def _unsupported(host: str) -> str:
    if host:
        return "This mail server offers no encryption on this port, so nothing was sent."
    return "This mail server takes no user name and password on this port."


def _expect(reply: tuple[int, bytes], *, what: str, good: tuple[int, ...] = (250, 251)) -> None:
    if reply[0] not in good:
        raise _refusal(reply[0], reply[1], what=what)


def _refusal(code: int, words: bytes | str, *, what: str) -> NotTaken:
    said = _said(code, words)
    if 400 <= code < 500:
        return TryLater(f"The mail server does not take {what} just now.", answer=said)
    if code >= 500:
        return Refused(f"The mail server refused {what}.", answer=said)
    return TryLater("The mail server broke off. Nothing was sent.", answer=said)


def _hand_over(line: _Line, raw: bytes) -> str:
    """Give the text away and wait for the one answer that counts."""
    try:
        line.send(LINE_WITH_DOT.sub(b"..", raw).removesuffix(b"\r\n") + b"\r\n.\r\n")
        code, words = line.getreply()
    except OSError as fault:
        raise Unknown("The line was lost before the mail server answered.") from fault
    if 200 <= code < 300:
        return _said(code, words)
    if code >= 400:
        raise _refusal(code, words, what="the letter")
    raise Unknown("The mail server gave no clear answer.", answer=_said(code, words))


def _said(code: int, words: bytes | str) -> str:
    text = words.decode("utf-8", "replace") if isinstance(words, bytes) else words
    return f"{code} {' '.join(text.split())}"[:LONGEST_ANSWER]


def _queue_id(answer: str) -> str:
    found = QUEUED_AS.search(answer)
    return found[1] if found else ""


def _tls_of(line: _Line) -> str:
    return line.sock.version() or "" if isinstance(line.sock, ssl.SSLSocket) else ""
