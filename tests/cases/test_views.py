"""The pages around a case."""

from datetime import datetime

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from accounts.models import Organisation, Person
from cases import timeline
from cases.models import Case, Contact, Mandate, Note, Scope
from cases.services import mandates
from cases.views.case import BUNDLE, LETTERS, PLACES, YOUR_PICTURES
from tests import factories
from tests.cases.pages import Browse, said

PANELS = (PLACES, YOUR_PICTURES, LETTERS, BUNDLE)


def at(name: str, case: Case, *more: object) -> str:
    return reverse(f"cases:{name}", args=[case.ref, *more])


def test_tells_a_passer_by_nothing_of_what_it_is_for(db: None, client: Client) -> None:
    page = said(client.get(reverse("cases:home"))).lower().partition("<main")[2]

    assert reverse("accounts:safety") in page and reverse("account_login") in page
    assert not [word for word in ("intimate", "leak", "nude", "image", "victim") if word in page]


def test_leads_a_client_to_their_only_case(case: Case, wren: Person, browse: Browse) -> None:
    answer = browse(wren).get(reverse("cases:home"))

    assert answer.headers["Location"] == at("case", case)


def test_lists_the_cases_of_a_client_with_several(case: Case, wren: Person, browse: Browse) -> None:
    second = factories.case(client=wren)

    page = said(browse(wren).get(reverse("cases:home")))

    assert case.ref in page and second.ref in page


def test_offers_a_beginning_to_a_client_without_a_case(wren: Person, browse: Browse) -> None:
    assert "Open a notebook" in said(browse(wren).get(reverse("cases:home")))


def test_opens_a_case_for_somebody(bea: Person, team: Organisation, browse: Browse) -> None:
    sent = {"client_name": "Robin", "organisation": str(team.pk)}

    answer = browse(bea).post(reverse("cases:case-open"), sent)

    opened = Case.objects.get(organisation=team)
    assert answer.headers["Location"] == reverse("cases:intake", args=[opened.ref, "safety"])


def test_opens_no_case_for_a_team_of_others(
    bea: Person, other_team: Organisation, browse: Browse
) -> None:
    answer = browse(bea).post(reverse("cases:case-open"), {"organisation": str(other_team.pk)})

    assert answer.status_code == 200
    assert not Case.objects.exists()


def test_shows_the_client_no_notes_and_no_names_of_work(
    case: Case, wren: Person, bea: Person, browse: Browse, now: datetime
) -> None:
    Note.objects.create(case=case, author=bea, text="Fragile today", written_at=now)

    page = said(browse(wren).get(at("case", case)))

    assert "Fragile today" not in page
    assert "Give on" not in page


def test_shows_staff_the_notes(case: Case, bea: Person, browse: Browse, now: datetime) -> None:
    Note.objects.create(case=case, author=bea, text="Fragile today", written_at=now)

    assert "Fragile today" in said(browse(bea).get(at("case", case)))


def test_keeps_the_title_neutral(case: Case, bea: Person, browse: Browse) -> None:
    assert "<title>Notebook</title>" in said(browse(bea).get(at("case", case)))


def test_keeps_contact_details(case: Case, wren: Person, browse: Browse) -> None:
    browse(wren).post(at("case-contact", case), {"mail": "bird@post.example"})

    assert Contact.objects.get(case=case).mail == "bird@post.example"


def test_keeps_what_was_typed_beside_a_wrong_address(
    case: Case, wren: Person, browse: Browse
) -> None:
    page = browse(wren).post(at("case-contact", case), {"name": "Wren B.", "mail": "bird"})

    assert "does not look like an e-mail address" in said(page)
    assert "Wren B." in said(page)


def test_lets_the_client_give_and_end_a_mandate(case: Case, wren: Person, browse: Browse) -> None:
    browser = browse(wren)
    browser.post(at("mandate", case), {"scope": ["NOTICES"]})
    given = Mandate.objects.get(case=case)

    browser.post(at("mandate-revoke", case, given.pk))

    given.refresh_from_db()
    assert given.revoked_at is not None


def test_ticks_nothing_in_a_mandate_in_advance(case: Case, wren: Person, browse: Browse) -> None:
    assert "checked" not in said(browse(wren).get(at("mandate", case)))


def test_lets_staff_note_a_mandate_with_its_witness(
    case: Case, bea: Person, browse: Browse
) -> None:
    sent = {"holder": str(bea.pk), "scope": ["DOSSIER"], "way": "IN_PERSON", "witness": "Kim"}

    browse(bea).post(at("mandate", case), sent)

    assert Mandate.objects.get(case=case).witness == "Kim"


def test_hides_a_mandate_of_another_case(
    case: Case, junes_case: Case, wren: Person, june: Person, browse: Browse, now: datetime
) -> None:
    given = mandates.give_mandate(case, scope=[Scope.NOTICES], until=None, actor=wren, now=now)

    answer = browse(june).post(at("mandate-revoke", junes_case, given.pk))

    assert answer.status_code == 404


def test_gives_the_case_on(case: Case, ada: Person, ida: Person, browse: Browse) -> None:
    browse(ada).post(at("case-assign", case), {"to": str(ida.pk)})

    case.refresh_from_db()
    assert case.advocate == ida


def test_leads_an_advocate_home_from_a_case_given_away(
    case: Case, bea: Person, ida: Person, browse: Browse
) -> None:
    answer = browse(bea).post(at("case-assign", case), {"to": str(ida.pk)})

    assert answer.headers["Location"] == reverse("cases:home")


def test_lets_a_colleague_take_a_case_that_nobody_has(
    case: Case, ida: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=case.pk).update(advocate=None)
    browser = browse(ida)

    page = said(browser.get(at("case-assign", case)))
    browser.post(at("case-assign", case), {"take": "1"})

    case.refresh_from_db()
    assert "Wren" not in page
    assert case.advocate == ida


def test_keeps_a_note(case: Case, bea: Person, browse: Browse) -> None:
    browse(bea).post(at("note-add", case), {"text": "Call on Monday"})

    assert Note.objects.get(case=case).author == bea


def test_closes_and_opens_again(case: Case, wren: Person, browse: Browse) -> None:
    browser = browse(wren)
    browser.post(at("case-close", case))
    closed = said(browser.get(at("case", case)))
    browser.post(at("case-close", case), {"reopen": "1"})

    case.refresh_from_db()
    assert "This is closed" in closed
    assert case.is_open


def test_asks_a_team_in(
    junes_case: Case, june: Person, ada: Person, team: Organisation, browse: Browse
) -> None:
    page = browse(ada).get(reverse("cases:case-code"))
    code = page.context["codes"][0][1]

    browse(june).post(at("case-share", junes_case), {"code": code})

    junes_case.refresh_from_db()
    assert junes_case.organisation == team


def test_keeps_a_wrong_code_in_its_field(junes_case: Case, june: Person, browse: Browse) -> None:
    page = said(browse(june).post(at("case-share", junes_case), {"code": "KQRM-0000"}))

    assert "We do not know this code" in page
    assert 'value="KQRM-0000"' in page


def test_gives_no_code_to_an_advocate(bea: Person, browse: Browse) -> None:
    assert browse(bea).get(reverse("cases:case-code")).status_code == 403


def test_ends_the_work_of_a_team(case: Case, wren: Person, browse: Browse) -> None:
    browse(wren).post(at("case-share", case), {"end": "1"})

    case.refresh_from_db()
    assert case.organisation is None


def test_tells_the_story_by_day(case: Case, wren: Person, now: datetime, browse: Browse) -> None:
    mandates.give_mandate(case, scope=[Scope.NOTICES], until=None, actor=wren, now=now)

    page = said(browse(wren).get(at("case-timeline", case)))

    assert "Sunday 22 November 2026" in page
    assert "You allowed bea to act: approve and send letters." in page


@pytest.mark.parametrize(
    ("asked", "named"),
    [({"c": "GB"}, "Revenge Porn Helpline"), ({"c": "GB", "u": "on"}, "Report Remove")],
)
def test_names_services_by_country_and_age(
    asked: dict[str, str], named: str, db: None, client: Client
) -> None:
    assert named in said(client.get(reverse("cases:helplines"), asked))


def test_names_no_service_for_adults_to_the_young(db: None, client: Client) -> None:
    page = said(client.get(reverse("cases:helplines"), {"c": "GB", "u": "on"}))

    assert "Revenge Porn Helpline" not in page


def test_says_what_is_not_known_and_what_nobody_checked(db: None, client: Client) -> None:
    page = said(client.get(reverse("cases:helplines"), {"c": "NZ"}))

    assert "Not known" in page
    assert "not checked yet" in page


@pytest.mark.parametrize(
    "name", [name for panel in PANELS for name in (panel.name, panel.add) if name]
)
def test_leads_from_the_case_to_pages_that_are_there(name: str, case: Case) -> None:
    assert reverse(name, args=[case.ref])


def test_frames_what_other_apps_show_with_an_ordinary_link_inside(
    case: Case, wren: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=case.pk).update(intake_done_at=case.opened_at)

    page = said(browse(wren).get(at("case", case)))

    for frame in ("places/?panel=1", "own/?panel=1", "letters/?panel=1", "next/"):
        address = f"/b/{case.ref}/{frame}"
        assert f'hx-get="{address}"' in page
        assert f'href="{address.partition("?")[0]}"' in page


@pytest.mark.parametrize("who", ["wren", "bea"])
def test_asks_little_of_the_database_however_long_the_story(
    who: str,
    case: Case,
    now: datetime,
    browse: Browse,
    request: pytest.FixtureRequest,
    django_assert_max_num_queries: DjangoAssertNumQueries,
) -> None:
    for _ in range(40):
        timeline.record(case, "case.answered", actor=case.client, now=now, question="age")
    browser = browse(request.getfixturevalue(who))
    browser.get(at("case", case))  # the first page of an hour writes down who opened the case

    with django_assert_max_num_queries(11):
        browser.get(at("case-timeline", case))
