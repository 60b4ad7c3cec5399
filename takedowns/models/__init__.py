"""Notices, what became of them, and when to look again."""

from takedowns.models.correction import Correction, EntryKind, Says
from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from takedowns.models.notice import Notice, NoticeState, SenderRole
from takedowns.models.notice_item import NoticeItem, Outcome
from takedowns.models.reply import Reply

__all__ = [
    "Correction",
    "Delivery",
    "EntryKind",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "Notice",
    "NoticeItem",
    "NoticeState",
    "Outcome",
    "Reply",
    "Says",
    "SenderRole",
    "Way",
]
