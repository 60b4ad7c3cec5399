"""Which letters are proposed for the open places of a case."""

from datetime import datetime

import pytest

from accounts.models import Person
from cases.models import Case, Taker
from evidence.models import Observation, Presence, Sighting
from takedowns.models import Notice
from takedowns.services import notices, proposals, routes
from takedowns.services.proposals import Group
from takedowns.services.routes import Route

pytestmark = pytest.mark.django_db


def ways_to(group: Group, case: Case) -> tuple[Route, ...]:
    return routes.desk_of(case, platforms=[group.platform.id]).ways(group.platform)


def keys(case: Case) -> list[str]:
    return [group.key for group in proposals.proposals(case).groups]


def test_groups_open_places_by_the_service_that_can_act(told: Case, places: list[Sighting]) -> None:
    assert keys(told) == ["x|", "google-search|", "generic-host|imageplace.example"]


def test_proposes_the_way_with_a_legal_clock_first(to_x: Group) -> None:
    best = to_x.best

    assert best is not None and best.basis is not None
    assert (best.channel.type, best.basis.id) == ("tida", "us-tida")
    assert "48 hours" in best.clock


def test_leaves_out_copyright_where_someone_else_took_the_picture(told: Case, to_x: Group) -> None:
    told.taker = Taker.OTHER

    offered = {route.basis.id for route in ways_to(to_x, told) if route.basis}

    assert "us-dmca-512c" not in offered


def test_puts_a_way_that_hands_over_the_name_last(told: Case, to_x: Group) -> None:
    last = ways_to(to_x, told)[-1]

    assert last.channel.discloses_reporter == "yes"
    assert "Whoever posted it gets to know it too." in last.exposure


def test_offers_only_the_rules_the_person_chose(told: Case, to_x: Group) -> None:
    told.jurisdictions = ["EU"]

    offered = {r.basis.jurisdiction.code for r in ways_to(to_x, told) if r.basis}

    assert offered == {"EU"}


def test_never_offers_a_rule_that_is_not_in_force(told: Case, to_x: Group) -> None:
    told.jurisdictions = ["GB"]

    offered = {route.basis.id for route in ways_to(to_x, told) if route.basis}
    assert offered == {"uk-dp-complaint"}


def test_leaves_out_a_place_that_is_gone(
    told: Case, places: list[Sighting], wren: Person, now: datetime
) -> None:
    Observation.objects.create(
        sighting=places[3], presence=Presence.GONE, observed_at=now, observer=wren
    )

    assert "generic-host|imageplace.example" not in keys(told)


def test_leaves_out_a_place_that_stands_in_a_letter(told: Case, draft: Notice) -> None:
    assert "x|" not in keys(told)


def test_offers_a_place_again_when_its_letter_is_withdrawn(
    told: Case, draft: Notice, wren: Person, now: datetime
) -> None:
    notices.withdraw_notice(draft, actor=wren, now=now)

    assert "x|" in keys(told)


def test_names_places_nobody_can_be_written_to_about(
    told: Case, wren: Person, now: datetime
) -> None:
    told.sightings.create(
        number=9, kind="PERSON", locator="A former colleague showed it",
        logged_at=now, logged_by=wren,
    )  # fmt: skip

    assert [place.number for place in proposals.proposals(told).unreachable] == [9]
