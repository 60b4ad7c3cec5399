"""Opening, giving on, closing, noting, reaching, sharing."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Organisation, Person
from cases import access, timeline
from cases.errors import NotPermitted
from cases.models import Case, Contact, Scope, State
from cases.services import assignment, closure, contacts, mandates, notes, opening, sharing


def kinds(case: Case) -> list[str]:
    return list(case.timeline.order_by("at", "pk").values_list("kind", flat=True))


def test_opens_a_case_that_is_the_persons_alone(wren: Person, now: datetime) -> None:
    opened = opening.open_own_case(wren, now=now)

    assert (opened.client, opened.organisation, opened.advocate) == (wren, None, None)
    assert kinds(opened) == ["case.opened"]


def test_opens_a_case_for_somebody_in_the_advocates_hands(
    team: Organisation, bea: Person, now: datetime
) -> None:
    opened = opening.open_case_for(team, client_name="Robin", actor=bea, now=now)

    assert (opened.client, opened.advocate, opened.client_name) == (None, bea, "Robin")


@pytest.mark.parametrize("who", ["dan", "cy", "wren"])
def test_refuses_to_open_for_a_team_one_does_not_work_in(
    who: str, team: Organisation, now: datetime, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted):
        opening.open_case_for(team, client_name="", actor=request.getfixturevalue(who), now=now)


def test_gives_the_case_to_another_of_the_team(
    case: Case, ada: Person, ida: Person, now: datetime
) -> None:
    given = assignment.assign_case(case, to=ida, actor=ada, now=now)

    assert given.advocate == ida
    assert timeline.lines(case, reader=ada)[-1].sentence == "You gave the case to ida."


def test_refuses_to_give_the_case_to_a_stranger(
    case: Case, ada: Person, dan: Person, now: datetime
) -> None:
    with pytest.raises(assignment.NotOfThisTeam):
        assignment.assign_case(case, to=dan, actor=ada, now=now)


def test_lets_a_colleague_take_what_nobody_has(case: Case, ida: Person, now: datetime) -> None:
    Case.objects.update(advocate=None)
    case.refresh_from_db()

    taken = assignment.take_case(case, actor=ida, now=now)

    assert taken.advocate == ida
    assert kinds(case) == ["case.taken"]


def test_tells_the_slower_one_that_the_case_is_taken(
    case: Case, ida: Person, now: datetime
) -> None:
    with pytest.raises(assignment.TakenAlready):
        assignment.take_case(case, actor=ida, now=now)


def test_closes_and_opens_again(case: Case, wren: Person, now: datetime) -> None:
    closed = closure.close_case(case, actor=wren, now=now)
    state = closed.state
    again = closure.reopen_case(closed, actor=wren, now=now)

    assert (state, again.state, again.closed_at) == (State.CLOSED, State.OPEN, None)
    assert kinds(case) == ["case.closed", "case.reopened"]


def test_adds_nothing_to_a_closed_case(case: Case, wren: Person, now: datetime) -> None:
    closed = closure.close_case(case, actor=wren, now=now)

    with pytest.raises(closure.CaseIsClosed):
        contacts.change_contact(closed, reach=contacts.Reach(), actor=wren, now=now)


def test_hides_that_a_note_was_written_from_the_client(
    case: Case, bea: Person, wren: Person, now: datetime
) -> None:
    notes.write_note(case, text="Call on Monday", actor=bea, now=now)

    assert [line.kind for line in timeline.lines(case, reader=bea)] == ["note.written"]
    assert timeline.lines(case, reader=wren) == []


def test_lets_no_client_write_a_note(case: Case, wren: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        notes.write_note(case, text="x", actor=wren, now=now)


def test_keeps_contact_details_and_tells_only_that_they_changed(
    case: Case, wren: Person, now: datetime
) -> None:
    contacts.change_contact(
        case, reach=contacts.Reach(mail="bird@post.example"), actor=wren, now=now
    )

    assert Contact.objects.get(case=case).mail == "bird@post.example"
    assert case.timeline.get().payload == {}


def test_tells_nothing_where_the_contact_stayed_the_same(
    case: Case, wren: Person, now: datetime
) -> None:
    reach = contacts.Reach(name="Wren")
    contacts.change_contact(case, reach=reach, actor=wren, now=now)
    contacts.change_contact(case, reach=reach, actor=wren, now=now)

    assert kinds(case) == ["case.contact_changed"]


def test_lets_a_client_ask_a_team_in_with_its_code(
    junes_case: Case, june: Person, ada: Person, team: Organisation, now: datetime
) -> None:
    code = sharing.team_code(team, actor=ada, now=now)

    shared = sharing.share_case(junes_case, code=code.lower(), actor=june, now=now)

    assert (shared.organisation, shared.advocate) == (team, None)
    assert access.can(ada, access.Permission.SEE, shared)


@pytest.mark.parametrize(("days", "known"), [(7, True), (14, False)])
def test_lets_a_code_run_out(
    *,
    days: int,
    known: bool,
    junes_case: Case,
    june: Person,
    ada: Person,
    team: Organisation,
    now: datetime,
) -> None:
    code = sharing.team_code(team, actor=ada, now=now)
    later = now + timedelta(days=days)

    try:
        sharing.share_case(junes_case, code=code, actor=june, now=later)
    except sharing.CodeUnknown:
        assert not known
    else:
        assert known


def test_gives_the_code_to_no_one_but_a_supervisor(
    team: Organisation, bea: Person, now: datetime
) -> None:
    with pytest.raises(NotPermitted):
        sharing.team_code(team, actor=bea, now=now)


def test_ends_every_mandate_with_the_work_of_the_team(
    case: Case, wren: Person, bea: Person, now: datetime
) -> None:
    mandates.give_mandate(case, scope=[Scope.NOTICES], until=None, actor=wren, now=now)

    alone = sharing.unshare_case(case, actor=wren, now=now)

    assert (alone.organisation, alone.advocate) == (None, None)
    assert not access.has_mandate(bea, Scope.NOTICES, alone, now=now)
    assert not access.allowed(bea, alone)
