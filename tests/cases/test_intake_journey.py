"""The first questions, page by page."""

import pytest
from django.urls import reverse

from accounts.models import Person
from cases.models import Age, Case
from tests import factories
from tests.cases.pages import Browse, said

ANSWERS: dict[str, dict[str, object]] = {
    "safety": {"device": "safe"},
    "happened": {"happened": ["IMAGE", "THREAT"]},
    "age": {"age": "ADULT"},
    "where": {"country": "DE"},
    "rules": {"jurisdictions": ["EU", "DE"]},
    "taker": {"taker": "SELF"},
    "sells": {"sells": "NEVER"},
    "facts": {"facts": "It began in May.", "police_reference": "ST/0042"},
}


@pytest.fixture
def fresh(wren: Person) -> Case:
    return factories.case(client=wren)


def at(case: Case, step: str) -> str:
    return reverse("cases:intake", args=[case.ref, step])


def test_leads_from_the_first_question_to_the_page_of_the_case(
    wren: Person, browse: Browse
) -> None:
    browser = browse(wren)
    page = browser.post(reverse("cases:case-open")).headers["Location"]

    for step, answers in ANSWERS.items():
        assert page.endswith(f"/q/{step}/")
        page = browser.post(page, answers).headers["Location"]
    done = browser.post(page)

    case = Case.objects.get(client=wren)
    assert done.headers["Location"] == reverse("cases:case", args=[case.ref])
    assert (case.jurisdictions, case.police_reference) == (["EU", "DE"], "ST/0042")
    assert case.intake_done_at is not None


def test_lets_every_other_question_be_skipped(fresh: Case, wren: Person, browse: Browse) -> None:
    browser = browse(wren)
    page = at(fresh, "safety")

    for step in ANSWERS:
        sent = ANSWERS[step] if step in {"safety", "age"} else {"skip": "1"}
        page = browser.post(page, sent).headers["Location"]

    assert page == at(fresh, "done")


@pytest.mark.parametrize("step", ["safety", "age"])
def test_offers_no_skip_where_an_answer_is_needed(
    step: str, fresh: Case, wren: Person, browse: Browse
) -> None:
    browser = browse(wren)
    browser.post(at(fresh, "safety"), {"device": "safe"})

    page = said(browser.get(at(fresh, step)))
    sent = browser.post(at(fresh, step), {"skip": "1"})

    assert 'name="skip"' not in page
    assert "We need an answer to this" in said(sent)


def test_keeps_what_was_entered_when_something_is_wrong(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    browser = browse(wren)
    Case.objects.filter(pk=fresh.pk).update(device_is_safe=True, age=Age.ADULT)

    answer = browser.post(
        at(fresh, "facts"), {"facts": "Half a story", "police_reference": "9" * 81}
    )

    assert "Half a story" in said(answer)
    assert "govuk-error-message" in said(answer)


def test_goes_on_where_it_was_left(fresh: Case, wren: Person, browse: Browse) -> None:
    browser = browse(wren)
    browser.post(at(fresh, "safety"), {"device": "safe"})
    browser.post(at(fresh, "happened"), {"skip": "1"})

    assert browser.get(at(fresh, "next")).headers["Location"] == at(fresh, "age")


def test_lets_no_one_walk_past_the_question_about_age(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    browser = browse(wren)
    browser.post(at(fresh, "safety"), {"device": "safe"})

    assert browser.get(at(fresh, "facts")).headers["Location"] == at(fresh, "age")


def test_offers_a_safer_device_where_someone_may_see_this_one(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    browser = browse(wren)

    answer = browser.post(at(fresh, "safety"), {"device": "seen"}, follow=True)

    assert "Another device may be safer" in said(answer)


@pytest.mark.parametrize("age", ["MINOR", "UNSURE"])
def test_stops_before_any_file_and_names_who_may_help(
    age: str, fresh: Case, wren: Person, browse: Browse
) -> None:
    browser = browse(wren)
    Case.objects.filter(pk=fresh.pk).update(device_is_safe=True, country="US")

    page = said(browser.post(at(fresh, "age"), {"age": age}, follow=True))

    assert "No pictures are taken here" in page
    assert "NCMEC Take It Down" in page
    assert "Go on without pictures" in page


def test_shows_no_door_for_pictures_after_the_stop(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=fresh.pk).update(age=Age.MINOR, device_is_safe=True)

    page = said(browse(wren).get(reverse("cases:case", args=[fresh.ref])))

    assert "No pictures are taken" in page
    assert "/own/" not in page


def test_asks_for_a_confirmation_before_turning_back(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    browser = browse(wren)
    Case.objects.filter(pk=fresh.pk).update(age=Age.MINOR, device_is_safe=True)

    refused = browser.post(at(fresh, "age"), {"age": "ADULT"})
    browser.post(at(fresh, "age"), {"age": "ADULT", "confirmed": "on"})

    fresh.refresh_from_db()
    assert "may not be kept here, not even to help" in said(refused)
    assert fresh.age == Age.ADULT


def test_never_ticks_the_confirmation_in_advance(fresh: Case, wren: Person, browse: Browse) -> None:
    Case.objects.filter(pk=fresh.pk).update(age=Age.UNSURE, device_is_safe=True)

    page = browse(wren).get(at(fresh, "age"))

    assert page.context["form"]["confirmed"].value() in {None, False}


def test_ticks_the_rules_that_fit_the_country(fresh: Case, wren: Person, browse: Browse) -> None:
    Case.objects.filter(pk=fresh.pk).update(age=Age.ADULT, device_is_safe=True, country="NZ")

    page = browse(wren).get(at(fresh, "rules"))

    assert page.context["form"]["jurisdictions"].value() == ["US", "NZ"]


def test_keeps_no_list_where_whatever_helps_may_be_used(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=fresh.pk).update(age=Age.ADULT, device_is_safe=True)

    browse(wren).post(at(fresh, "rules"), {"jurisdictions": ["ANY", "US"]})

    fresh.refresh_from_db()
    assert fresh.jurisdictions == []


def test_comes_back_to_the_summary_after_a_change(
    fresh: Case, wren: Person, browse: Browse
) -> None:
    Case.objects.filter(pk=fresh.pk).update(age=Age.ADULT, device_is_safe=True)

    answer = browse(wren).post(f"{at(fresh, 'where')}?change", {"country": "FR"})

    assert answer.headers["Location"] == at(fresh, "done")


def test_speaks_of_the_person_to_an_advocate(case: Case, bea: Person, browse: Browse) -> None:
    Case.objects.filter(pk=case.pk).update(device_is_safe=True)

    page = said(browse(bea).get(at(case, "where")))

    assert "Where does the person live?" in page
    assert "you live" not in page


def test_takes_no_answer_in_a_closed_case(case: Case, wren: Person, browse: Browse) -> None:
    Case.objects.filter(pk=case.pk).update(state="CLOSED", device_is_safe=True)

    page = browse(wren).post(at(case, "where"), {"country": "FR"})

    assert "This case is closed" in said(page)
    assert 'value="FR" selected' in said(page)


def test_knows_no_question_of_another_name(fresh: Case, wren: Person, browse: Browse) -> None:
    assert browse(wren).get(at(fresh, "weather")).status_code == 404
