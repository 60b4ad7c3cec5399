"""The exact bytes of a mail: the words approved, and nothing that tells on anybody."""

import socket
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from takedowns.channels.base import Outgoing, Parcel, WayOut
from takedowns.channels.mail_message import Envelope, PictureInMail, compose

BERLIN = timezone(timedelta(hours=1))
ENVELOPE = Envelope(
    from_name="Harbour\nAdvice",
    from_address="letters@harbour.example",
    reply_to="answers@harbour.example",
    recipient="abuse@service.example",
    message_id="<0123456789abcdef@harbour.example>",
    dated_at=datetime(2026, 11, 22, 13, 5, 7, 9, tzinfo=BERLIN),
)
KNOWN = {
    "From", "To", "Reply-To", "Subject", "Date", "Message-ID", "Content-Language",
    "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
}  # fmt: skip


def opened(raw: bytes) -> EmailMessage:
    message = message_from_bytes(raw, policy=default)
    assert isinstance(message, EmailMessage)
    return message


@pytest.mark.parametrize("letter", WayOut.examples())
def test_carries_the_words_as_they_stand(letter: Outgoing) -> None:
    message = opened(compose(letter, ENVELOPE))

    assert message.get_content().replace("\r\n", "\n") == letter.body + "\n"
    assert message["Subject"] == " ".join(letter.subject.split())
    assert message.get_content_type() == "text/plain"


@pytest.mark.parametrize("letter", WayOut.examples())
def test_has_no_header_that_nobody_asked_for(letter: Outgoing) -> None:
    raw = compose(letter, ENVELOPE)

    assert set(opened(raw).keys()) == KNOWN
    assert socket.gethostname().encode() not in raw
    assert raw.isascii()


def test_is_dated_in_utc_and_named_by_the_senders_domain() -> None:
    message = opened(compose(WayOut.examples()[0], ENVELOPE))

    assert message["Date"] == "Sun, 22 Nov 2026 12:05:07 +0000"
    assert message["Message-ID"] == "<0123456789abcdef@harbour.example>"
    assert message["From"] == "Harbour Advice <letters@harbour.example>"
    assert message["Reply-To"] == "answers@harbour.example"


def test_is_the_same_to_the_byte_each_time() -> None:
    report = Parcel(name="report.json", mime="application/json", data=b"{}")
    letter = WayOut.examples()[1]

    assert compose(letter, ENVELOPE, [report]) == compose(letter, ENVELOPE, [report])


def test_takes_a_report_along() -> None:
    report = Parcel(name="report.json", mime="application/json", data=b'{"a": 1}')

    [beside] = opened(compose(WayOut.examples()[0], ENVELOPE, [report])).iter_attachments()

    assert (beside.get_filename(), beside.get_content()) == ("report.json", b'{"a": 1}')


@pytest.mark.parametrize("mime", ["image/png", "video/mp4"])
def test_takes_no_picture_along(mime: str) -> None:
    with pytest.raises(PictureInMail):
        compose(WayOut.examples()[0], ENVELOPE, [Parcel(name="x", mime=mime, data=b"x")])


def test_names_no_second_mailbox_where_there_is_none() -> None:
    one = replace(ENVELOPE, reply_to=ENVELOPE.from_address)

    assert opened(compose(WayOut.examples()[0], one))["Reply-To"] is None
