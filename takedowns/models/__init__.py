"""Notices, what became of them, and when to look again."""

from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
from takedowns.models.notice import Notice, NoticeState, SenderRole
from takedowns.models.notice_item import NoticeItem, Outcome
from takedowns.models.reply import Reply
from takedowns.models.responsible import LookupState, ResponsibleLookup, Via

__all__ = [
    "Delivery",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "LookupState",
    "Notice",
    "NoticeItem",
    "NoticeState",
    "Outcome",
    "Reply",
    "ResponsibleLookup",
    "SenderRole",
    "Via",
    "Way",
]
