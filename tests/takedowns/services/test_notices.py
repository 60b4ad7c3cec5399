"""Drafting and approving a notice."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, Contact, Mandate
from takedowns import drafting
from takedowns.errors import NoticeChanged
from takedowns.models import Notice, NoticeState
from takedowns.services import notices
from takedowns.services.proposals import Group
from tests import factories

pytestmark = pytest.mark.django_db


def prepared(notice: Notice, now: datetime) -> notices.Prepared:
    return notices.prepare(notice, written_on=now.date())


def body_of(notice: Notice, now: datetime) -> str:
    letter = prepared(notice, now).letter
    assert letter is not None
    return letter.body


def test_writes_the_exact_places_into_the_letter(draft: Notice, now: datetime) -> None:
    body = body_of(draft, now)

    assert "https://x.com/quiet_account_7/status/1858000000000004471" in body
    assert "https://x.com/quiet_account_7/status/1858000000000005120" in body


def test_numbers_letters_in_a_case(told: Case, draft: Notice) -> None:
    told.refresh_from_db()

    assert (draft.number, told.next_notice) == (1, 2)


def test_names_what_is_missing_and_where_to_give_it(draft: Notice, now: datetime) -> None:
    Contact.objects.filter(case=draft.case).update(mail="")

    gaps = prepared(draft, now).fact_gaps

    assert [gap.where for gap in gaps] == [drafting.Where.CONTACT]


def test_refuses_to_approve_a_letter_with_a_gap(draft: Notice, wren: Person, now: datetime) -> None:
    digest = prepared(draft, now).digest

    with pytest.raises(notices.LetterHasGaps, match="good faith"):
        notices.approve_notice(
            draft, digest=digest, declarations=[], written_on=now.date(), actor=wren, now=now
        )


def test_freezes_text_rule_and_platform_when_approved(approved: Notice) -> None:
    assert approved.state == NoticeState.APPROVED
    assert "TAKE IT DOWN" in approved.body
    assert approved.snapshot["basis"]["deadline"]["iso8601"] == "PT48H"
    assert approved.snapshot["channel"]["type"] == "tida"


def test_refuses_to_approve_a_text_that_changed_since_it_was_read(
    draft: Notice, wren: Person, now: datetime
) -> None:
    read = prepared(draft, now)
    notices.change_notice(draft, extra={"nonconsent_facts": "I never agreed."}, actor=wren, now=now)

    with pytest.raises(NoticeChanged):
        notices.approve_notice(
            draft, digest=read.digest, declarations=["good_faith_not_consensual"],
            written_on=now.date(), actor=wren, now=now,
        )  # fmt: skip


def test_asks_for_approval_again_after_a_change(
    approved: Notice, wren: Person, now: datetime
) -> None:
    changed = notices.change_notice(
        approved, extra={"signature_name": "W. Example"}, actor=wren, now=now
    )

    assert (changed.state, changed.approved_at, changed.digest) == (NoticeState.DRAFT, None, "")


def test_refuses_an_advocate_without_a_mandate(
    draft: Notice, approve: Callable[[Notice, Person], Notice], bea: Person
) -> None:
    with pytest.raises(NotPermitted, match="mandate"):
        approve(draft, bea)


def test_lets_an_advocate_approve_under_a_mandate_and_keeps_which(
    draft: Notice, approve: Callable[[Notice, Person], Notice], bea: Person, mandate: Mandate
) -> None:
    approved = approve(draft, bea)

    assert (approved.approved_by, approved.mandate) == (bea, mandate)


def test_refuses_to_approve_after_the_mandate_is_revoked(
    draft: Notice,
    approve: Callable[[Notice, Person], Notice],
    bea: Person,
    mandate: Mandate,
    now: datetime,
) -> None:
    mandate.revoked_at = now
    mandate.save()

    with pytest.raises(NotPermitted):
        approve(draft, bea)


@pytest.mark.parametrize("somebody", ["dan", "ida", "cy", "otto", "june"])
def test_refuses_everyone_else(
    draft: Notice,
    approve: Callable[[Notice, Person], Notice],
    request: pytest.FixtureRequest,
    somebody: str,
) -> None:
    with pytest.raises(NotPermitted):
        approve(draft, request.getfixturevalue(somebody))


def test_writes_in_an_advocates_own_name(
    told: Case, to_x: Group, bea: Person, now: datetime
) -> None:
    notice = notices.draft_notice(
        told, group=to_x, route=to_x.routes[0], sightings=to_x.sightings, actor=bea, now=now
    )
    signed = notices.change_notice(notice, extra={"signature_name": "Bea"}, actor=bea, now=now)

    body = body_of(signed, now)

    assert "act for" in body
    assert "Wren" not in body


def test_refuses_a_letter_about_a_place_of_another_case(
    told: Case, to_x: Group, junes_case: Case, wren: Person, now: datetime
) -> None:
    foreign = factories.sighting(junes_case, "https://x.com/other/status/1")

    with pytest.raises(notices.NothingToAsk):
        notices.draft_notice(
            told, group=to_x, route=to_x.routes[0], sightings=[foreign], actor=wren, now=now
        )
