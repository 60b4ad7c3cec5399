"""“This is wrong” and “I checked this”: kept for the team, shown to nobody else."""

from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Case
from takedowns.models import Correction, Notice, Says
from tests import factories

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
WRONG, CHECKED = "/entries/platform/x/wrong/", "/entries/platform/x/checked/"
BODY = {
    "field": "channels[0]", "text": "The form moved to another page.",
    "source": "https://help.example/moved", "read_date": "2026-11-20",
}  # fmt: skip


@pytest.fixture(autouse=True)
def on_a_day(time_machine_at: Callable[[datetime], None], now: datetime) -> None:
    time_machine_at(now)


@pytest.fixture
def row(bea: Person, team: Organisation, client: Client) -> Correction:
    """What Bea noted about the first way of X."""
    client.force_login(bea)
    assert client.post(WRONG, BODY).status_code == 302
    return Correction.objects.get()


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_keeps_what_is_wrong_and_shows_it_beside_the_address(
    row: Correction, ida: Person, browse: Browse
) -> None:
    answer = browse(ida).get("/platforms/x/")

    ways = [way for way in answer.context["ways"] if way.mark.wrong]
    assert [way.path for way in ways] == ["channels[0]"]
    assert BODY["text"] in answer.content.decode()
    assert "https://help.example/moved" in answer.content.decode()


def test_hides_it_from_other_teams_and_from_clients(
    row: Correction, dan: Person, wren: Person, cy: Person, otto: Person, browse: Browse
) -> None:
    for someone in (dan, wren, cy, otto):
        for path in ("/platforms/x/", "/platforms/"):
            text = shown(browse(someone), path)
            assert BODY["text"] not in text
            assert "noted wrong" not in text


def test_fills_in_the_field_the_reader_came_from(bea: Person, browse: Browse) -> None:
    form = browse(bea).get(WRONG, {"field": "channels[2]"}).context["form"]

    assert form["field"].value() == "channels[2]"


@pytest.mark.parametrize("missing", ["field", "text", "source", "read_date"])
def test_asks_for_what_is_missing_and_keeps_the_rest(
    missing: str, bea: Person, browse: Browse
) -> None:
    answer = browse(bea).post(WRONG, BODY | {missing: ""})

    assert answer.status_code == 422
    assert missing in answer.context["form"].errors
    kept = [value for name, value in BODY.items() if name not in {missing, "field", "read_date"}]
    assert all(value in answer.content.decode() for value in kept)
    assert not Correction.objects.exists()


def test_refuses_a_day_to_come(bea: Person, browse: Browse) -> None:
    answer = browse(bea).post(WRONG, BODY | {"read_date": "2026-11-23"})

    assert "This day is still to come." in answer.content.decode()


def test_shows_a_checked_field_as_checked_by_the_organisation(
    bea: Person, dan: Person, browse: Browse
) -> None:
    client = browse(bea)
    client.post(CHECKED, {k: v for k, v in BODY.items() if k != "text"} | {"field": "channels[4]"})

    mine, theirs = shown(client, "/platforms/x/"), shown(browse(dan), "/platforms/x/")

    assert Correction.objects.get().says == Says.CONFIRMED
    assert "checked by your organisation on 20 Nov 2026" in mine
    assert "checked by your organisation" not in theirs


def test_offers_to_check_only_what_stands_from_memory(bea: Person, browse: Browse) -> None:
    client = browse(bea)
    choices = dict(client.get(CHECKED).context["form"].fields["field"].choices)

    assert "channels[4]" in choices
    assert "channels[0]" not in choices
    assert client.post(CHECKED, BODY).status_code == 422


def test_withdraws_it(row: Correction, ida: Person, browse: Browse) -> None:
    client = browse(ida)

    answer = client.post(f"/entries/notes/{row.pk}/withdraw/", follow=True)

    assert answer.status_code == 200
    assert BODY["text"] not in answer.content.decode()


@pytest.mark.parametrize(("who", "status"), [("dan", 404), ("wren", 404), ("cy", 403)])
def test_lets_nobody_else_withdraw(
    who: str, status: int, row: Correction, browse: Browse, request: pytest.FixtureRequest
) -> None:
    client = browse(request.getfixturevalue(who))

    assert client.post(f"/entries/notes/{row.pk}/withdraw/").status_code == status
    row.refresh_from_db()
    assert row.withdrawn_at is None


@pytest.mark.parametrize("path", ["/entries/site/x/wrong/", "/entries/platform/no/wrong/"])
def test_does_not_know_an_entry_that_is_not_there(path: str, bea: Person, browse: Browse) -> None:
    assert browse(bea).get(path).status_code == 404


def test_asks_whoever_works_in_two_teams_for_which(
    bea: Person, team: Organisation, other_team: Organisation, now: datetime, browse: Browse
) -> None:
    Membership.objects.create(
        organisation=other_team, person=bea, role=Role.ADVOCATE, joined_at=now
    )
    client = browse(bea)

    assert client.post(WRONG, BODY).status_code == 422
    client.post(WRONG, BODY | {"team": str(other_team.pk)})

    assert Correction.objects.get().organisation == other_team


def test_stands_beside_the_way_where_a_way_is_chosen(
    row: Correction, told: Case, bea: Person, browse: Browse
) -> None:
    factories.sighting(told, "https://x.com/invented/status/11")

    text = shown(browse(bea), f"/b/{told.ref}/letters/new/")

    assert text.count(BODY["text"]) >= 1


def test_stands_on_the_letter_and_beside_its_fields(
    row: Correction, approved: Notice, bea: Person, browse: Browse
) -> None:
    Correction.objects.update(field=f"channels[{approved.channel}]")
    letter = f"/b/{approved.case.ref}/letters/{approved.pk}/"

    for path in (letter, f"{letter}copy/"):
        assert BODY["text"] in shown(browse(bea), path)


def test_shows_a_client_alone_the_entry_as_it_is(
    row: Correction, junes_case: Case, june: Person, browse: Browse
) -> None:
    factories.sighting(junes_case, "https://x.com/invented/status/11")

    text = shown(browse(june), f"/b/{junes_case.ref}/letters/new/")

    assert "X (Twitter)" in text
    assert BODY["text"] not in text
    assert browse(june).get(WRONG).status_code == 403
