"""An approved letter as the ways out need it: frozen words, nothing of the case besides."""

from cases.models import Contact
from takedowns.channels.base import Outgoing
from takedowns.errors import NotApproved
from takedowns.models import Notice, NoticeState

READY = {NoticeState.APPROVED, NoticeState.SENT, NoticeState.DECIDED}


def approved(notice: Notice) -> Outgoing:
    """The exact text that was approved. Raises NotApproved before that."""
    if notice.state not in READY:
        raise NotApproved("Approve the exact text first. Then it can leave the house.")
    contact = Contact.objects.filter(case=notice.case).first() or Contact(case=notice.case)
    return Outgoing(
        number=notice.number,
        recipient=notice.recipient,
        address=notice.recipient_address,
        by_mail=notice.snapshot["channel"]["method"] == "email",
        sender_name=str(notice.extra.get("signature_name", "")),
        sender_mail=contact.mail,
        language=notice.language,
        subject=notice.subject,
        body=notice.body,
    )
