"""How a platform answered a team, in the team's own numbers; small groups are not told."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Organisation, Person
from cases.models import Case
from takedowns.models import Notice, NoticeItem, NoticeState, Outcome, SenderRole
from takedowns.services.track_record import Record, records
from tests import factories

pytestmark = pytest.mark.django_db

Asked = Callable[..., Notice]


@pytest.fixture
def asked(case: Case, wren: Person, now: datetime) -> Asked:
    """A letter about one place for each outcome."""

    def ask(*outcomes: Outcome, state: NoticeState = NoticeState.SENT) -> Notice:
        number = case.notices.count() + 1
        letter = Notice.objects.create(
            case=case, number=number, state=state, platform="x", channel=0, language="en",
            sender_role=SenderRole.DEPICTED_PERSON, recipient="X", drafted_at=now, drafted_by=wren,
            approved_at=now, sent_at=now + timedelta(hours=1),
        )  # fmt: skip
        for at, outcome in enumerate(outcomes):
            place = factories.sighting(case, f"https://x.com/invented/status/{number}00{at}")
            NoticeItem.objects.create(
                notice=letter, sighting=place, position=at, address=place.url, outcome=outcome
            )
        return letter

    return ask


def test_counts_what_came_of_each_place(asked: Asked, team: Organisation) -> None:
    asked(Outcome.REMOVED, Outcome.REMOVED, Outcome.REFUSED, Outcome.PENDING, Outcome.NOT_FOUND)

    record = records([team])["x"]

    assert record == Record(places=5, removed=2, refused=1, pending=1)
    assert (record.other, record.told) == (1, True)


def test_does_not_tell_of_fewer_than_five_places(asked: Asked, team: Organisation) -> None:
    asked(*[Outcome.REMOVED] * 4)

    assert not records([team])["x"].told


def test_leaves_out_letters_that_were_never_sent(asked: Asked, team: Organisation) -> None:
    asked(*[Outcome.PENDING] * 6, state=NoticeState.APPROVED)

    assert records([team]) == {}


def test_leaves_out_what_another_team_asked(
    asked: Asked, team: Organisation, other_team: Organisation
) -> None:
    asked(*[Outcome.REMOVED] * 6)

    assert records([other_team]) == {}
    assert records([]) == {}
