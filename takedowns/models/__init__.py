"""Notices, what became of them, and when to look again."""

from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from takedowns.models.mail_account import MailAccount, Security
from takedowns.models.notice import Notice, NoticeState, SenderRole
from takedowns.models.notice_item import NoticeItem, Outcome
from takedowns.models.outgoing_mail import MailState, OutgoingMail
from takedowns.models.reply import Reply

__all__ = [
    "Delivery",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "MailAccount",
    "MailState",
    "Notice",
    "NoticeItem",
    "NoticeState",
    "Outcome",
    "OutgoingMail",
    "Reply",
    "Security",
    "SenderRole",
    "Way",
]
