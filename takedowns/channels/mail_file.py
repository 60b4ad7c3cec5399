"""The letter as a mail file that a mail program opens as a draft."""

from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP

from takedowns.channels.base import Outgoing, Parcel, WayOut


class MailFile(WayOut):
    """An `.eml` with `X-Unsent: 1`: opened, it is a draft that the person sends themselves.

    It has no date and no message id: their own mail program adds both when it leaves.
    """

    name = "eml"

    def pack(self, letter: Outgoing) -> Parcel:
        message = EmailMessage(policy=SMTP)
        message["X-Unsent"] = "1"
        message["Subject"] = " ".join(letter.subject.split())
        if letter.by_mail and is_address(letter.address):
            message["To"] = letter.address
        if is_address(letter.sender_mail):
            message["From"] = Address(
                display_name=" ".join(letter.sender_name.split()), addr_spec=letter.sender_mail
            )
        message.set_content(letter.body + "\n", cte="quoted-printable")
        # After the content, because setting that takes every content header away.
        message["Content-Language"] = letter.language
        return Parcel(
            name=f"message-{letter.number}.eml", mime="message/rfc822", data=message.as_bytes()
        )


def is_address(text: str) -> bool:
    """Whether a mail can be addressed to it as it stands: one plain address and nothing else."""
    name, at, host = text.partition("@")
    plain = text.isascii() and text.isprintable() and " " not in text and "," not in text
    return bool(plain and name and at and "." in host and "@" not in host)
