"""Notices, what became of them, and when to look again."""

from takedowns.models.clock_change import ClockChange, ClockChangeKind
from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from takedowns.models.mail_account import MailAccount, Security
from takedowns.models.notice import Notice, NoticeState, SenderRole
from takedowns.models.notice_item import NoticeItem, Outcome
from takedowns.models.outgoing_mail import MailState, OutgoingMail
from takedowns.models.reminder_choices import DigestPace, Quiet, ReminderChoices, Weekday
from takedowns.models.reminder_mail import ReminderMail, ReminderMailState
from takedowns.models.reply import Reply, ReplyAttachment, ReplyKind, ReplyReading
from takedowns.models.signature_check import KeySource, SignatureCheck, SignatureVerdict
from takedowns.models.responsible import LookupState, ResponsibleLookup, Via

__all__ = [
    "ClockChange",
    "ClockChangeKind",
    "Delivery",
    "DigestPace",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "KeySource",
    "MailAccount",
    "MailState",
    "LookupState",
    "Notice",
    "NoticeItem",
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
    "Security",
    "SenderRole",
    "SignatureCheck",
    "SignatureVerdict",
    "ResponsibleLookup",
    "Via",
    "Way",
    "Weekday",
]
