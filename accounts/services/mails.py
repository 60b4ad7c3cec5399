"""Mails of sign-in leave beside the page, never while somebody waits for it.

How long a mail server takes would tell whoever asked that an address has a notebook. A mail that
is lost with the process is asked for again by the person.
"""

import logging
from concurrent.futures import Future, ThreadPoolExecutor, wait
from smtplib import SMTPException

from django.core.mail import EmailMessage

from accounts.models import Person

MOST_AT_ONCE = 2

log = logging.getLogger("redress.accounts")
_hands = ThreadPoolExecutor(max_workers=MOST_AT_ONCE, thread_name_prefix="sign-in-mail")
_under_way: set[Future[None]] = set()


def nobody() -> Person:
    """Stands in for the person of an unknown address, so that as much is worked out for it."""
    return Person(username="nobody", mail_is_safe=True)


def is_nobody(person: Person) -> bool:
    """Whether this is that stand-in: somebody the database does not hold."""
    return person._state.adding


def hand_over(message: EmailMessage) -> None:
    """Send it soon; a mail server that does not take it is logged and nothing else."""
    mail = _hands.submit(_send, message)
    _under_way.add(mail)
    mail.add_done_callback(_under_way.discard)


def settle() -> None:
    """Wait until every mail handed over so far has left or was refused."""
    wait(tuple(_under_way))


def _send(message: EmailMessage) -> None:
    try:
        message.send()
    except (SMTPException, OSError) as fault:
        log.error("a mail of sign-in did not leave: %s", type(fault).__name__)
