"""Notices, what became of them, and when to look again."""

from takedowns.models.clock_change import ClockChange, ClockChangeKind
from takedowns.models.correction import Correction, EntryKind, Says
from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from takedowns.models.mail_account import MailAccount, Security
from takedowns.models.notice import (
    BY_ITSELF,
    TO_AUTHORITIES,
    UNASKED,
    Cause,
    Notice,
    NoticeRung,
    NoticeState,
    SenderRole,
)
from takedowns.models.notice_item import NoticeItem, Outcome
from takedowns.models.outgoing_mail import MailState, OutgoingMail
from takedowns.models.reminder_choices import DigestPace, Quiet, ReminderChoices, Weekday
from takedowns.models.reminder_mail import ReminderMail, ReminderMailState
from takedowns.models.reply import Reply, ReplyAttachment, ReplyKind, ReplyReading
from takedowns.models.responsible import LookupState, ResponsibleLookup, Via
from takedowns.models.rung_skip import RungSkip
from takedowns.models.signature_check import KeySource, SignatureCheck, SignatureVerdict

__all__ = [
    "BY_ITSELF",
    "TO_AUTHORITIES",
    "UNASKED",
    "Cause",
    "ClockChange",
    "ClockChangeKind",
    "Correction",
    "Delivery",
    "DigestPace",
    "EntryKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "KeySource",
    "LookupState",
    "MailAccount",
    "MailState",
    "Notice",
    "NoticeItem",
    "NoticeRung",
    "NoticeState",
    "Outcome",
    "OutgoingMail",
    "Quiet",
    "ReminderChoices",
    "ReminderMail",
    "ReminderMailState",
    "Reply",
    "ReplyAttachment",
    "ReplyKind",
    "ReplyReading",
    "ResponsibleLookup",
    "RungSkip",
    "Says",
    "Security",
    "SenderRole",
    "SignatureCheck",
    "SignatureVerdict",
    "Via",
    "Way",
    "Weekday",
]
