"""A letter whose mail is on its way is held: nothing else may happen to it meanwhile."""

from datetime import datetime

from cases.errors import DomainError
from takedowns.models import MailState, Notice

HELD = {
    MailState.SENDING: "This letter is being sent by mail just now. Look again in some minutes.",
    MailState.UNCERTAIN: "It is not known yet if the mail of this letter arrived. "
    "Decide that first.",
}


class OnItsWay(DomainError):
    """Its mail may have left; what became of it has to be known first."""


def stop_queued(notice: Notice, *, why: str, now: datetime) -> None:
    """Stop the mail of a locked letter, if one waits. Raises OnItsWay if it may have left."""
    waiting = notice.mails.filter(state=MailState.QUEUED)
    waiting.update(state=MailState.STOPPED, why=why, decided_at=now, lease_until=None)
    state = notice.mails.filter(state__in=HELD).values_list("state", flat=True).first()
    if state is not None:
        raise OnItsWay(HELD[MailState(state)])
