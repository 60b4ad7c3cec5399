"""Letters a person asked to send by mail, and what a person decides about them afterwards."""

import hashlib
import io
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from cases.services.closure import require_open
from evidence.errors import FileRefused
from evidence.models import Exhibit, Purpose
from evidence.services import exhibits
from takedowns.channels.mail_file import is_address
from takedowns.channels.mail_message import Envelope, compose
from takedowns.errors import NotApproved, NoticeChanged
from takedowns.models import Delivery, MailAccount, MailState, Notice, NoticeState, OutgoingMail
from takedowns.models import Way as Ways
from takedowns.models.outgoing_mail import LIVE
from takedowns.services import abuse_reports, mail_accounts, notices, outgoing, sending


class CannotMail(DomainError):
    """This letter cannot go out by mail; the text says why."""


class NothingToDecide(DomainError):
    """What was to be decided has been settled meanwhile."""


class Decision(StrEnum):
    """What a person can say about a mail on its way."""

    STOP = "stop"
    ARRIVED = "arrived"
    AGAIN = "again"


def goes_by_mail(notice: Notice) -> bool:
    """Whether the approved channel is one e-mail address."""
    channel = notice.snapshot.get("channel") or {}
    return channel.get("method") == "email" and is_address(notice.recipient_address)


@dataclass(frozen=True, slots=True)
class Mailing:
    """How far a letter is by mail. `offered_from` is the address it can be sent from, or empty.

    While it is on its way no other way is offered. `set_up` is false where the letter could go by
    mail if the organisation had an account.
    """

    mail: OutgoingMail | None
    on_its_way: bool
    offered_from: str
    set_up: bool
    may_decide: bool


def mailing(notice: Notice, *, reader: Person, now: datetime) -> Mailing:
    """What the page of a letter shows about sending it by mail."""
    mail, case = newest(notice), notice.case
    may = access.can(reader, Permission.SEND_BY_MAIL, case)
    account = mail_accounts.account_of(case)
    able = may and notice.state == NoticeState.APPROVED and goes_by_mail(notice)
    free = able and (mail is None or mail.state not in LIVE)
    free = free and not why_not(notice, account=account, sender=reader, now=now)
    return Mailing(
        mail=mail,
        on_its_way=mail is not None and mail.state in LIVE,
        offered_from=account.from_address if account and free else "",
        set_up=account is not None or not able,
        may_decide=may and case.is_open,
    )


def newest(notice: Notice) -> OutgoingMail | None:
    """The mail of this letter that counts now, or None where nobody asked for one."""
    return notice.mails.select_related("queued_by").order_by("-queued_at", "-pk").first()


@transaction.atomic
def queue_mail(
    notice: Notice, *, digest: str, from_address: str, actor: Person, now: datetime
) -> OutgoingMail:
    """A person sends the approved letter from their organisation's address.

    `digest` and `from_address` are what the page showed. Raises NotApproved, NoticeChanged,
    CannotMail or CaseIsClosed.
    """
    access.require(actor, Permission.SEND_BY_MAIL, notice.case)
    notice = _locked(notice)
    require_open(notice.case)
    account = mail_accounts.account_of(notice.case)
    if notice.state != NoticeState.APPROVED:
        raise NotApproved("Approve the exact text first. Then it can be sent.")
    if notice.mails.filter(state__in=LIVE).exists():
        raise CannotMail("Somebody asked for this already. You see below how far it is.")
    if not goes_by_mail(notice) or account is None:
        raise CannotMail("This letter cannot be sent by mail from here.")
    if digest != notice.digest or from_address != account.from_address:
        raise NoticeChanged("Something has changed since you saw this page. Please look again.")
    why = why_not(notice, account=account, sender=actor, now=now)
    if why:
        raise CannotMail(why)
    mail = _queued(notice, account=account, actor=actor, now=now)
    _tell(mail, "notice.mail_queued", actor=actor, now=now)
    return mail


def _queued(notice: Notice, *, account: MailAccount, actor: Person, now: datetime) -> OutgoingMail:
    return OutgoingMail.objects.create(
        notice=notice,
        message_id=mail_accounts.new_message_id(account),
        digest=notice.digest,
        recipient=notice.recipient_address,
        from_name=account.from_name,
        from_address=account.from_address,
        reply_to=account.reply_to,
        queued_at=now,
        queued_by=actor,
        asked_at=now,
        due_at=now,
    )


def why_not(notice: Notice, *, account: MailAccount | None, sender: Person, now: datetime) -> str:
    """A sentence where this letter must not leave now; empty where it may."""
    try:
        require_open(notice.case)
        outgoing.require_standing(notice, at=now)
    except DomainError as refusal:
        return str(refusal)
    if account is None:
        return "The organisation has no mail account any more."
    if not access.can(sender, Permission.SEND_BY_MAIL, notice.case):
        return "Whoever asked for this does not work on the case any more."
    if notices.digest_now(notice) != notice.digest:
        return "The text is not the one that was approved."
    return ""


@transaction.atomic
def decide(mail: OutgoingMail, *, decision: Decision, actor: Person, now: datetime) -> OutgoingMail:
    """Stop what waits; or say of an uncertain one that it arrived, or that it goes once more.

    Raises NothingToDecide where it is in another state by now, CannotMail where it may not leave.
    """
    access.require(actor, Permission.SEND_BY_MAIL, mail.notice.case)
    notice = _locked(mail.notice)
    require_open(notice.case)
    mail = OutgoingMail.objects.select_for_update().get(pk=mail.pk)
    mail.notice = notice
    wanted = MailState.QUEUED if decision is Decision.STOP else MailState.UNCERTAIN
    if mail.state != wanted:
        raise NothingToDecide("This has been settled meanwhile. Look at where it stands now.")
    mail.decided_at, mail.decided_by = now, actor
    {Decision.STOP: _stop, Decision.ARRIVED: _arrived, Decision.AGAIN: _again}[decision](
        mail, actor, now
    )
    return mail


def _stop(mail: OutgoingMail, actor: Person, now: datetime) -> None:
    mail.state, mail.why, mail.lease_until = MailState.STOPPED, "Stopped by hand.", None
    mail.save()
    _tell(mail, "notice.mail_stopped", actor=None, now=now)


def _arrived(mail: OutgoingMail, actor: Person, now: datetime) -> None:
    mail.state = MailState.SENT
    mail.save()
    delivery = delivery_of(mail, at=mail.handed_at or now, actor=actor, now=now)
    delivery.proof = kept_by_hand(mail, actor=actor, now=now)
    sending.went_out(mail.notice, delivery=delivery, now=now)
    _tell(mail, "notice.mail_arrived", actor=actor, now=now)


def _again(mail: OutgoingMail, actor: Person, now: datetime) -> None:
    account = mail_accounts.account_of(mail.notice.case)
    if why := why_not(mail.notice, account=account, sender=actor, now=now):
        raise CannotMail(why)
    mail.state, mail.due_at, mail.asked_at, mail.handed_at = MailState.QUEUED, now, now, None
    mail.queued_by, mail.why, mail.answer = actor, "", ""
    mail.save()
    _tell(mail, "notice.mail_again", actor=actor, now=now)


def delivery_of(mail: OutgoingMail, *, at: datetime, actor: Person, now: datetime) -> Delivery:
    """The proof of a mail as a row that is not saved yet."""
    return Delivery(
        notice=mail.notice,
        way=Ways.SMTP,
        sent_at=at,
        noted_at=now,
        noted_by=actor,
        message_id=mail.message_id,
        message_sha256=mail.sha256,
    )


def written(mail: OutgoingMail) -> bytes:
    """The bytes of this mail, made of the approved text and what stands in the case now."""
    letter = outgoing.approved(mail.notice)
    beside = abuse_reports.parcels(mail.notice, answers_to=mail.reply_to)
    return compose(letter, envelope_of(mail), beside)


def envelope_of(mail: OutgoingMail) -> Envelope:
    """Who it comes from and when, as its row says."""
    return Envelope(
        from_name=mail.from_name,
        from_address=mail.from_address,
        reply_to=mail.reply_to,
        recipient=mail.recipient,
        message_id=mail.message_id,
        dated_at=mail.tried_at or mail.queued_at,
    )


def kept_by_hand(mail: OutgoingMail, *, actor: Person, now: datetime) -> Exhibit | None:
    """The exact mail as an exhibit; None where this case takes no files or the words are gone.

    What is written anew is kept only where it is what left, to the last byte.
    """
    try:
        raw = written(mail)
        if hashlib.sha256(raw).hexdigest() != mail.sha256:
            return None
        kept = exhibits.keep(
            mail.notice.case, io.BytesIO(raw), name=file_name(mail), actor=actor, now=now,
            purpose=Purpose.PROOF,
        )  # fmt: skip
    except (FileRefused, NotApproved):
        return None
    return kept.exhibit


def file_name(mail: OutgoingMail) -> str:
    """What the kept mail is called."""
    return f"message-{mail.notice.number}.eml"


def needing(cases: QuerySet[Case]) -> QuerySet[OutgoingMail]:
    """Mails that wait for a person: uncertain, refused, or stopped by a rule; oldest first."""
    later = OutgoingMail.objects.filter(
        notice=OuterRef("notice"), queued_at__gt=OuterRef("queued_at")
    )
    rows = OutgoingMail.objects.filter(
        ~Exists(later),
        notice__case__in=cases,
        notice__state=NoticeState.APPROVED,
        state__in=[MailState.UNCERTAIN, MailState.FAILED, MailState.STOPPED],
    ).exclude(state=MailState.STOPPED, decided_at__isnull=False)
    return rows.select_related("notice__case").order_by("queued_at", "pk")


def _locked(notice: Notice) -> Notice:
    held = Notice.objects.select_for_update(of=("self",)).select_related("case", "mandate")
    return held.get(pk=notice.pk)


def _tell(mail: OutgoingMail, kind: str, *, actor: Person | None, now: datetime) -> None:
    notice = mail.notice
    timeline.record(
        notice.case, kind, actor=actor, now=now,
        number=notice.number, recipient=notice.recipient,
    )  # fmt: skip
