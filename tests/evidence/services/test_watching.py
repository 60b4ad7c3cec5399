"""Cases in which the server looks again by itself, because a person asked for it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from cases.models import Age, Case
from evidence import tasks
from evidence.models import (
    Exhibit,
    Observation,
    Presence,
    Recheck,
    RecheckState,
    Sighting,
    Watch,
)
from evidence.services import rechecks, watching
from evidence.services.watching import CannotWatch
from tests.evidence import makers
from tests.evidence.fetching.site import HOST, Says, Site, standing_site
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LINK = f"https://{HOST}/view/18580"
WEEK = timedelta(days=7)


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    with standing_site() as made:
        settings.FETCH_ALLOWED = {HOST: ("127.0.0.1", made.port)}
        made.says |= {"/": Says(), "/view/18580": Says(body=b"<a href='/view/18580'>it</a>")}
        yield made


@pytest.fixture
def place(case: Case, wren: Person) -> Sighting:
    return makers.sighting(case, actor=wren, link=LINK)


def go(now: datetime) -> int:
    """Every round and every look that is due."""
    while (watch := watching.claim(now=now)) is not None:
        watching.go_round(watch, now=now)
    done = 0
    while (recheck := rechecks.claim(now=now)) is not None:
        rechecks.look(recheck, now=now)
        done += 1
    return done


def test_looks_now_and_again_after_the_days(
    site: Site, case: Case, place: Sighting, wren: Person
) -> None:
    watching.start(case, every_days=7, actor=wren, now=NOON)

    looks = [go(NOON), go(NOON + timedelta(days=6)), go(NOON + WEEK), go(NOON + WEEK)]

    assert looks == [1, 0, 1, 0]


def test_keeps_a_page_only_where_it_says_something_new(
    site: Site, case: Case, place: Sighting, wren: Person
) -> None:
    watching.start(case, every_days=7, actor=wren, now=NOON)
    go(NOON)
    site.says["/view/18580"] = Says(body=b"<a href='/view/18580'>it</a> 2 comments")
    go(NOON + WEEK)
    site.says["/view/18580"] = Says(404, b"not here")
    go(NOON + 2 * WEEK)

    assert Observation.objects.count() == 3 and Exhibit.objects.count() == 2


def test_ends_where_every_place_was_gone_twice(
    site: Site, case: Case, place: Sighting, wren: Person
) -> None:
    site.says["/view/18580"] = Says(404, b"not here")
    watching.start(case, every_days=1, actor=wren, now=NOON)

    looks = [go(NOON + timedelta(days=day)) for day in range(4)]

    assert looks == [1, 1, 0, 0]
    ended = Watch.objects.get()
    assert ended.ended_at is not None and "gone" in ended.why_ended


def test_goes_on_where_a_place_only_asks_to_sign_in(
    site: Site, case: Case, place: Sighting, wren: Person
) -> None:
    site.says["/view/18580"] = Says(401, b"sign in")
    watching.start(case, every_days=1, actor=wren, now=NOON)

    looks = [go(NOON + timedelta(days=day)) for day in range(4)]

    assert looks == [1, 1, 1, 1]
    assert set(Observation.objects.values_list("presence", flat=True)) == {Presence.LOGIN_WALL}


@pytest.mark.parametrize("change", [{"age": Age.UNSURE}, {"state": "CLOSED"}, {"client": None}])
def test_ends_by_itself_where_it_may_not_look_any_more(
    site: Site, case: Case, place: Sighting, wren: Person, change: dict[str, Any]
) -> None:
    watching.start(case, every_days=1, actor=wren, now=NOON)
    Case.objects.filter(pk=case.pk).update(**change)

    assert go(NOON) == 0
    assert watching.running(case) is None and site.asked == []


def test_ends_when_the_person_says_so(
    site: Site, case: Case, place: Sighting, wren: Person, bea: Person
) -> None:
    watch = watching.start(case, every_days=1, actor=wren, now=NOON)
    claimed = watching.claim(now=NOON)
    assert claimed is not None and watching.go_round(claimed, now=NOON) == 1

    watching.end(watch, actor=bea, now=NOON)

    assert go(NOON + WEEK) == 0 and not Recheck.objects.exists()


def test_runs_once_in_a_case_and_asks_each_place_once(
    site: Site, case: Case, place: Sighting, wren: Person
) -> None:
    for days in (1, 3):
        watching.start(case, every_days=days, actor=wren, now=NOON)
    rechecks.ask(place, actor=wren, now=NOON)

    assert go(NOON) == 1
    assert Watch.objects.get().every_days == 3


@pytest.mark.parametrize("days", [0, 2, 365])
def test_takes_only_the_days_it_offers(case: Case, wren: Person, days: int) -> None:
    with pytest.raises(CannotWatch):
        watching.start(case, every_days=days, actor=wren, now=NOON)


def test_is_one_workers_at_a_time(site: Site, case: Case, place: Sighting, wren: Person) -> None:
    watching.start(case, every_days=1, actor=wren, now=NOON)

    first, second = watching.claim(now=NOON), watching.claim(now=NOON)
    later = watching.claim(now=NOON + timedelta(minutes=6))
    assert first is not None and later is not None

    assert second is None
    assert watching.go_round(first, now=NOON) == 0
    assert watching.go_round(later, now=NOON + timedelta(minutes=6)) == 1


def test_lets_no_place_that_breaks_a_look_stop_the_sweep(
    site: Site, case: Case, place: Sighting, wren: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = makers.sighting(case, actor=wren, link=f"https://{HOST}/view/18581")
    asked = rechecks.ask(place, actor=wren, now=NOON)
    rechecks.ask(other, actor=wren, now=NOON + timedelta(minutes=1))
    visit = rechecks.visit

    def breaks(sighting: Sighting) -> rechecks.Shown:
        if sighting.pk == place.pk:
            raise AssertionError("nobody foresaw this")
        return visit(sighting)

    monkeypatch.setattr(rechecks, "visit", breaks)
    tasks.sweep_rechecks()

    assert Observation.objects.get().sighting == other
    asked.refresh_from_db()
    assert asked.state == RecheckState.WORKING


def test_is_swept_by_the_worker(site: Site, case: Case, place: Sighting, wren: Person) -> None:
    watching.start(case, every_days=1, actor=wren, now=NOON)

    tasks.sweep_rechecks()
    tasks.sweep_rechecks()

    assert Observation.objects.count() == 1
