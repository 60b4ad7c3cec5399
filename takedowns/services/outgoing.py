"""An approved letter as the ways out need it: frozen words, nothing of the case besides."""

from datetime import datetime

from cases.models import Contact
from takedowns.channels.base import Outgoing
from takedowns.errors import NotApproved
from takedowns.models import Notice, NoticeState

READY = {NoticeState.APPROVED, NoticeState.SENT, NoticeState.DECIDED}


def require_standing(notice: Notice, *, at: datetime | None) -> None:
    """Raise NotApproved where the mandate an approval rests on was taken back, by `at` if given.

    What left before it was taken back left under it.
    """
    ended = notice.mandate.revoked_at if notice.mandate else None
    if ended is not None and (at is None or at >= ended):
        raise NotApproved(
            "The permission this was approved under was taken back. It needs approval once more."
        )


def approved(notice: Notice) -> Outgoing:
    """The exact text that was approved. Raises NotApproved before, and after a mandate ended."""
    if notice.state not in READY:
        raise NotApproved("Approve the exact text first. Then it can leave the house.")
    if notice.state == NoticeState.APPROVED:
        require_standing(notice, at=None)
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
