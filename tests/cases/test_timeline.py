"""The story: every kind of event has a sentence that can be told."""

import string
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases import events, timeline
from cases.models import Case

KINDS = sorted(events.registered().values(), key=lambda kind: kind.code)


def blanks(kind: events.EventKind) -> dict[str, str]:
    named = {name for _, name, _, _ in string.Formatter().parse(kind.sentence) if name}
    return dict.fromkeys(named - {"who"}, "something")


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.code)
def test_tells_every_kind_in_a_whole_sentence(
    kind: events.EventKind, case: Case, bea: Person, now: datetime
) -> None:
    timeline.record(case, kind.code, actor=bea, now=now, **blanks(kind))

    told = timeline.lines(case, reader=bea)[0].sentence

    assert told.endswith(".") and "{" not in told


def test_refuses_a_kind_that_nobody_registered(case: Case, bea: Person, now: datetime) -> None:
    with pytest.raises(timeline.UnknownEventKind):
        timeline.record(case, "case.vanished", actor=bea, now=now)


def test_refuses_a_sentence_with_a_gap(case: Case, bea: Person, now: datetime) -> None:
    with pytest.raises(KeyError):
        timeline.record(case, "case.assigned", actor=bea, now=now)


def test_names_the_other_and_says_you_to_the_reader(
    case: Case, bea: Person, wren: Person, now: datetime
) -> None:
    timeline.record(case, "case.closed", actor=bea, now=now)

    assert timeline.lines(case, reader=wren)[0].sentence == "bea closed the case."
    assert timeline.lines(case, reader=bea)[0].sentence == "You closed the case."


def test_keeps_the_newest_lines_in_order(case: Case, bea: Person, now: datetime) -> None:
    for hour, kind in enumerate(("case.opened", "case.closed", "case.reopened")):
        timeline.record(case, kind, actor=bea, now=now + timedelta(hours=hour))

    told = timeline.last_lines(case, reader=bea, count=2)

    assert [line.kind for line in told] == ["case.closed", "case.reopened"]


def test_refuses_two_sentences_for_one_code() -> None:
    with pytest.raises(events.KindRegisteredTwice):
        events.register([events.EventKind("case.opened", "{who} did something else.")])
