"""Handing a mail to a real server: what was taken, what was refused, and what nobody knows."""

import socket
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from takedowns.channels import mail_hosts, smtp
from takedowns.channels.smtp import Mailbox, Refused, TryLater, Unknown
from tests.takedowns.mail.server import (
    HOST,
    WORD,
    Behaviour,
    Certificate,
    certificate,
    mail_server,
)
from tools.servers import free_port

RAW = b"Subject: A letter\r\n\r\n.A line with a dot first.\r\n.\r\nThe end.\r\n"
TO = "abuse@service.example"
Send = Callable[..., smtp.Taken]


@pytest.fixture(scope="module")
def proof(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return certificate(tmp_path_factory.mktemp("tls"))


@pytest.fixture
def behaviour() -> Behaviour:
    return Behaviour()


@pytest.fixture
def trusted(proof: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(proof.certificate))


@pytest.fixture
def port(behaviour: Behaviour, proof: Certificate) -> Iterator[int]:
    with mail_server(behaviour, proof) as port:
        yield port


@pytest.fixture
def leads_to(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], list[str]]:
    """Lets every name lead to one address, where nobody answers; gives what was tried."""

    def to_address(address: str) -> list[str]:
        tried: list[str] = []
        family = socket.AF_INET6 if ":" in address else socket.AF_INET
        row = (family, socket.SOCK_STREAM, 6, "", (address, 25))

        def refuse(line: socket.socket, where: tuple[str, int]) -> None:
            tried.append(where[0])
            raise ConnectionRefusedError

        monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: [row])
        monkeypatch.setattr(socket.socket, "connect", refuse)
        return tried

    return to_address


def mailbox(port: int, **more: object) -> Mailbox:
    values: dict[str, object] = {
        "host": HOST, "port": port, "tls_first": False, "username": "letters",
        "password": WORD, "address": "letters@harbour.example", "inside": [HOST], "seconds": 1.0,
    }  # fmt: skip
    return Mailbox(**{**values, **more})  # type: ignore[arg-type]  # values of a test


@pytest.fixture
def send(port: int, trusted: None) -> Send:
    def to_the_server(**more: object) -> smtp.Taken:
        return smtp.send(mailbox(port, **more), RAW, to=TO, before_data=lambda: None)

    return to_the_server


def test_brings_every_byte_and_keeps_the_servers_word(send: Send, behaviour: Behaviour) -> None:
    taken = send()

    [mail] = behaviour.mails
    assert mail.raw == RAW
    assert (mail.sender, mail.readers) == ("letters@harbour.example", (TO,))
    assert taken.answer == "250 2.0.0 Ok: queued as 4XK1c7t2Pz"
    assert (taken.queue_id, taken.tls) == ("4XK1c7t2Pz", "TLSv1.3")


def test_calls_itself_by_the_senders_domain_alone(send: Send, behaviour: Behaviour) -> None:
    send()

    assert set(behaviour.names) == {"harbour.example"}


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_may_try_again_after_a_temporary_no(send: Send, behaviour: Behaviour, step: str) -> None:
    setattr(behaviour, step, "451 4.3.0 Try again later")

    with pytest.raises(TryLater) as refusal:
        send()

    assert refusal.value.answer == "451 4.3.0 Try again later"


@pytest.mark.parametrize("step", ["mail", "rcpt", "data"])
def test_shows_the_servers_words_after_a_final_no(
    send: Send, behaviour: Behaviour, step: str
) -> None:
    setattr(behaviour, step, "550 5.1.1 No such mailbox here")

    with pytest.raises(Refused) as refusal:
        send()

    assert refusal.value.answer == "550 5.1.1 No such mailbox here"


@pytest.mark.parametrize("how", ["breaks_off_at", "hangs_at"])
def test_knows_that_nothing_left_when_the_line_is_lost_before_the_text(
    send: Send, behaviour: Behaviour, how: str
) -> None:
    setattr(behaviour, how, "rcpt")

    with pytest.raises(TryLater):
        send()

    assert behaviour.mails == []


@pytest.mark.parametrize("how", ["breaks_off_at", "hangs_at"])
def test_knows_nothing_when_the_line_is_lost_after_the_text(
    send: Send, behaviour: Behaviour, how: str
) -> None:
    setattr(behaviour, how, "data")

    with pytest.raises(Unknown):
        send()


def test_gives_no_byte_away_when_it_is_held_back_before_the_text(
    port: int, trusted: None, behaviour: Behaviour
) -> None:
    def hold() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        smtp.send(mailbox(port), RAW, to=TO, before_data=hold)

    assert behaviour.mails == []


def test_says_that_the_sign_in_was_refused(send: Send) -> None:
    with pytest.raises(Refused, match="refused the sign-in"):
        send(password="another word")


def test_says_that_a_certificate_proves_nothing(port: int) -> None:
    with pytest.raises(Refused, match="certificate"):
        smtp.send(mailbox(port), RAW, to=TO, before_data=lambda: None)


def test_says_that_a_certificate_is_for_another_name(
    behaviour: Behaviour, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = certificate(tmp_path, address="192.0.2.7")
    monkeypatch.setenv("SSL_CERT_FILE", str(other.certificate))

    with mail_server(behaviour, other) as port, pytest.raises(Refused, match="certificate"):
        smtp.send(mailbox(port), RAW, to=TO, before_data=lambda: None)


def test_says_that_the_kind_of_encryption_is_another(send: Send) -> None:
    with pytest.raises(Refused, match="encrypted"):
        send(tls_first=True)


def test_says_that_no_such_server_exists(trusted: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)

    with pytest.raises(Refused, match="no mail server called"):
        smtp.send(mailbox(25, host="smtp.typo.example"), RAW, to=TO, before_data=lambda: None)


def test_may_try_again_when_nothing_answers() -> None:
    with pytest.raises(TryLater):
        smtp.send(mailbox(free_port()), RAW, to=TO, before_data=lambda: None)


def test_calls_nobody_in_a_private_network_unless_allowed(port: int) -> None:
    with pytest.raises(Refused, match="private network"):
        smtp.send(mailbox(port, inside=[]), RAW, to=TO, before_data=lambda: None)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "10.0.0.1", "169.254.169.254", "100.64.0.1", "::1", "fe80::1%eth0",
        "::ffff:127.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "fec0::1", "224.0.0.1", "0.0.0.0",
        "192.88.99.1",
    ],
)  # fmt: skip
def test_takes_no_private_address_for_a_public_one(
    address: str, leads_to: Callable[[str], list[str]]
) -> None:
    tried = leads_to(address)

    with pytest.raises(mail_hosts.NotPublic):
        mail_hosts.connect("mail.service.example", 25, seconds=1)

    assert tried == []


@pytest.mark.parametrize("address", ["9.9.9.9", "2620:fe::fe"])
def test_tries_a_public_address(address: str, leads_to: Callable[[str], list[str]]) -> None:
    tried = leads_to(address)

    with pytest.raises(ConnectionRefusedError):
        mail_hosts.connect("mail.service.example", 25, seconds=1)

    assert tried == [address]
