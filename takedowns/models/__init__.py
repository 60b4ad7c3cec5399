"""Notices, what became of them, and when to look again."""

from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from takedowns.models.notice import Notice, NoticeState, SenderRole
from takedowns.models.notice_item import NoticeItem, Outcome
from takedowns.models.reply import Reply, ReplyAttachment, ReplyKind, ReplyReading
from takedowns.models.signature_check import KeySource, SignatureCheck, SignatureVerdict

__all__ = [
    "Delivery",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "KeySource",
    "Notice",
    "NoticeItem",
    "NoticeState",
    "Outcome",
    "Reply",
    "ReplyAttachment",
    "ReplyKind",
    "ReplyReading",
    "SenderRole",
    "SignatureCheck",
    "SignatureVerdict",
    "Way",
]
