"""When each letter was sent, due and answered, for the picture of their times and its table."""

from collections.abc import Iterator
from datetime import datetime

from dossiers.rendering.letter_times import LetterTimes, Sent, letter_times
from dossiers.rendering.parts import TimeRow
from dossiers.rendering.words import NOTHING, short
from dossiers.services.rows import Rows
from evidence.rendering.signs import cleaned
from takedowns.deadlines import ClockBasis
from takedowns.models import Notice, Outcome
from takedowns.services import clocks


def pictures_of(rows: Rows, *, now: datetime) -> tuple[LetterTimes, ...]:
    """The pictures, from the first letter sent to now or the last due moment."""
    return letter_times(list(_sent(rows)), until=now, shown=cleaned)


def rows_of(rows: Rows) -> tuple[TimeRow, ...]:
    """The same as a table."""
    named = {notice.label: notice for notice in rows.notices}
    return tuple(
        TimeRow(
            label=letter.label,
            anchor=f"letter-{named[letter.label].number}",
            recipient=letter.recipient,
            sent=short(letter.sent),
            due=short(letter.due),
            answers="\n".join(short(moment) for moment in letter.answers) or NOTHING,
            came=short(letter.ended),
        )
        for letter in _sent(rows)
    )


def _sent(rows: Rows) -> Iterator[Sent]:
    for notice in rows.notices:
        if notice.sent_at is not None:
            yield Sent(
                label=notice.label,
                recipient=notice.recipient,
                sent=notice.sent_at,
                due=_due(notice),
                answers=tuple(reply.received_at for reply in rows.replies.get(notice.pk, [])),
                ended=_ended(notice, rows=rows),
            )


def _due(notice: Notice) -> datetime | None:
    """The first moment a rule or the recipient named; a day of ours is none."""
    named = (clock.due_at for clock in clocks.thaw(notice) if clock.basis != ClockBasis.OURS)
    return min((moment for moment in named if moment), default=None)


def _ended(notice: Notice, *, rows: Rows) -> datetime | None:
    items = rows.items.get(notice.pk, [])
    moments = [item.outcome_at for item in items if item.outcome != Outcome.PENDING]
    known = [moment for moment in moments if moment]
    return max(known) if known and len(known) == len(items) else None
