"""Rules and services that help as pages, and what narrows each list."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import Person
from cases.models import Case
from cases.registry.support import support
from takedowns.models import Notice, NoticeItem, NoticeState, Outcome, SenderRole
from takedowns.registry.loader import registry
from tests import factories

pytestmark = pytest.mark.django_db

Browse = Callable[[Person], Client]
CHECKED = datetime(2026, 11, 22, 12, tzinfo=UTC)


def text(client: Client, path: str, **query: str) -> str:
    answer = client.get(path, query)
    assert answer.status_code == 200
    return answer.content.decode()


def platforms(client: Client, **query: str) -> set[str]:
    return {line.platform.id for line in client.get("/platforms/", query).context["lines"]}


def rules(client: Client, **query: str) -> set[str]:
    return {line["basis"].id for line in client.get("/rules/", query).context["lines"]}


def services(client: Client, **query: str) -> set[str]:
    return {line["service"].id for line in client.get("/services/", query).context["lines"]}


def test_narrows_platforms_by_the_kind_of_way(bea: Person, browse: Browse) -> None:
    known = registry().platforms.values()

    assert platforms(browse(bea), way="dsa") == {
        each.id for each in known if any(way.type == "dsa" for way in each.channels)
    }


@pytest.mark.parametrize(("days", "fresh", "older"), [(90, 94, 0), (91, 0, 94)])
def test_narrows_platforms_by_when_they_were_checked(
    days: int,
    fresh: int,
    older: int,
    bea: Person,
    browse: Browse,
    time_machine_at: Callable[[datetime], None],
) -> None:
    time_machine_at(CHECKED + timedelta(days=days))
    client = browse(bea)

    assert len(platforms(client, fresh="fresh")) == fresh
    assert len(platforms(client, fresh="older")) == older


def test_narrows_platforms_by_what_nobody_checked(bea: Person, browse: Browse) -> None:
    found = platforms(browse(bea), fresh="memory")

    assert "x" in found
    assert "reddit" not in found


@pytest.mark.parametrize(
    ("harder", "is_in", "is_out"),
    [("limit", "x", "reddit"), ("tells", "x", "reddit"), ("quirks", "reddit", "")],
)
def test_narrows_platforms_by_what_the_facts_say_is_hard(
    harder: str, is_in: str, is_out: str, bea: Person, browse: Browse
) -> None:
    found = platforms(browse(bea), harder=harder)

    assert is_in in found
    assert is_out not in found


def test_shows_own_numbers_of_a_platform_from_five_places_on(
    case: Case, wren: Person, bea: Person, dan: Person, now: datetime, browse: Browse
) -> None:
    letter = Notice.objects.create(
        case=case, number=1, state=NoticeState.SENT, platform="x", channel=0, drafted_by=wren,
        sender_role=SenderRole.DEPICTED_PERSON, recipient="X", drafted_at=now, approved_at=now,
        sent_at=now,
    )  # fmt: skip
    for at in range(4):
        _item(letter, at)
    few = text(browse(bea), "/platforms/x/")
    _item(letter, 4)

    enough, elsewhere = text(browse(bea), "/platforms/x/"), text(browse(dan), "/platforms/x/")

    assert "Fewer than 5" in few
    assert "4 removed" not in few
    assert "5 removed, 0 refused, 0 waiting" in enough
    assert "removed, " not in elsewhere


def _item(letter: Notice, at: int) -> None:
    place = factories.sighting(letter.case, f"https://x.com/invented/status/100{at}")
    NoticeItem.objects.create(
        notice=letter, sighting=place, position=at, address=place.url, outcome=Outcome.REMOVED
    )


def test_lists_every_rule_and_narrows_the_list(bea: Person, browse: Browse) -> None:
    client = browse(bea)

    assert rules(client) == set(registry().legal_bases)
    assert rules(client, words="garante") == {"it-garante-144bis"}
    assert rules(client, kind="tribunal_order") == {"ca-bc-iipa"}
    assert "us-tida" not in rules(client, fresh="memory")
    assert rules(client, kind="nothing") == set(registry().legal_bases)


@pytest.mark.parametrize("key", sorted(registry().legal_bases))
def test_shows_every_rule_in_full(key: str, bea: Person, browse: Browse) -> None:
    shown, rule = text(browse(bea), f"/rules/{key}/"), registry().legal_bases[key]

    told = [each.label for each in rule.required_elements]
    told += [each.sense for each in rule.declarations] + [each.name for each in rule.escalation]
    told += [*rule.caveats, rule.deadline.text, rule.citation, *(s.ref for s in rule.sources)]
    assert [each for each in told if escape(each) not in shown] == []


def test_runs_no_clock_for_a_rule_whose_force_is_not_confirmed(bea: Person, browse: Browse) -> None:
    assert "Does not run" in text(browse(bea), "/rules/uk-osa-48h/")
    assert "Runs</span>" in text(browse(bea), "/rules/us-tida/")


def test_lists_every_service_and_narrows_the_list(bea: Person, browse: Browse) -> None:
    client = browse(bea)

    assert services(client) == set(support().services)
    assert "stopncii" in services(client, words="stopncii")
    assert services(client, kind="adr") == {
        k for k, s in support().services.items() if s.kind == "adr"
    }


@pytest.mark.parametrize("key", sorted(support().services))
def test_shows_every_service_in_full(key: str, bea: Person, browse: Browse) -> None:
    shown, service = text(browse(bea), f"/services/{key}/"), support().services[key]

    told = [service.serves, service.url, service.phone or "", service.email or "", service.notes]
    assert [each for each in told if escape(each) not in shown] == []


@pytest.mark.parametrize("path", ["/rules/nowhere/", "/services/nowhere/"])
def test_does_not_know_an_entry_that_is_not_there(path: str, bea: Person, browse: Browse) -> None:
    assert browse(bea).get(path).status_code == 404


@pytest.mark.parametrize("path", ["/platforms/x/", "/rules/us-tida/", "/services/stopncii/"])
def test_offers_a_client_no_note_and_no_numbers(path: str, wren: Person, browse: Browse) -> None:
    shown = text(browse(wren), path)

    assert "This is wrong" not in shown
    assert "Your letters there" not in shown
    assert not re.search(r'action="/entries/', shown)
