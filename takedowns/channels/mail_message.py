"""An approved letter as the exact bytes of a mail."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from takedowns.channels.base import Outgoing, Parcel


class PictureInMail(ValueError):
    """No picture leaves the house in a mail."""


@dataclass(frozen=True, slots=True)
class Envelope:
    """Who it comes from, where answers go, its stable id and its date."""

    from_name: str
    from_address: str
    reply_to: str
    recipient: str
    message_id: str
    dated_at: datetime


def compose(letter: Outgoing, envelope: Envelope, parcels: Sequence[Parcel] = ()) -> bytes:
    """The whole mail. The same values give the same bytes.

    Plain text in UTF-8, no name of a program or of this machine. `parcels` are files beside the
    letter (an abuse report a machine can read); raises PictureInMail for a picture or a film.
    """
    message = EmailMessage(policy=SMTP)
    message["From"] = Address(_line(envelope.from_name), addr_spec=envelope.from_address)
    message["To"] = envelope.recipient
    if envelope.reply_to != envelope.from_address:
        message["Reply-To"] = envelope.reply_to
    message["Subject"] = _line(letter.subject)
    message["Date"] = format_datetime(envelope.dated_at.astimezone(UTC).replace(microsecond=0))
    message["Message-ID"] = envelope.message_id
    message.set_content(letter.body + "\n", cte="quoted-printable")
    # After the content, because setting that takes every content header away.
    message["Content-Language"] = letter.language
    for parcel in parcels:
        _attach(message, parcel)
    if parcels:
        message.set_boundary(f"=_{envelope.message_id.strip('<>').partition('@')[0]}")
    return message.as_bytes()


def _attach(message: EmailMessage, parcel: Parcel) -> None:
    kind, _, detail = parcel.mime.partition("/")
    if kind in {"image", "video", "audio"}:
        raise PictureInMail("no picture leaves in a mail")
    message.add_attachment(parcel.data, maintype=kind, subtype=detail, filename=parcel.name)


def _line(text: str) -> str:
    return " ".join(text.split())
