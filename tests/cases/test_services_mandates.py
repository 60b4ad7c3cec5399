"""Who may act in the client's name, and since when, and no longer."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from cases import access, timeline
from cases.errors import NotPermitted
from cases.models import Case, Mandate, Scope, Way
from cases.services import mandates


def give(case: Case, *, actor: Person, now: datetime) -> Mandate:
    return mandates.give_mandate(case, scope=[Scope.NOTICES], until=None, actor=actor, now=now)


def record(case: Case, *, holder: Person, actor: Person, now: datetime, **more: Any) -> Mandate:
    said: dict[str, Any] = {"way": Way.IN_PERSON, "witness": "Kim", "until": None, **more}
    return mandates.record_mandate(
        case, holder=holder, scope=[Scope.NOTICES], actor=actor, now=now, **said
    )


def test_lets_the_client_allow_their_advocate(
    case: Case, wren: Person, bea: Person, now: datetime
) -> None:
    given = give(case, actor=wren, now=now)

    assert (given.holder, given.way, given.scope) == (bea, Way.ONLINE, ["NOTICES"])
    assert access.has_mandate(bea, Scope.NOTICES, case, now=now)


def test_keeps_the_words_that_were_agreed(case: Case, wren: Person, now: datetime) -> None:
    given = give(case, actor=wren, now=now)

    assert "I allow bea of Harbour Advice" in given.words
    assert "- Approve and send letters" in given.words
    assert "Make a dossier" not in given.words


def test_lets_nobody_but_the_client_give_it(case: Case, bea: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        give(case, actor=bea, now=now)


def test_needs_somebody_to_hold_it(junes_case: Case, june: Person, now: datetime) -> None:
    with pytest.raises(mandates.MandateRefused):
        give(junes_case, actor=june, now=now)


def test_notes_a_word_given_in_person(case: Case, bea: Person, now: datetime) -> None:
    record(case, holder=bea, actor=bea, now=now)

    told = timeline.lines(case, reader=bea)[-1].sentence
    assert told == (
        "You noted that bea may act: approve and send letters (in person, with a witness)."
    )


def test_needs_a_witness_for_a_word_given_in_person(case: Case, bea: Person, now: datetime) -> None:
    with pytest.raises(mandates.MandateRefused):
        record(case, holder=bea, actor=bea, now=now, witness="")


def test_refuses_staff_who_say_the_client_gave_it_online(
    case: Case, bea: Person, now: datetime
) -> None:
    with pytest.raises(mandates.MandateRefused):
        record(case, holder=bea, actor=bea, now=now, way=Way.ONLINE)


def test_refuses_a_holder_from_elsewhere(
    case: Case, bea: Person, dan: Person, now: datetime
) -> None:
    with pytest.raises(mandates.MandateRefused):
        record(case, holder=dan, actor=bea, now=now)


def test_refuses_a_last_day_that_is_over(case: Case, bea: Person, now: datetime) -> None:
    yesterday = (now - timedelta(days=1)).date()

    with pytest.raises(mandates.MandateRefused):
        record(case, holder=bea, actor=bea, now=now, until=yesterday)


def test_ends_it_at_once(case: Case, wren: Person, bea: Person, now: datetime) -> None:
    given = give(case, actor=wren, now=now)

    mandates.revoke_mandate(given, actor=wren, now=now)

    assert not access.has_mandate(bea, Scope.NOTICES, case, now=now)
    assert timeline.lines(case, reader=wren)[-1].kind == "mandate.revoked"


def test_ends_it_once_only(case: Case, wren: Person, now: datetime) -> None:
    given = give(case, actor=wren, now=now)
    mandates.revoke_mandate(given, actor=wren, now=now)

    with pytest.raises(mandates.MandateIsOver):
        mandates.revoke_mandate(given, actor=wren, now=now)


def test_lets_no_stranger_end_it(case: Case, wren: Person, dan: Person, now: datetime) -> None:
    given = give(case, actor=wren, now=now)

    with pytest.raises(NotPermitted):
        mandates.revoke_mandate(given, actor=dan, now=now)
