"""Which place led to which, and places without a link."""

from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.models import Case
from evidence.models import Kind, Presence, Sighting
from evidence.services import observations, sightings, spreading
from evidence.services.sightings import Noticed, NotReached
from evidence.services.unlinked import Unlinked, unlinked_of
from tests.evidence import makers

pytestmark = pytest.mark.django_db

CHAT = Unlinked(
    kind=Kind.CHAT, locator="the football group", platform="Chatter", handle="+00 1",
    group="Saturday", message="118",
)  # fmt: skip


def through(number: int | None, **more: object) -> Noticed:
    return Noticed(reached_from=number, **more)  # type: ignore[arg-type]  # fields by name


def test_notes_which_place_led_there(case: Case, wren: Person) -> None:
    first = makers.sighting(case, actor=wren)

    second = makers.sighting(case, actor=wren, link=makers.OTHER_LINK, noticed=through(1))

    assert second.reached_from == first
    assert list(first.led_to.all()) == [second]


@pytest.mark.parametrize(("number", "says"), [(9, "no place 9"), (2, "cannot lead to itself")])
def test_refuses_a_place_that_cannot_have_led_there(
    case: Case, wren: Person, number: int, says: str
) -> None:
    makers.sighting(case, actor=wren)

    with pytest.raises(NotReached, match=says):
        makers.sighting(case, actor=wren, link=makers.OTHER_LINK, noticed=through(number))


def test_refuses_to_lead_in_a_ring(case: Case, wren: Person, now: datetime) -> None:
    first = makers.sighting(case, actor=wren)
    makers.sighting(case, actor=wren, link=makers.OTHER_LINK, noticed=through(1))

    with pytest.raises(NotReached, match="itself found through"):
        sightings.change(first, noticed=through(2), actor=wren, now=now)


def test_does_not_look_for_the_place_in_another_case(
    case: Case, wren: Person, junes_case: Case, june: Person
) -> None:
    makers.sighting(junes_case, actor=june)
    makers.sighting(junes_case, actor=june, link=makers.OTHER_LINK)

    with pytest.raises(NotReached, match="no place 2"):
        makers.sighting(case, actor=wren, noticed=through(2, note="the first of her own"))


def test_keeps_all_that_names_a_place_without_a_link(
    case: Case, wren: Person, now: datetime
) -> None:
    made = sightings.log_place(case, place=CHAT, noticed=Noticed(), actor=wren, now=now)

    made.refresh_from_db()
    assert unlinked_of(made) == CHAT
    assert (made.shown_place, made.url, made.key) == ("Chatter", "", "")


def test_corrects_a_place_without_a_link(case: Case, wren: Person, now: datetime) -> None:
    made = sightings.log_place(case, place=CHAT, noticed=Noticed(), actor=wren, now=now)
    right = Unlinked(kind=Kind.CHAT, locator="the other group")

    sightings.change(made, noticed=Noticed(), place=right, actor=wren, now=now)

    assert unlinked_of(Sighting.objects.get()) == right


def test_tells_how_long_each_place_was_seen(case: Case, wren: Person, now: datetime) -> None:
    seen = now - timedelta(days=9)
    first = makers.sighting(case, actor=wren, noticed=Noticed(seen_at=seen, views=5))
    makers.sighting(case, actor=wren, link=makers.OTHER_LINK, noticed=through(1, seen_at=now))
    makers.sighting(case, actor=wren, link="https://leak.example/untimed")
    observations.observe(first, presence=Presence.GONE, observed_at=now, actor=wren, now=now)

    one, two = spreading.stays(case)

    assert (one.first, one.last, one.gone, one.views) == (seen, now, True, 5)
    assert (two.number, two.reached_from, two.gone) == (2, 1, False)
