"""The pages about many letters at once, as a person uses them."""

import re
from collections.abc import Callable
from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case, Contact, Mandate, Scope
from evidence.models import Sighting
from takedowns.models import Notice, NoticeState, SenderRole
from takedowns.services import notices, proposals
from tests import factories

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture(autouse=True)
def noon_today(now: datetime, time_machine_at: Callable[[datetime], None]) -> None:
    """Pages read the clock; it stands at the tests' own noon."""
    time_machine_at(now)


def at(name: str, case: Case) -> str:
    return reverse(f"takedowns:{name}", args=[case.ref])


def page_of(client: Client, case: Case) -> str:
    return client.get(at("letters-approve", case)).content.decode()


def write_all(client: Client, case: Case) -> None:
    """One press on the page that writes to everyone, and the answers all letters share."""
    page = client.get(at("letters-write", case)).content.decode()
    ways = re.findall(r'type="radio" name="(way:[^"]+)" value="([^"]+)" checked', page)
    groups = re.findall(r'name="groups" value="([^"]+)" checked', page)
    client.post(at("letters-write", case), {"groups": groups, **dict(ways)})
    shared = {"signature_name": "Wren Example", "nonconsent_facts": "I never agreed to it."}
    client.post(at("letters-answer", case), shared)


def ticks_in(page: str) -> list[str]:
    return re.findall(r'name="letters" value="([^"]+)"', page)


def words_in(page: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, key in re.findall(r'name="(word-[0-9a-f]+)" value="([^"]+)"', page):
        found.setdefault(name, []).append(key)
    return found


def test_writes_to_everyone_and_approves_all_in_two_presses(
    told: Case, places: list[Sighting], wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    write_all(client, told)
    page = page_of(client, told)

    answer = client.post(at("letters-approve", told), {"letters": ticks_in(page), **words_in(page)})

    assert answer.status_code == 302
    states = list(Notice.objects.filter(case=told).values_list("state", flat=True))
    assert states == [NoticeState.APPROVED] * 3


def test_says_how_many_letters_each_way_needs(told: Case, wren: Person, browse: Browse) -> None:
    for number in range(3):
        link = f"https://discord.com/channels/1234567890123456/2234567890123456/{number}234567890"
        factories.sighting(told, link)

    page = browse(wren).get(at("letters-write", told)).content.decode()

    assert "3 letters, at most 1 place in each." in page


def test_keeps_a_way_that_does_not_fit_any_more_out_and_says_so(
    told: Case, places: list[Sighting], wren: Person, browse: Browse
) -> None:
    group = proposals.proposals(told).groups[0]
    chosen = {"groups": [group.key], f"way:{group.key}": "99:nothing"}

    answer = browse(wren).post(at("letters-write", told), chosen, follow=True)

    assert "does not fit this case any more" in answer.content.decode()
    assert not Notice.objects.exists()


def test_ticks_nothing_in_advance(
    told: Case, places: list[Sighting], wren: Person, browse: Browse
) -> None:
    client = browse(wren)
    write_all(client, told)

    form = page_of(client, told).split('id="approve"')[1]

    assert ticks_in(form)
    assert not re.search(r'type="checkbox"[^>]* checked', form)


def test_asks_for_a_tick_before_it_approves(
    told: Case, draft: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)

    answer = client.post(at("letters-approve", told), words_in(page_of(client, told)))

    assert answer.status_code == 422
    assert "Tick each letter that you want to approve." in answer.content.decode()
    assert 'value="good_faith_not_consensual" checked' in answer.content.decode()


def test_says_beside_a_letter_that_its_text_changed_and_drops_its_tick(
    told: Case, draft: Notice, wren: Person, browse: Browse, now: datetime
) -> None:
    client = browse(wren)
    page = page_of(client, told)
    notices.change_notice(
        draft, extra={"nonconsent_facts": "Nobody asked me."}, actor=wren, now=now
    )

    answer = client.post(at("letters-approve", told), {"letters": ticks_in(page), **words_in(page)})

    shown = answer.content.decode()
    assert answer.status_code == 422
    assert "The text has changed since you read it." in shown
    assert not re.search(r'name="letters"[^>]* checked', shown)


def test_keeps_what_was_ticked_when_a_word_is_missing(
    told: Case, draft: Notice, wren: Person, browse: Browse
) -> None:
    client = browse(wren)

    answer = client.post(at("letters-approve", told), {"letters": ticks_in(page_of(client, told))})

    shown = answer.content.decode()
    assert "Tick each sentence of your word" in shown
    assert re.search(r'name="letters"[^>]* checked', shown)


def test_names_gaps_with_the_place_to_fill_them(
    told: Case, draft: Notice, wren: Person, browse: Browse
) -> None:
    Contact.objects.filter(case=told).update(mail="")

    shown = page_of(browse(wren), told)

    assert reverse("cases:case-contact", args=[told.ref]) in shown
    assert not ticks_in(shown)


def test_shows_five_places_and_the_rest_on_demand(
    told: Case, wren: Person, browse: Browse, now: datetime
) -> None:
    for number in range(7):
        factories.sighting(told, f"https://www.reddit.com/r/quiet/comments/q{number:05}/t/")
    [group] = proposals.proposals(told).groups
    notices.draft_all(
        told, group=group, route=group.best, sightings=group.sightings, actor=wren, now=now
    )

    shown = page_of(browse(wren), told)

    assert "<summary>All 7</summary>" in shown
    assert shown.index("q00004") < shown.index("<summary>All 7</summary>") < shown.index("q00006")


def test_lets_an_advocate_ask_the_client_for_what_the_mandate_does_not_cover(
    told: Case, draft: Notice, mandate: Mandate, bea: Person, wren: Person, browse: Browse
) -> None:
    mandate.platforms = ["reddit"]
    mandate.save()
    client = browse(bea)
    before = page_of(client, told)

    client.post(at("letters-ask", told))

    assert "Only the client can approve" in before
    assert not ticks_in(before)
    to_do = browse(wren).get(at("next-step", told)).content.decode()
    assert "asked" not in before
    assert "bea wrote a letter that only the client can approve" in to_do.lower()
    assert at("letters-approve", told) in to_do


def test_counts_drafts_by_case_on_today_without_their_text(
    told: Case, draft: Notice, mandate: Mandate, bea: Person, browse: Browse
) -> None:
    shown = browse(bea).get(reverse("takedowns:today")).content.decode()

    assert "1 draft waits for your approval in 1 case" in shown
    assert at("letters-approve", told) in shown
    assert "quiet_account_7" not in shown


def test_lets_the_client_narrow_a_mandate_to_a_service_and_a_rule(
    told: Case, places: list[Sighting], wren: Person, bea: Person, browse: Browse
) -> None:
    given = {"scope": [Scope.NOTICES], "platforms": ["x"], "rules": ["us-tida"]}

    browse(wren).post(reverse("cases:mandate", args=[told.ref]), given)

    held = Mandate.objects.get(case=told, holder=bea)
    assert (held.platforms, held.kinds, held.rules) == (["x"], [], ["us-tida"])
    assert "Only for letters to: X (Twitter)." in held.words


def test_hides_the_page_from_a_stranger(
    told: Case, draft: Notice, dan: Person, browse: Browse
) -> None:
    assert browse(dan).get(at("letters-approve", told)).status_code == 404


def test_writes_in_the_name_the_ways_were_ranked_for(
    told: Case, places: list[Sighting], mandate: Mandate, bea: Person, browse: Browse
) -> None:
    client = browse(bea)
    page = client.get(at("letters-write", told)).content.decode()

    write_all(client, told)

    roles = {notice.sender_role for notice in Notice.objects.filter(case=told)}
    ticked = re.findall(r'type="radio" name="way:[^"]+" value="([^"]+)" checked', page)
    assert {each.rsplit(":", 1)[-1] for each in ticked} == {
        "agent" if role == SenderRole.AUTHORISED_AGENT else "person" for role in roles
    }


def test_puts_nobodys_name_under_the_letter_of_another(
    told: Case, places: list[Sighting], mandate: Mandate, wren: Person, bea: Person, browse: Browse
) -> None:
    write_all(browse(wren), told)
    Notice.objects.filter(case=told).update(
        sender_role=SenderRole.AUTHORISED_AGENT, agent=bea, extra={}
    )

    browse(wren).post(at("letters-answer", told), {"signature_name": "Wren Example"})

    names = [each.extra.get("signature_name", "") for each in Notice.objects.filter(case=told)]
    assert set(names) == {""}
