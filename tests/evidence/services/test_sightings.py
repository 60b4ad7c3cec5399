"""Places noted in a case."""

from dataclasses import replace
from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, State
from evidence.links import normalise
from evidence.models import Kind, Observation, Presence, Sighting
from evidence.services import observations, sightings
from evidence.services.sightings import CaseClosed, Noticed, PlaceKnown
from evidence.services.unlinked import Unlinked
from tests.evidence import makers

pytestmark = pytest.mark.django_db

NOTHING = Noticed()


def log(
    case: Case, actor: Person, now: datetime, *raw: str, noticed: Noticed = NOTHING
) -> list[Sighting]:
    links = [normalise(one) for one in raw]
    return sightings.log_links(case, links=links, noticed=noticed, actor=actor, now=now)


def test_numbers_places_in_the_order_they_were_given(
    case: Case, wren: Person, now: datetime
) -> None:
    made = log(case, wren, now, makers.LINK, makers.OTHER_LINK)

    assert [(row.number, row.host) for row in made] == [
        (1, "www.reddit.com"),
        (2, "pictures.example"),
    ]


def test_recognises_platform_and_kind_of_page(case: Case, wren: Person, now: datetime) -> None:
    [made] = log(case, wren, now, makers.LINK)

    assert (made.platform, made.page_kind) == ("reddit", "post")
    assert made.as_seen == makers.LINK


def test_notes_one_place_once_however_it_is_written(
    case: Case, wren: Person, now: datetime
) -> None:
    log(case, wren, now, "https://pictures.example/view/1")

    again = log(case, wren, now, "hxxps://pictures[.]example/view/1/", makers.LINK)

    assert [row.host for row in again] == ["www.reddit.com"]
    assert Sighting.objects.count() == 2


def test_tells_of_each_line_before_anything_is_written(
    case: Case, wren: Person, now: datetime
) -> None:
    log(case, wren, now, makers.LINK)
    text = f"{makers.LINK}\n{makers.OTHER_LINK}\n{makers.OTHER_LINK}\nmagnet:?xt=urn:btih:0"

    known, new, twice, wrong = sightings.survey(case, text=text)

    assert known.twin is not None and known.twin.number == 1
    assert new.is_new and twice.same_as == 2
    assert wrong.fault.startswith("This is a torrent link")
    assert Sighting.objects.count() == 1


def test_takes_the_moment_of_seeing_as_the_first_look(
    case: Case, wren: Person, now: datetime
) -> None:
    [made] = log(case, wren, now, makers.LINK, noticed=Noticed(seen_at=now, seen_zone="UTC"))

    look = Observation.objects.get(sighting=made)
    assert (look.presence, look.observed_at, look.observer) == (Presence.LIVE, now, wren)


def test_says_nothing_of_a_place_nobody_has_seen(case: Case, wren: Person, now: datetime) -> None:
    log(case, wren, now, makers.LINK)

    assert not Observation.objects.exists()


def test_notes_a_place_without_a_link_by_its_locator(
    case: Case, wren: Person, now: datetime
) -> None:
    made = sightings.log_place(
        case,
        place=Unlinked(kind=Kind.CHAT, locator="the football group"),
        noticed=Noticed(uploader="kay"),
        actor=wren,
        now=now,
    )

    assert (made.kind, made.locator, made.uploader) == (Kind.CHAT, "the football group", "kay")


def test_writes_one_line_of_the_story_for_many_places(
    case: Case, wren: Person, now: datetime
) -> None:
    log(case, wren, now, makers.LINK, makers.OTHER_LINK)

    [event] = case.timeline.all()
    assert (event.kind, event.payload) == ("sighting.added_many", {"count": 2})


def test_refuses_a_place_in_a_closed_case(case: Case, wren: Person, now: datetime) -> None:
    case.state = State.CLOSED
    case.save()

    with pytest.raises(CaseClosed):
        log(case, wren, now, makers.LINK)


@pytest.mark.parametrize("who", ["ida", "cy", "otto", "dan", "june"])
def test_lets_nobody_without_the_case_note_a_place(
    request: pytest.FixtureRequest, case: Case, now: datetime, who: str
) -> None:
    with pytest.raises(NotPermitted):
        log(case, request.getfixturevalue(who), now, makers.LINK)


def test_corrects_a_link_and_recognises_it_again(case: Case, wren: Person, now: datetime) -> None:
    made = makers.sighting(case, actor=wren, link=makers.OTHER_LINK)

    changed = sightings.change(
        made, noticed=Noticed(note="seen by a friend"), link=normalise(makers.LINK),
        actor=wren, now=now,
    )  # fmt: skip

    assert (changed.platform, changed.note) == ("reddit", "seen by a friend")


def test_refuses_a_correction_that_names_another_place(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.sighting(case, actor=wren)
    other = makers.sighting(case, actor=wren, link=makers.OTHER_LINK)

    with pytest.raises(PlaceKnown, match="number 1"):
        sightings.change(other, noticed=Noticed(), link=normalise(makers.LINK), actor=wren, now=now)


def test_adds_a_look_when_the_moment_of_seeing_is_corrected(
    case: Case, wren: Person, now: datetime
) -> None:
    made = makers.sighting(case, actor=wren)
    noticed = replace(Noticed(), seen_at=now, seen_zone="UTC")

    sightings.change(made, noticed=noticed, actor=wren, now=now)
    sightings.change(made, noticed=noticed, actor=wren, now=now)

    assert made.observations.count() == 1


def test_adds_looks_and_never_edits_them(case: Case, bea: Person, now: datetime) -> None:
    made = makers.sighting(case, actor=bea)

    for presence in (Presence.LIVE, Presence.GONE):
        observations.observe(made, presence=presence, observed_at=now, actor=bea, now=now)

    assert made.observations.count() == 2
    assert case.timeline.latest("pk").payload == {"number": 1, "state": "gone"}


def test_refuses_a_look_that_lies_ahead(case: Case, bea: Person, now: datetime) -> None:
    made = makers.sighting(case, actor=bea)
    ahead = now.replace(year=2027)

    with pytest.raises(observations.NotYet):
        observations.observe(made, presence=Presence.GONE, observed_at=ahead, actor=bea, now=now)
