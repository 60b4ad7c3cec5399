"""Notices, what became of them, and when to look again."""

from takedowns.models.delivery import Delivery, Way
from takedowns.models.follow_up import FollowUp, FollowUpKind, FollowUpState
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
from takedowns.models.reply import Reply
from takedowns.models.responsible import LookupState, ResponsibleLookup, Via
from takedowns.models.rung_skip import RungSkip

__all__ = [
    "BY_ITSELF",
    "TO_AUTHORITIES",
    "UNASKED",
    "Cause",
    "Delivery",
    "FollowUp",
    "FollowUpKind",
    "FollowUpState",
    "LookupState",
    "Notice",
    "NoticeItem",
    "NoticeRung",
    "NoticeState",
    "Outcome",
    "Reply",
    "ResponsibleLookup",
    "RungSkip",
    "SenderRole",
    "Via",
    "Way",
]
