"""Look-ups of who is responsible: asked once, kept with their time, and never the owner."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case
from evidence.models import Sighting
from takedowns import tasks
from takedowns.models import LookupState, ResponsibleLookup, Via
from takedowns.services import asking_registries, responsible
from takedowns.services.responsible import NothingFound, NotLookedUp, responsible_for
from tests import factories
from tests.evidence.fetching.site import Says, Site, standing_site
from tests.factories import NOON
from tests.takedowns.lookups.samples import GTLD, REGISTRANT, RIPE
from tests.takedowns.lookups.test_registries import DOMAIN, NETWORK

pytestmark = pytest.mark.django_db

HOST = "www.leaksite-for-tests.com"
REGISTRIES = ("rdap.verisign.com", "rdap.db.ripe.net", "rdap.arin.net")


@pytest.fixture
def place(case: Case) -> Sighting:
    return factories.sighting(case, f"https://{HOST}/view/18580")


@pytest.fixture
def world(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """The registries and the site as one server on this machine; the site stands at 78.46.0.1."""
    with standing_site() as made:
        at = ("127.0.0.1", made.port)
        settings.FETCH_ALLOWED = dict.fromkeys((*REGISTRIES, HOST), at)
        monkeypatch.setattr(asking_registries, "addresses_of", lambda host, leave: ("78.46.0.1",))
        made.says["/"] = Says()
        made.says["/com/v1/domain/leaksite-for-tests.com"] = _rdap(DOMAIN)
        made.says["/ip/78.46.0.1"] = _rdap(NETWORK)
        yield made


def _rdap(answer: dict[str, Any]) -> Says:
    return Says(body=json.dumps(answer).encode(), headers={"Content-Type": "application/rdap+json"})


def looked_up(place: Sighting, *, actor: Person) -> ResponsibleLookup:
    asked = responsible.ask(place, actor=actor, now=NOON)
    claimed = responsible.claim(now=NOON, only=asked.pk)
    assert claimed is not None
    responsible.look_up(claimed, now=NOON)
    asked.refresh_from_db()
    return asked


def test_finds_the_host_and_the_registrar(world: Site, place: Sighting, wren: Person) -> None:
    looked_up(place, actor=wren)

    host, registrar = responsible_for(place)
    assert (host.role, host.address, host.platform) == ("host", "abuse@hetzner.example", "hetzner")
    assert (registrar.role, registrar.platform) == ("registrar", "namecheap")
    assert host.known_at == NOON and host.via == Via.RDAP


def test_asks_each_once_and_the_front_page_only(world: Site, place: Sighting, wren: Person) -> None:
    looked_up(place, actor=wren)

    assert world.paths == ["/com/v1/domain/leaksite-for-tests.com", "/", "/ip/78.46.0.1"]


def test_keeps_nothing_of_the_owner_of_the_name(world: Site, place: Sighting, wren: Person) -> None:
    row = looked_up(place, actor=wren)
    pasted = responsible.take_pasted(place, text=GTLD, actor=wren, now=NOON)

    for kept in (row, pasted):
        said = json.dumps([kept.answers, kept.parties, kept.trouble])
        assert REGISTRANT not in said and "private.example" not in said


@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_never_visits_the_site_where_some_of_it_may_be_of_a_minor(
    world: Site, place: Sighting, wren: Person, age: Age
) -> None:
    Case.objects.update(age=age)

    looked_up(Sighting.objects.get(pk=place.pk), actor=wren)

    assert "/" not in world.paths and len(responsible_for(place)) == 2


def test_tells_a_cdn_by_its_headers_and_calls_its_network_no_host(
    world: Site, place: Sighting, wren: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(asking_registries, "addresses_of", lambda host, leave: ("104.16.1.1",))
    world.says["/"] = Says(headers={"Server": "cloudflare", "CF-RAY": "8"})
    abuse = {"name": "CLOUDFLARENET"}
    world.says["/registry/ip/104.16.1.1"] = _rdap(NETWORK | abuse)

    looked_up(place, actor=wren)

    cdn, registrar = responsible_for(place)
    assert (cdn.role, cdn.platform, cdn.name) == ("cdn", "cloudflare", "Cloudflare")
    assert registrar.role == "registrar"


def test_says_what_could_not_be_found_out(
    settings: Any, place: Sighting, wren: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.FETCH_ALLOWED = dict.fromkeys((*REGISTRIES, HOST), ("127.0.0.1", 9))
    monkeypatch.setattr(asking_registries, "addresses_of", lambda host, leave: ("78.46.0.1",))

    row = looked_up(place, actor=wren)

    assert responsible_for(place) == () and row.state == LookupState.DONE
    assert len(row.trouble) == 3


@pytest.mark.parametrize(
    "answer",
    [Says(404, b"{}"), Says(200, b"<html>"), Says(429), Says(302, b"", {"Location": "/"})],
)  # fmt: skip
def test_takes_only_a_whole_answer(
    world: Site, place: Sighting, wren: Person, answer: Says
) -> None:
    world.says["/com/v1/domain/leaksite-for-tests.com"] = answer

    looked_up(place, actor=wren)

    assert [each.role for each in responsible_for(place)] == ["host"]


def test_takes_what_was_typed_and_pasted(place: Sighting, wren: Person) -> None:
    responsible.take_pasted(place, text=RIPE, actor=wren, now=NOON)
    responsible.take_pasted(place, text=GTLD, actor=wren, now=NOON)
    responsible.note_by_hand(
        place, role="host", name="", mail="Abuse@Other.example", actor=wren,
        now=NOON + timedelta(hours=1),
    )  # fmt: skip

    host, registrar = responsible_for(place)
    assert (host.address, host.via) == ("abuse@other.example", Via.HAND)
    assert (registrar.address, registrar.via) == ("abuse@namecheap.example", Via.WHOIS)


def test_counts_for_every_place_of_the_case_on_the_same_host(
    case: Case, junes_case: Case, place: Sighting, wren: Person
) -> None:
    again = factories.sighting(case, f"https://{HOST}/view/2")
    elsewhere = factories.sighting(case, "https://other-site.com/1")
    junes = factories.sighting(junes_case, f"https://{HOST}/view/2")

    responsible.take_pasted(place, text=GTLD, actor=wren, now=NOON)

    assert len(responsible_for(again)) == 1
    assert responsible_for(elsewhere) == responsible_for(junes) == ()


def test_says_that_nobody_is_named(place: Sighting, wren: Person) -> None:
    with pytest.raises(NothingFound):
        responsible.take_pasted(place, text="No match.", actor=wren, now=NOON)

    assert not ResponsibleLookup.objects.exists()


@pytest.mark.parametrize("mail", ["", "abuse", "abuse@", "a b@company.example"])
def test_takes_no_address_that_is_none(place: Sighting, wren: Person, mail: str) -> None:
    with pytest.raises(NotLookedUp):
        responsible.note_by_hand(place, role="host", name="", mail=mail, actor=wren, now=NOON)


def test_does_nothing_for_the_stranger(place: Sighting, dan: Person) -> None:
    with pytest.raises(NotPermitted):
        responsible.ask(place, actor=dan, now=NOON)
    with pytest.raises(NotPermitted):
        responsible.take_pasted(place, text=GTLD, actor=dan, now=NOON)


def test_asks_once_however_often_it_is_told_to(world: Site, place: Sighting, wren: Person) -> None:
    looked_up(place, actor=wren)
    with pytest.raises(NotLookedUp, match="a moment ago"):
        responsible.ask(place, actor=wren, now=NOON + timedelta(minutes=1))
    later = responsible.ask(place, actor=wren, now=NOON + timedelta(hours=1))
    with pytest.raises(NotLookedUp, match="already"):
        responsible.ask(place, actor=wren, now=NOON + timedelta(hours=2))

    first = responsible.claim(now=NOON + timedelta(hours=1))
    assert first == later and responsible.claim(now=NOON + timedelta(hours=1)) is None


def test_writes_nothing_where_another_worker_took_over(
    world: Site, place: Sighting, wren: Person
) -> None:
    responsible.ask(place, actor=wren, now=NOON)
    lost = responsible.claim(now=NOON)
    taken = responsible.claim(now=NOON + timedelta(minutes=4))
    assert lost is not None and taken is not None

    assert not responsible.look_up(lost, now=NOON)
    assert responsible.look_up(taken, now=NOON)


def test_is_swept_by_the_worker(world: Site, place: Sighting, wren: Person) -> None:
    responsible.ask(place, actor=wren, now=NOON)

    tasks.sweep_responsible()
    tasks.sweep_responsible()

    assert ResponsibleLookup.objects.get().state == LookupState.DONE and len(world.paths) == 3


def test_asks_nobody_once_the_case_is_closed(world: Site, place: Sighting, wren: Person) -> None:
    asked = responsible.ask(place, actor=wren, now=NOON)
    Case.objects.update(state="CLOSED")
    claimed = responsible.claim(now=NOON, only=asked.pk)
    assert claimed is not None

    responsible.look_up(claimed, now=NOON)

    assert world.asked == []
