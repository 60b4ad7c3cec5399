"""Looks of the server: only where asked for, never on a guess, each written down once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case, State, TimelineEvent
from evidence.models import (
    Capture,
    CaptureWay,
    CustodyEvent,
    Exhibit,
    LookedBy,
    Observation,
    Presence,
    Recheck,
    RecheckState,
    Sighting,
)
from evidence.services import captures, describing, observations, rechecks, vault, verifying
from evidence.services.describing import Described
from evidence.services.findings import Verdict
from evidence.services.rechecks import NotLooked
from tests.evidence import makers
from tests.evidence.fetching.site import HOST, Says, Site, standing_site
from tests.factories import NOON

pytestmark = pytest.mark.django_db

LINK = f"https://{HOST}/view/18580"
PAGE = Says(body=b'<title>Here</title><a href="/view/18580">it</a><img src="/i/18580.jpg">')


@pytest.fixture
def site(settings: Any) -> Iterator[Site]:
    with standing_site() as made:
        settings.FETCH_ALLOWED = {HOST: ("127.0.0.1", made.port)}
        made.says["/"] = Says()
        made.says["/view/18580"] = PAGE
        yield made


@pytest.fixture
def place(case: Case, wren: Person) -> Sighting:
    return makers.sighting(case, actor=wren, link=LINK)


def looked(place: Sighting, *, actor: Person, now: datetime = NOON) -> Observation | None:
    asked = rechecks.ask(place, actor=actor, now=now)
    claimed = rechecks.claim(now=now, only=asked.pk)
    assert claimed is not None
    return rechecks.look(claimed, now=now)


def test_writes_down_what_the_server_was_shown(site: Site, place: Sighting, wren: Person) -> None:
    made = looked(place, actor=wren)

    assert made is not None and made.presence == Presence.LIVE
    assert (made.way, made.reason, made.observer) == (LookedBy.SERVER, "named", None)
    assert made.figures["status"] == 200 and made.figures["bytes"] == len(PAGE.body)


def test_keeps_the_page_and_loads_nothing_of_it(site: Site, place: Sighting, wren: Person) -> None:
    looked(place, actor=wren)

    exhibit = Exhibit.objects.get(sighting=place)
    capture = Capture.objects.get(exhibit=exhibit)
    assert site.paths == ["/view/18580"]
    assert vault.read_all(exhibit.file) == PAGE.body and exhibit.mime == "text/html"
    assert capture.way == CaptureWay.SERVER and capture.captured_at == NOON
    assert [rung.way for rung in captures.reached(exhibit).rungs] == ["SERVER"]


def test_leaves_a_chain_that_holds(site: Site, place: Sighting, wren: Person) -> None:
    looked(place, actor=wren)
    sound = verifying.verify(place.case).verdict
    Observation.objects.filter(sighting=place).update(figures={"status": 404})
    bent = verifying.verify(place.case).verdict

    assert sound == Verdict.SOUND and bent == Verdict.BROKEN
    kinds = CustodyEvent.objects.filter(case=place.case).values_list("kind", flat=True)
    assert {"exhibit.fetched", "place.fetched"} <= set(kinds)


def test_stays_fetched_whatever_is_added_about_it(
    site: Site, place: Sighting, wren: Person
) -> None:
    looked(place, actor=wren)
    exhibit = Exhibit.objects.get(sighting=place)

    describing.describe(exhibit, said=Described(tool="A browser"), actor=wren, now=NOON)

    assert captures.reached(exhibit).highest.way == "SERVER"


@pytest.mark.parametrize(
    ("says", "front", "presence", "reason"),
    [
        (Says(404, b"no"), Says(), Presence.GONE, "status-404"),
        (Says(410, b"no"), Says(), Presence.GONE, "status-410"),
        (Says(404, b"no"), Says(404, b"no"), Presence.UNKNOWN, "whole-site"),
        (Says(404, b"no"), Says(503, b"no"), Presence.UNKNOWN, "whole-site"),
        (Says(451, b""), Says(), Presence.RESTRICTED, "status-451"),
        (Says(200, b"Sign in to continue"), Says(), Presence.LOGIN_WALL, "login-words"),
        (Says(200, b"Page not found"), Says(), Presence.UNKNOWN, "soft-gone"),
        (Says(302, b"", {"Location": "/"}), Says(), Presence.UNKNOWN, "led-elsewhere"),
        (Says(302, b"", {"Location": "http://10.0.0.1/"}), Says(), Presence.UNKNOWN, "private"),
    ],
)
def test_says_gone_only_where_it_is_sure(
    site: Site, place: Sighting, wren: Person,
    says: Says, front: Says, presence: Presence, reason: str,
) -> None:  # fmt: skip
    site.says |= {"/view/18580": says, "/": front}

    made = looked(place, actor=wren)

    assert made is not None and (made.presence, made.reason) == (presence, reason)


def test_knows_nothing_where_the_site_does_not_answer(
    settings: Any, place: Sighting, wren: Person
) -> None:
    settings.FETCH_ALLOWED = {HOST: ("127.0.0.1", 9)}

    made = looked(place, actor=wren)

    assert made is not None and made.presence == Presence.UNKNOWN and made.reason == "no-answer"
    assert not Exhibit.objects.exists()


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_never_looks_where_some_of_it_may_be_of_a_minor(
    site: Site, place: Sighting, wren: Person, age: Age
) -> None:
    asked = rechecks.ask(place, actor=wren, now=NOON)
    Case.objects.filter(pk=place.case_id).update(age=age)
    claimed = rechecks.claim(now=NOON, only=asked.pk)
    assert claimed is not None

    made = rechecks.look(claimed, now=NOON)
    with pytest.raises(NotLooked):
        rechecks.ask(Sighting.objects.get(pk=place.pk), actor=wren, now=NOON + timedelta(hours=1))

    assert made is None and site.asked == []
    assert Recheck.objects.get().state == RecheckState.DROPPED


def test_does_not_look_for_somebody_who_may_not_any_more(
    site: Site, case: Case, place: Sighting, bea: Person
) -> None:
    asked = rechecks.ask(place, actor=bea, now=NOON)
    Case.objects.filter(pk=case.pk).update(advocate=None)
    claimed = rechecks.claim(now=NOON, only=asked.pk)
    assert claimed is not None

    assert rechecks.look(claimed, now=NOON) is None
    assert site.asked == []
    assert TimelineEvent.objects.filter(kind="place.not_fetched").count() == 1


def test_does_not_look_in_a_closed_case(site: Site, place: Sighting, wren: Person) -> None:
    Case.objects.filter(pk=place.case_id).update(state=State.CLOSED)

    with pytest.raises(NotLooked, match="closed"):
        rechecks.ask(Sighting.objects.get(pk=place.pk), actor=wren, now=NOON)


def test_does_nothing_for_the_stranger(place: Sighting, dan: Person, ida: Person) -> None:
    for person in (dan, ida):
        with pytest.raises(NotPermitted):
            rechecks.ask(place, actor=person, now=NOON)


def test_looks_once_however_often_it_is_asked(site: Site, place: Sighting, wren: Person) -> None:
    rechecks.ask(place, actor=wren, now=NOON)
    with pytest.raises(NotLooked, match="asked already"):
        rechecks.ask(place, actor=wren, now=NOON)
    claimed = rechecks.claim(now=NOON)
    assert claimed is not None and rechecks.claim(now=NOON) is None
    rechecks.look(claimed, now=NOON)
    with pytest.raises(NotLooked, match="a moment ago"):
        rechecks.ask(place, actor=wren, now=NOON + timedelta(minutes=1))

    assert site.paths == ["/view/18580"]


def test_writes_nothing_where_another_worker_took_over(
    site: Site, place: Sighting, wren: Person
) -> None:
    rechecks.ask(place, actor=wren, now=NOON)
    lost = rechecks.claim(now=NOON)
    taken = rechecks.claim(now=NOON + timedelta(minutes=3))
    assert lost is not None and taken is not None

    assert rechecks.look(lost, now=NOON) is None
    assert rechecks.look(taken, now=NOON + timedelta(minutes=3)) is not None
    assert Observation.objects.count() == 1 and Exhibit.objects.count() == 1


def test_gives_up_on_a_look_that_kills_its_workers(
    site: Site, place: Sighting, wren: Person
) -> None:
    rechecks.ask(place, actor=wren, now=NOON)
    at = NOON
    for _ in range(rechecks.MOST_ATTEMPTS + 1):
        claimed = rechecks.claim(now=at)
        at += timedelta(minutes=3)
    assert claimed is not None

    assert rechecks.look(claimed, now=at) is None
    assert "several times" in Recheck.objects.get().trouble


def test_refuses_a_place_without_a_link_and_one_on_another_port(
    case: Case, wren: Person, place: Sighting
) -> None:
    Sighting.objects.filter(pk=place.pk).update(url="", locator="a chat")

    with pytest.raises(NotLooked, match="no link"):
        rechecks.ask(Sighting.objects.get(pk=place.pk), actor=wren, now=NOON)


def test_counts_a_place_as_gone_after_two_looks_a_day_apart(
    case: Case, wren: Person, place: Sighting
) -> None:
    other = makers.sighting(case, actor=wren, link=makers.OTHER_LINK)
    for row, hours in ((place, 0), (place, 24), (other, 0), (other, 23)):
        observations.observe(
            row, presence=Presence.GONE, observed_at=NOON + timedelta(hours=hours),
            actor=wren, now=NOON + timedelta(days=2),
        )  # fmt: skip

    assert observations.gone_twice([place, other]) == {place.pk}


def test_does_not_count_a_place_as_gone_that_was_seen_again_between(
    wren: Person, place: Sighting
) -> None:
    for hours, presence in ((0, Presence.GONE), (12, Presence.LOGIN_WALL), (36, Presence.GONE)):
        observations.observe(
            place, presence=presence, observed_at=NOON + timedelta(hours=hours),
            actor=wren, now=NOON + timedelta(days=2),
        )  # fmt: skip

    assert observations.gone_twice([place]) == set()
