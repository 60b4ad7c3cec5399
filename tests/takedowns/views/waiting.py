"""Letters that wait for an answer, with real clocks, as short as a test needs them."""

from datetime import datetime, timedelta

from cases.models import Case
from takedowns.models import Notice, NoticeItem, NoticeState, Outcome, SenderRole
from takedowns.registry.loader import registry
from takedowns.services import clocks
from tests import factories

ADDRESS = "https://x.com/quiet_account_7/status/18580000000000{:05}"


def letter(
    case: Case,
    *,
    now: datetime,
    due_in: timedelta = timedelta(hours=20),
    basis: str = "us-tida",
    places: int = 1,
    outcome: Outcome = Outcome.PENDING,
) -> Notice:
    """A letter to X that was sent 48 hours before it is due, as `us-tida` counts.

    With another rule `due_in` only says when it was sent.
    """
    known, sent_at = registry(), now + due_in - timedelta(hours=48)
    stages = clocks.start_clock(
        basis=known.legal_bases[basis] if basis else None,
        platform=known.platforms["x"],
        sent_at=sent_at,
        zone="UTC",
    )
    pending = outcome == Outcome.PENDING
    number = case.notices.count() + 1
    Case.objects.filter(pk=case.pk).update(next_notice=number + 1)
    notice = Notice.objects.create(
        case=case,
        number=number,
        state=NoticeState.SENT if pending else NoticeState.DECIDED,
        platform="x",
        channel=0,
        basis=basis,
        sender_role=SenderRole.DEPICTED_PERSON,
        recipient="X Corp.",
        drafted_at=sent_at,
        drafted_by=case.opened_by,
        approved_at=sent_at,
        sent_at=sent_at,
        clock=clocks.freeze(stages),
        due_at=stages[0].due_at,
    )
    for position in range(1, places + 1):
        place = factories.sighting(case, ADDRESS.format(case.sightings.count() + 100 * case.pk))
        NoticeItem.objects.create(
            notice=notice, sighting=place, position=position, address=place.url,
            outcome=outcome, outcome_at=None if pending else now,
        )  # fmt: skip
    return notice
