"""The worker's side of the outbox: claim a due mail, hand it over, keep what came of it.

A row is SENDING, committed, before anybody is called, and has `handed_at`, committed, before the
first byte of the text leaves. Found SENDING after its lease: without `handed_at` nothing left,
and it waits again; with it nobody knows, and it is UNCERTAIN until a person decides.
"""

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from cases import timeline
from cases.errors import NotPermitted
from cases.services import leases
from evidence.errors import FileRefused
from evidence.models import Exhibit, Purpose
from evidence.services import exhibits
from evidence.services.exhibits import Sealed
from takedowns.channels import smtp
from takedowns.channels.smtp import NotTaken, Refused, Taken, TryLater, Unknown
from takedowns.models import MailAccount, MailState, Notice, NoticeState, OutgoingMail
from takedowns.services import mail_accounts, outbox, sending, standing
from takedowns.services.mail_accounts import NoMailbox

log = logging.getLogger("redress.mail")
Clock = Callable[[], datetime]
LEASE = timedelta(minutes=6)
"""Longer than a task may run at all."""
WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 30, 60, 120, 240))
GIVE_UP_AFTER = timedelta(hours=24)
TOO_OLD = GIVE_UP_AFTER + max(WAITS)
"""What a person decided so long ago is asked about once more."""


class Overtaken(Exception):
    """The row is not ours any more, or may not leave any more; nothing left."""


def deliver_next(*, clock: Clock, only: UUID | None = None) -> bool:
    """Take one mail that is due and see it through; False where there was none."""
    mail = _claim(now=clock(), only=only)
    if mail is None:
        return False
    if mail.state == MailState.SENDING:
        _carry(mail, clock=clock)
    return True


def rescue(*, now: datetime) -> int:
    """Settle what a lost worker left; returns how many."""
    left = OutgoingMail.objects.filter(state=MailState.SENDING, lease_until__lte=now)
    free = {"lease_until": None}
    waiting = left.filter(handed_at=None).update(state=MailState.QUEUED, due_at=now, **free)
    return waiting + sum(_doubt(pk, now=now) for pk in left.values_list("pk", flat=True))


@transaction.atomic
def _doubt(pk: UUID, *, now: datetime) -> int:
    still = OutgoingMail.objects.filter(pk=pk, state=MailState.SENDING, lease_until__lte=now)
    why = "Work was cut off after the letter began to leave. Nobody knows if it arrived."
    doubtful = still.exclude(handed_at=None)
    if not doubtful.update(state=MailState.UNCERTAIN, lease_until=None, why=why):
        return 0
    _tell(_read(pk), "notice.mail_uncertain", now=now)
    return 1


@transaction.atomic
def _claim(*, now: datetime, only: UUID | None) -> OutgoingMail | None:
    """The mail, SENDING and leased; or STOPPED where it must not leave."""
    free = Q(lease_until=None) | Q(lease_until__lte=now)
    due = OutgoingMail.objects.filter(free, state=MailState.QUEUED, due_at__lte=now)
    key = leases.take(
        due.filter(pk=only) if only else due,
        first=("due_at",), until=now + LEASE,
        state=MailState.SENDING, tried_at=now, handed_at=None,
    )  # fmt: skip
    if key is None:
        return None
    mail = _read(key)
    if why := _why_stop(mail, now=now):
        _stop(mail, why=why, now=now)
    return mail


def _read(pk: UUID) -> OutgoingMail:
    rows = OutgoingMail.objects.select_related(
        "notice__case__organisation", "notice__mandate", "queued_by"
    )
    return rows.get(pk=pk)


def _why_stop(mail: OutgoingMail, *, now: datetime) -> str:
    notice = mail.notice
    account = mail_accounts.account_of(notice.case)
    if now > mail.asked_at + TOO_OLD:
        return "It waited for more than a day. Press send again if it shall still go."
    if notice.state != NoticeState.APPROVED:
        return "The letter is not waiting to be sent any more."
    if (notice.digest, notice.recipient_address) != (mail.digest, mail.recipient):
        return "The text or the address is not the one that was approved."
    if account is not None and account.from_address != mail.from_address:
        return "The address letters come from has changed since somebody asked for this."
    return outbox.why_not(notice, account=account, sender=mail.queued_by, now=now)


def _stop(mail: OutgoingMail, *, why: str, now: datetime) -> None:
    mail.state, mail.why, mail.lease_until = MailState.STOPPED, why, None
    mail.save(update_fields=["state", "why", "lease_until"])
    _tell(mail, "notice.mail_stopped", now=now)


def _carry(mail: OutgoingMail, *, clock: Clock) -> None:
    """Hand it over and keep what came of it. A fault nobody foresaw leaves it to `rescue`."""
    raw = outbox.written(mail)
    mail.sha256 = sha256(raw).hexdigest()
    try:
        with _sealing(mail, raw, now=clock()) as sealed:
            taken = smtp.send(
                mail_accounts.mailbox_of(_account(mail)), raw, to=mail.recipient,
                before_data=lambda: _hand(mail, now=clock()),
            )  # fmt: skip
            _keep(mail, taken, sealed=sealed, now=clock())
    except Overtaken:
        log.warning("mail not sent %s: it may not leave now", mail.notice.case.ref)
    except (NoMailbox, FileRefused) as fault:
        _settle(mail, Refused(str(fault)), now=clock())
    except NotTaken as fault:
        _settle(mail, fault, now=clock())


def _account(mail: OutgoingMail) -> MailAccount:
    account = mail_accounts.account_of(mail.notice.case)
    if account is None:
        raise NoMailbox("The organisation has no mail account any more.")
    mail_accounts.check_stays_here(account)
    return account


@contextmanager
def _sealing(mail: OutgoingMail, raw: bytes, *, now: datetime) -> Iterator[Sealed | None]:
    """The exact bytes sealed before they go; nothing where this case takes no files."""
    case = mail.notice.case
    if not case.takes_files:
        yield None
        return
    with exhibits.sealing(
        case, io.BytesIO(raw), name=outbox.file_name(mail), actor=mail.queued_by, now=now,
        purpose=Purpose.PROOF,
    ) as sealed:  # fmt: skip
        yield sealed


def _hand(mail: OutgoingMail, *, now: datetime) -> None:
    """Commit that the text leaves now, if it still may. Raises Overtaken."""
    with transaction.atomic():
        notice = Notice.objects.select_for_update(of=("self",)).get(pk=mail.notice_id)
        fresh = _read(mail.pk)
        ours = _ours(mail).filter(state=MailState.SENDING, lease_until__gt=now)
        why = _why_stop(fresh, now=now)
        if why and ours.exists():
            _stop(fresh, why=why, now=now)
        handed = not why and ours.update(handed_at=now, sha256=mail.sha256)
    if not handed:
        raise Overtaken(notice.pk)
    mail.handed_at = now


def _ours(mail: OutgoingMail) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(pk=mail.pk, attempts=mail.attempts)


@transaction.atomic
def _keep(mail: OutgoingMail, taken: Taken, *, sealed: Sealed | None, now: datetime) -> None:
    """The server has it: proof, delivery and clock, all or none."""
    notice = standing.locked(mail.notice)
    open_rows = _ours(mail).filter(state__in=[MailState.SENDING, MailState.UNCERTAIN])
    if not open_rows.update(state=MailState.SENT, answer=taken.answer, why="", lease_until=None):
        return
    mail.notice = notice
    delivery = outbox.delivery_of(mail, at=now, actor=mail.queued_by, now=now)
    delivery.answer, delivery.queue_id, delivery.tls = taken.answer, taken.queue_id, taken.tls
    delivery.proof = _entered(mail, sealed, now=now)
    sending.went_out(notice, delivery=delivery, now=now)
    log.info("mail sent %s", notice.case.ref)


def _entered(mail: OutgoingMail, sealed: Sealed | None, *, now: datetime) -> Exhibit | None:
    """The sealed bytes as an exhibit; a case closed meanwhile takes none, the mail still went."""
    if sealed is None:
        return None
    try:
        with transaction.atomic():
            return exhibits.enter(sealed, sighting=None, actor=mail.queued_by, now=now).exhibit
    except (FileRefused, NotPermitted):
        return None


@transaction.atomic
def _settle(mail: OutgoingMail, fault: NotTaken, *, now: datetime) -> None:
    """A fault that is understood: wait and try again, give up, or leave it to a person."""
    asked = mail.asked_at
    again = isinstance(fault, TryLater) and now < asked + GIVE_UP_AFTER
    why = str(fault)
    if isinstance(fault, TryLater) and not again:
        why = f"It was tried for a day. {why}"
    state = MailState.QUEUED if again else MailState.FAILED
    state = MailState.UNCERTAIN if isinstance(fault, Unknown) else state
    columns: dict[str, object] = {
        "state": state,
        "why": why,
        "answer": fault.answer,
        "lease_until": None,
    }
    if state != MailState.UNCERTAIN:
        columns["handed_at"] = None
    if state == MailState.QUEUED:
        columns["due_at"] = now + WAITS[min(mail.attempts, len(WAITS)) - 1]
    if not _ours(mail).filter(state=MailState.SENDING).update(**columns):
        return
    log.info("mail %s %s", state.lower(), mail.notice.case.ref)
    if state != MailState.QUEUED:
        kind = "uncertain" if state == MailState.UNCERTAIN else "failed"
        _tell(mail, f"notice.mail_{kind}", now=now)


def _tell(mail: OutgoingMail, kind: str, *, now: datetime) -> None:
    notice = mail.notice
    timeline.record(
        notice.case, kind, actor=None, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
