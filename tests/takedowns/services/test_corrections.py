"""What a team finds out about an entry: kept as its own row, shown beside the way, taken back."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from accounts.models import Organisation, Person
from cases.errors import NotPermitted
from cases.models import Case
from cases.registry.support import support
from takedowns.models import Correction, Says
from takedowns.registry.entries import WHOLE, Entry
from takedowns.registry.loader import registry
from takedowns.services import beside, corrections, routes
from takedowns.services.corrections import Book, Found, book_of

pytestmark = pytest.mark.django_db

DAY = date(2026, 11, 20)
X = registry().platforms["x"]
MEMORY = "channels[4]"
"""The way of X that stands in the registry from memory."""


def keep(actor: Person, team: Organisation, now: datetime, **more: Any) -> Correction:
    told: dict[str, Any] = {"entry": X, "says": Says.WRONG, "field": "channels[0]", **more}
    text = told.pop("text", "The form moved." if told["says"] == Says.WRONG else "")
    found = Found(told.pop("field"), "https://help.example/", DAY, text)
    return corrections.keep(organisation=team, found=found, actor=actor, now=now, **told)


def test_keeps_what_the_entry_said_then(bea: Person, team: Organisation, now: datetime) -> None:
    row = keep(bea, team, now)

    assert X.channels[0].value in row.stood
    assert (row.by, row.at, row.read_date) == (bea, now, DAY)


@pytest.mark.parametrize("nobody", ["wren", "cy", "otto", "dan"])
def test_takes_nothing_from_whoever_does_not_work_in_the_team(
    nobody: str, team: Organisation, now: datetime, request: pytest.FixtureRequest
) -> None:
    with pytest.raises(NotPermitted):
        keep(request.getfixturevalue(nobody), team, now)

    assert not Correction.objects.exists()


def test_refuses_a_field_the_entry_does_not_have(
    bea: Person, team: Organisation, now: datetime
) -> None:
    with pytest.raises(corrections.NoSuchField):
        keep(bea, team, now, field="channels[99]")


def test_confirms_only_what_stands_from_memory(
    bea: Person, team: Organisation, now: datetime
) -> None:
    assert keep(bea, team, now, says=Says.CONFIRMED, field=MEMORY).says == Says.CONFIRMED
    with pytest.raises(corrections.NothingToCheck):
        keep(bea, team, now, says=Says.CONFIRMED, field="channels[0]")


def test_shows_a_team_its_own_rows_only(
    bea: Person, dan: Person, team: Organisation, other_team: Organisation, now: datetime
) -> None:
    mine, theirs = keep(bea, team, now), keep(dan, other_team, now)

    assert list(corrections.visible_to(bea)) == [mine]
    assert list(corrections.visible_to(dan)) == [theirs]
    assert book_of([team]).rows == (mine,)
    assert book_of([]).rows == ()


def test_withdraws_and_keeps_the_row(
    bea: Person, ida: Person, team: Organisation, now: datetime
) -> None:
    row = corrections.withdraw(keep(bea, team, now), actor=ida, now=now)

    assert (row.withdrawn_by, row.withdrawn_at) == (ida, now)
    assert book_of([team]).rows == ()
    assert Correction.objects.count() == 1
    with pytest.raises(corrections.WithdrawnBefore):
        corrections.withdraw(row, actor=bea, now=now)


def test_lets_no_other_team_withdraw(
    bea: Person, dan: Person, team: Organisation, now: datetime
) -> None:
    row = keep(bea, team, now)

    with pytest.raises(NotPermitted):
        corrections.withdraw(row, actor=dan, now=now)

    assert Correction.objects.standing().get() == row


def test_says_when_the_entry_has_changed_since(
    bea: Person, team: Organisation, now: datetime
) -> None:
    keep(bea, team, now)
    keep(bea, team, now, says=Says.CONFIRMED, field=MEMORY)
    moved = replace(X, channels=tuple(replace(each, value="elsewhere") for each in X.channels))

    before, after = book_of([team]).of(X), book_of([team]).of(moved)

    assert not any(note.outdated for note in before.all)
    assert all(note.outdated for note in after.all)
    assert before.checked_at(MEMORY) is not None
    assert after.checked_at(MEMORY) is None


def test_takes_the_newest_check_of_a_field(bea: Person, team: Organisation, now: datetime) -> None:
    keep(bea, team, now, says=Says.CONFIRMED, field=MEMORY)
    newer = keep(bea, team, now + timedelta(days=1), says=Says.CONFIRMED, field=MEMORY)

    note = book_of([team]).of(X).checked_at(f"{MEMORY}.value")

    assert note is not None
    assert note.row == newer


@pytest.mark.parametrize(
    "entry", [registry().legal_bases["us-tida"], support().services["stopncii"]]
)
def test_takes_rules_and_services_too(
    entry: Entry, bea: Person, team: Organisation, now: datetime
) -> None:
    row = keep(bea, team, now, entry=entry, field=WHOLE)

    assert [note.row for note in book_of([team]).of(entry).wrong] == [row]


@pytest.mark.parametrize(
    "broken",
    [{"text": ""}, {"says": "MAYBE"}, {"entry_kind": "site"}, {"withdrawn_at": datetime.min}],
)
def test_lets_the_database_refuse_a_broken_row(
    broken: dict[str, Any], bea: Person, team: Organisation, now: datetime
) -> None:
    row = keep(bea, team, now)
    if "withdrawn_at" in broken:
        broken = {"withdrawn_at": now}

    with pytest.raises(IntegrityError), transaction.atomic():
        Correction.objects.filter(pk=row.pk).update(**broken)


def ways(case: Case, book: Book) -> dict[str, beside.Beside]:
    return beside.beside_each(routes.desk_of(case, platforms=[X.id]).ways(X), book=book)


def test_stands_beside_the_way_it_is_about_and_no_other(
    told: Case, bea: Person, team: Organisation, now: datetime
) -> None:
    keep(bea, team, now, field="channels[2]")

    found = ways(told, beside.book_for(told))

    assert {key.partition(":")[0] for key, each in found.items() if each.wrong} == {"2"}


def test_stands_beside_every_way_if_the_whole_entry_is_wrong(
    told: Case, bea: Person, team: Organisation, now: datetime
) -> None:
    keep(bea, team, now, field=WHOLE)

    assert all(each.wrong for each in ways(told, beside.book_for(told)).values())


def test_counts_an_address_as_checked_once_the_team_checked_it(
    told: Case, bea: Person, team: Organisation, now: datetime
) -> None:
    before = ways(told, beside.book_for(told))
    keep(bea, team, now, says=Says.CONFIRMED, field=MEMORY)

    after = ways(told, beside.book_for(told))

    open_before = {key for key, each in before.items() if each.unchecked}
    assert {key.partition(":")[0] for key in open_before} == {"4"}
    assert not any(each.unchecked for each in after.values())
    assert all(after[key].checked for key in open_before)


def test_tells_a_client_alone_nothing_of_any_team(
    junes_case: Case, bea: Person, team: Organisation, now: datetime
) -> None:
    keep(bea, team, now, field=WHOLE)

    assert beside.book_for(junes_case) == Book()
