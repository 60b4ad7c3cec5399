"""What thirty days left behind, read out once; tests of it need no database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core import mail

from evidence.models import Observation, Sighting
from takedowns.models import (
    FollowUp,
    Notice,
    NoticeItem,
    OutgoingMail,
    ReminderMail,
    Reply,
    SignatureCheck,
)
from tests.world.desk import TICK, Desk
from tests.world.platforms import Told

Row = Mapping[str, Any]


@dataclass(frozen=True)
class Left:
    """Rows as plain values, and what the world was told."""

    started_at: datetime
    approvals: list[str]
    letters: list[Row]
    asked_about: dict[str, list[Row]]
    """By the path of the place: every letter that names it, in the order of their numbers."""
    items: dict[str, Row]
    """By the path of the place: its row in the first letter about it."""
    mails: list[Row]
    taken: list[tuple[str, str, str]]
    """(sender, recipient, Message-ID) of each mail the world's server took."""
    told: dict[str, list[Told]]
    """By host."""
    reminders: list[Row]
    reminder_mails: list[Row]
    notes: list[tuple[str, str]]
    """(recipient, body) of every mail the app sent to its own people."""
    replies: list[Row]
    signatures: list[tuple[str, str, bool]]
    looks: dict[str, list[str]]
    """By the path of the place: what each look showed."""

    def letter(self, **marks: object) -> Row:
        """The one letter with these values."""
        [found] = [
            each for each in self.letters if all(each[name] == marks[name] for name in marks)
        ]
        return found

    def before(self, letter: Row) -> list[Row]:
        """The letters it follows, the first one first."""
        found: list[Row] = []
        while letter["earlier_id"]:
            letter = self.letter(id=letter["earlier_id"])
            found.insert(0, letter)
        return found


def read_out(desk: Desk) -> Left:
    """Everything tests look at."""
    case, post = desk.case, desk.standing.post
    return Left(
        started_at=desk.started_at,
        approvals=desk.approvals,
        letters=list(Notice.objects.filter(case=case).order_by("number").values()),
        asked_about=_asked_about(desk),
        items=_items(desk),
        mails=list(OutgoingMail.objects.order_by("queued_at").values()),
        taken=[
            (each.sender, each.readers[0], str(each.message["Message-ID"])) for each in post.mails
        ],
        told={each.host: each.told for each in desk.standing.world.platforms},
        reminders=list(FollowUp.objects.order_by("due_at").values()),
        reminder_mails=list(ReminderMail.objects.values()),
        notes=[(each.to[0], str(each.body)) for each in mail.outbox],
        replies=list(Reply.objects.order_by("received_at").values()),
        signatures=list(SignatureCheck.objects.values_list("domain", "verdict", "aligned")),
        looks=_looks(desk),
    )


def _asked_about(desk: Desk) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for place in Sighting.objects.filter(case=desk.case):
        letters = Notice.objects.filter(items__sighting=place).order_by("number")
        found[_path(place.url)] = list(letters.values())
    return found


def _items(desk: Desk) -> dict[str, Row]:
    rows = NoticeItem.objects.filter(notice__case=desk.case, notice__rung="")
    return {_path(row.address): vars(row) for row in rows.order_by("notice__number")}


def _looks(desk: Desk) -> dict[str, list[str]]:
    rows = Observation.objects.filter(sighting__case=desk.case).order_by("observed_at")
    found: dict[str, list[str]] = {}
    for url, presence in rows.values_list("sighting__url", "presence"):
        found.setdefault(_path(url), []).append(presence)
    return found


def _path(url: str) -> str:
    return "/" + url.split("/", 3)[3]


SWEPT_WITHIN = TICK
"""A reminder is shown at the first sweep after its moment."""
