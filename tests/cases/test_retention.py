"""How long a case is kept, who may end it, and that nothing happens by surprise."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, Retention, State
from cases.services import retention
from cases.services.retention import GRACE, Dates, RetentionRefused
from cases.tasks import sweep_retention
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

Travel = Callable[[datetime], None]


def dated(case: Case, wren: Person, *, days: int, now: datetime) -> Retention:
    dates = Dates(delete=(now + timedelta(days=days)).date())
    return retention.set_dates(case, dates=dates, actor=wren, now=now)


def test_deletes_nothing_without_a_date(case: Case, now: datetime, time_machine_at: Travel) -> None:
    time_machine_at(now + timedelta(days=9000))

    sweep_retention()

    case.refresh_from_db()
    assert case.state == State.OPEN


def test_warns_then_waits_then_deletes(
    case: Case, wren: Person, now: datetime, time_machine_at: Travel
) -> None:
    dated(case, wren, days=90, now=now)
    states = []

    for days in (59, 61, 92, 121, 125):
        time_machine_at(now + timedelta(days=days))
        sweep_retention()
        row = Retention.objects.get()
        case.refresh_from_db()
        states.append((bool(row.warned_at), bool(row.due_at), case.state))

    assert states == [
        (False, False, State.OPEN), (True, False, State.OPEN), (True, True, State.CLOSED),
        (True, True, State.CLOSED), (False, True, State.DISPOSED),
    ]  # fmt: skip


def test_never_begins_before_the_warning_stood(
    case: Case, wren: Person, now: datetime, time_machine_at: Travel
) -> None:
    dated(case, wren, days=90, now=now)
    time_machine_at(now + timedelta(days=400))

    sweep_retention()
    sweep_retention()

    row = Retention.objects.get()
    assert row.warned_at is not None
    assert row.due_at is None


def test_counts_a_changed_day_from_a_new_warning(case: Case, wren: Person, now: datetime) -> None:
    dated(case, wren, days=31, now=now)
    retention.warn(case, now=now)

    dated(case, wren, days=200, now=now)

    assert Retention.objects.get().warned_at is None


@pytest.mark.parametrize(
    "dates", [(None, 29), (0, 60), (-1, None), (80, 70)], ids=["soon", "today", "past", "order"]
)
def test_refuses_days_that_leave_no_time(
    dates: tuple[int | None, int | None], case: Case, wren: Person, now: datetime
) -> None:
    remind, delete = (None if d is None else (now + timedelta(days=d)).date() for d in dates)

    with pytest.raises(RetentionRefused):
        retention.set_dates(case, dates=Dates(remind, delete), actor=wren, now=now)


def test_lets_a_hold_stop_everything(
    case: Case, wren: Person, bea: Person, now: datetime, time_machine_at: Travel
) -> None:
    retention.ask_for_deletion(case, actor=wren, now=now)
    retention.hold(case, reason="A court case is open.", actor=bea, now=now)
    time_machine_at(now + timedelta(days=900))

    sweep_retention()

    case.refresh_from_db()
    assert case.state != State.DISPOSED
    with pytest.raises(RetentionRefused):
        retention.ask_for_deletion(case, actor=wren, now=now)
    assert retention.dispose(case, now=now + timedelta(days=900)) is False


def test_can_be_undone_until_the_last_moment(case: Case, wren: Person, now: datetime) -> None:
    retention.ask_for_deletion(case, actor=wren, now=now)

    retention.undo(case, actor=wren, now=now + GRACE - timedelta(seconds=1))

    case.refresh_from_db()
    assert case.state == State.OPEN
    assert retention.dispose(case, now=now + GRACE * 3) is False


def test_is_taken_back_with_one_press(
    case: Case, wren: Person, browse: Callable[..., Client], now: datetime
) -> None:
    retention.ask_for_deletion(case, actor=wren, now=now)
    reader = browse(wren)
    assert "Do not delete it" in reader.get(f"/b/{case.ref}/keep/").content.decode()

    reader.post(f"/b/{case.ref}/keep/", {"undo": "1"})

    case.refresh_from_db()
    assert case.state == State.OPEN


@pytest.mark.parametrize("name", ["bea", "ada"])
def test_lets_nobody_else_delete_what_belongs_to_a_client(
    name: str, case: Case, request: pytest.FixtureRequest, now: datetime
) -> None:
    with pytest.raises(RetentionRefused):
        retention.ask_for_deletion(case, actor=request.getfixturevalue(name), now=now)


def test_lets_whoever_leads_the_team_delete_a_case_without_an_account(
    case: Case, ada: Person, bea: Person, now: datetime
) -> None:
    Case.objects.filter(pk=case.pk).update(client=None)
    case.refresh_from_db()

    with pytest.raises(RetentionRefused):
        retention.ask_for_deletion(case, actor=bea, now=now)

    assert retention.ask_for_deletion(case, actor=ada, now=now).due_at == now + GRACE


def test_refuses_a_stranger(case: Case, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        retention.ask_for_deletion(case, actor=dan, now=now)


def test_asks_for_the_number_by_hand(case: Case, wren: Person, client: Client) -> None:
    sign_in(client, wren)
    path = f"/b/{case.ref}/keep/delete/"

    slip = client.post(path, {"typed": "A1-AAA1"})
    assert slip.status_code == 422
    assert not Retention.objects.exclude(due_at=None).exists()
    done = client.post(path, {"typed": case.ref.lower()})

    assert done.status_code == 302
    assert Retention.objects.get().due_at is not None


def test_asks_whether_it_is_still_you(case: Case, wren: Person, client: Client) -> None:
    client.force_login(wren)

    response = client.post(f"/b/{case.ref}/keep/delete/", {"typed": case.ref})

    assert "/in/reauthenticate/" in response["Location"]
    assert not Retention.objects.exclude(due_at=None).exists()


def test_says_on_its_page_that_the_day_comes_near(
    case: Case, wren: Person, browse: Callable[..., Client], now: datetime
) -> None:
    dated(case, wren, days=31, now=now)
    retention.warn(case, now=now)

    page = browse(wren).get(f"/b/{case.ref}/").content.decode()

    assert "It is to be deleted on" in page
