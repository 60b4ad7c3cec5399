"""An abuse report beside a letter: offered only where it is asked for and honestly fits."""

import json
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Age, Case, Contact, Happened
from takedowns.errors import NotApproved
from takedowns.models import Cause, Notice, NoticeRung
from takedowns.services import abuse_reports

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


@pytest.fixture
def to_host(approved: Notice) -> Notice:
    """The approved letter, as if it went to the company that hosts the site."""
    Case.objects.filter(pk=approved.case_id).update(age=Age.ADULT)
    first = Notice.objects.get(pk=approved.pk)
    first.pk, first.number = None, 99
    first.save(force_insert=True)
    approved.rung, approved.earlier, approved.cause = NoticeRung.HOST, first, Cause.CHOSEN
    approved.save(update_fields=["rung", "earlier", "cause"])
    return Notice.objects.get(pk=approved.pk)


def page(notice: Notice, browser: Client) -> str:
    return browser.get(
        reverse("takedowns:notice", args=[notice.case.ref, notice.pk])
    ).content.decode()


def report(notice: Notice) -> str:
    return reverse("takedowns:notice-xarf", args=[notice.case.ref, notice.pk])


def test_is_handed_over_as_a_file_that_names_the_places(
    to_host: Notice, wren: Person, browse: Browse
) -> None:
    (first, second) = abuse_reports.parcels(to_host, answers_to="")

    answer = browse(wren).get(report(to_host))

    assert answer["Content-Disposition"] == 'attachment; filename="reports-1.zip"'
    assert "Download the report" in page(to_host, browse(wren))
    urls = {json.loads(each.data)["url"] for each in (first, second)}
    assert urls == {item.address for item in to_host.items.all()}


def test_keeps_the_name_of_the_person_out(to_host: Notice) -> None:
    (first, *_) = abuse_reports.parcels(to_host, answers_to="")

    assert json.loads(first.data)["reporter"]["org"] == "Private person"
    assert b"Wren" not in first.data


def test_is_not_spoken_of_beside_a_letter_to_a_service(
    approved: Notice, wren: Person, browse: Browse
) -> None:
    assert "abuse-report" not in page(approved, browse(wren))
    assert browse(wren).get(report(approved)).status_code == 302


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"happened": [Happened.SYNTHETIC]}, "made or changed with software"),
        ({"happened": [Happened.IMAGE, Happened.SYNTHETIC]}, "made or changed with software"),
        ({"happened": [Happened.THREAT]}, "no type that fits a threat"),
        ({"age": Age.MINOR}, "under 18 go to the services made for them"),
        ({"age": Age.UNSURE}, "under 18 go to the services made for them"),
    ],
)
def test_says_why_there_is_none_where_no_type_honestly_fits(
    to_host: Notice, wren: Person, browse: Browse, change: dict[str, object], why: str
) -> None:
    Case.objects.filter(pk=to_host.case_id).update(**change)

    answer = browse(wren).get(report(to_host), follow=True).content.decode()

    assert "No report is offered here." in answer
    assert why in answer
    assert abuse_reports.parcels(Notice.objects.get(pk=to_host.pk), answers_to="") == ()


def test_takes_the_copyright_type_under_a_copyright_rule(to_host: Notice) -> None:
    to_host.basis = "us-dmca-512c"

    (first, *_) = abuse_reports.parcels(to_host, answers_to="")

    assert json.loads(first.data)["type"] == "copyright"


def test_asks_for_a_mail_address(to_host: Notice, wren: Person, browse: Browse) -> None:
    Contact.objects.filter(case=to_host.case).update(mail="")

    assert "asks for a mail address" in page(to_host, browse(wren))


def test_is_made_of_an_approved_letter_only(draft: Notice) -> None:
    draft.rung = NoticeRung.HOST

    with pytest.raises(NotApproved):
        abuse_reports.parcels(draft, answers_to="")


def test_is_hidden_from_a_stranger(to_host: Notice, dan: Person, browse: Browse) -> None:
    assert browse(dan).get(report(to_host)).status_code == 404
