"""One claim, from the first letter to the police, with time moved by hand."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases.models import TimelineEvent
from evidence.models import Sighting
from takedowns.models import Notice, NoticeRung, NoticeState
from tests.takedowns.climbers import DAY, carried, send, time_is_over

pytestmark = pytest.mark.django_db

CLIMBED = [
    *("", NoticeRung.FIRMER, NoticeRung.HOST, NoticeRung.REGISTRAR, NoticeRung.SEARCH),
    *(NoticeRung.REGULATOR, NoticeRung.POLICE),
]


def test_climbs_from_the_first_letter_to_the_police(
    sent: Notice, places: list[Sighting], wren: Person, now: datetime
) -> None:
    for role in ("host", "registrar"):
        carried(places[0], role=role, name=f"Example {role}", mail=f"abuse@{role}.example",
                actor=wren, now=now)  # fmt: skip
    last, moment, bodies = sent, now, []

    for _ in CLIMBED[1:]:
        moment += 9 * DAY
        time_is_over(last, now=moment)
        draft = Notice.objects.get(earlier=last)
        assert (draft.state, draft.approved_at) == (NoticeState.DRAFT, None)
        last = send(draft, actor=wren, now=moment)
        bodies.append(last.body)

    climbed = Notice.objects.filter(case=sent.case).order_by("number")
    assert [each.rung for each in climbed] == CLIMBED
    assert [each.number for each in climbed] == list(range(1, len(CLIMBED) + 1))
    for number, body in enumerate(bodies, start=1):
        assert f"{sent.case.ref} / {number}" in body
    assert TimelineEvent.objects.filter(kind="notice.next", actor=None).count() == len(bodies)


def test_ends_at_the_top(sent: Notice, wren: Person, now: datetime) -> None:
    last, moment = sent, now
    while True:
        moment += 9 * DAY
        time_is_over(last, now=moment)
        draft = Notice.objects.filter(earlier=last).first()
        if draft is None:
            break
        last = send(draft, actor=wren, now=moment)

    assert last.rung == NoticeRung.POLICE
