"""Answers of the invented services as mail files; one service signs what it writes."""

from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from tests.takedowns.mails import SELECTOR, Signing, record_of, rsa_key, signed
from tests.world.platforms import Answer

NAMES = "from:to:subject:date:message-id"


def as_mail(answer: Answer, *, signs: frozenset[str] = frozenset()) -> bytes:
    """The answer as it lies in the mailbox; `signs` are hosts that sign with DKIM."""
    host, told = answer.platform.host, answer.told
    mail = EmailMessage(policy=SMTP)
    mail["From"] = f"Trust Desk <desk@{host}>"
    mail["To"] = told.reply_to or "answers@harbour.example"
    mail["Subject"] = f"Re: Your report [#{told.ticket}]"
    mail["Date"] = format_datetime(answer.at)
    mail["Message-ID"] = f"<{told.ticket.lower()}-{answer.at:%d%H%M}@{host}>"
    if told.message_id:
        mail["In-Reply-To"] = told.message_id
        mail["References"] = told.message_id
    mail.set_content(answer.text)
    raw = bytes(mail)
    if host not in signs:
        return raw
    return signed(raw, how=Signing(form="relaxed/relaxed", names=NAMES, domain=host))


def key_records(signs: frozenset[str]) -> dict[str, str | None]:
    """What the DNS says of the keys of hosts that sign."""
    return {f"{SELECTOR}._domainkey.{host}": record_of(rsa_key()) for host in signs}
