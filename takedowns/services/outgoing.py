"""An approved letter as the ways out need it: frozen words, nothing of the case besides."""

from datetime import datetime

from cases.models import Contact
from takedowns.channels.base import Outgoing
from takedowns.errors import NotApproved
from takedowns.models import Notice, NoticeState

ENDED = "The permission this letter was approved under has ended. It needs approval once more."
READY = {NoticeState.APPROVED, NoticeState.SENT, NoticeState.DECIDED}


def require_standing(notice: Notice, *, at: datetime | None) -> None:
    """Raise NotApproved where the mandate an approval rests on had ended at that moment.

    What left before it was taken back, or on its last day (in UTC), left under it. Without a
    moment only a mandate taken back counts as ended.
    """
    mandate = notice.mandate
    if mandate is None:
        return
    revoked, last = mandate.revoked_at, mandate.until_date
    taken_back = revoked is not None and (at is None or at >= revoked)
    if taken_back or (last is not None and at is not None and at.date() > last):
        raise NotApproved(ENDED)


def approved(notice: Notice, *, at: datetime | None = None) -> Outgoing:
    """The exact text that was approved. Raises NotApproved before, and after a mandate ended."""
    if notice.state not in READY:
        raise NotApproved("Approve the exact text first. Then it can leave the house.")
    if notice.state == NoticeState.APPROVED:
        require_standing(notice, at=at)
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
