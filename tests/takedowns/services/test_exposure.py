"""Who learns what from a letter, computed from its exact text, and how to tell less."""

from collections.abc import Callable
from datetime import datetime

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Case, Contact, Mandate, Shown
from takedowns.models import Notice, SenderRole
from takedowns.routing import Detail
from takedowns.services import exposure, notices, telling_less
from takedowns.services.exposure import standing_in
from takedowns.services.notices import NotADraft, Prepared
from takedowns.services.proposals import Group
from takedowns.services.senders import Reader
from takedowns.services.telling_less import NotOffered, Step
from tests.writing import write

pytestmark = pytest.mark.django_db
HOME = "12 Quiet Lane, 10115 Berlin"


def prepared(letter: Notice, now: datetime) -> Prepared:
    return notices.prepare(Notice.objects.get(pk=letter.pk), written_on=now.date())


def standing(letter: Notice, now: datetime) -> frozenset[Detail]:
    return exposure.exposure_of(letter, prepared(letter, now)).standing


def offered(letter: Notice, reader: Person, now: datetime) -> tuple[Step, ...]:
    ready = prepared(letter, now)
    found = exposure.exposure_of(letter, ready)
    return telling_less.steps(letter, prepared=ready, exposure=found, reader=Reader(reader, now))


def choices(letter: Notice, reader: Person, now: datetime) -> list[str]:
    return [step.choice for step in offered(letter, reader, now)]


def take(letter: Notice, choice: str, reader: Person, now: datetime) -> Notice:
    telling_less.tell_less(
        letter, choice=choice, offered=offered(letter, reader, now), actor=reader, now=now
    )
    return Notice.objects.get(pk=letter.pk)


@pytest.fixture
def by_copyright(told: Case, to_x: Group, wren: Person, now: datetime) -> Notice:
    """Wren's own copyright letter to X, with her home address in it."""
    write(Contact.objects.filter(case=told), postal_address=HOME, telephone="+49 30 12345678")
    route = next(r for r in to_x.routes if r.basis and r.basis.covers.copyright_needed)
    letter = notices.draft_notice(
        told, group=to_x, route=route, sightings=to_x.sightings, actor=wren, now=now
    )
    typed = {"signature_name": "Wren Example", "work_description": "A portrait of me."}
    return notices.change_notice(letter, extra=typed, actor=wren, now=now)


def test_reads_off_the_text_what_stands_in_it(draft: Notice, now: datetime) -> None:
    assert standing(draft, now) == {Detail.NAME, Detail.MAIL}


def test_finds_everything_in_a_copyright_letter(by_copyright: Notice, now: datetime) -> None:
    assert standing(by_copyright, now) == set(Detail)


def test_finds_a_number_the_person_typed_into_another_field(
    draft: Notice, wren: Person, now: datetime
) -> None:
    write(Contact.objects.filter(case=draft.case), telephone="+49 30 12345678")
    typed = {"nonconsent_facts": "Call me: +49 (30) 1234-5678."}
    notices.change_notice(draft, extra=typed, actor=wren, now=now)

    assert Detail.TELEPHONE in standing(Notice.objects.get(pk=draft.pk), now)


def test_does_not_take_part_of_a_word_for_a_name() -> None:
    assert standing_in("A small wrench.", own={Detail.NAME: ("Wren",)}) == frozenset()
    assert standing_in("I am WREN.", own={Detail.NAME: ("Wren",)}) == {Detail.NAME}


def test_foresees_what_an_unfinished_letter_will_ask_for(
    told: Case, to_x: Group, wren: Person, now: datetime
) -> None:
    letter = notices.draft_notice(
        told, group=to_x, route=to_x.routes[0], sightings=to_x.sightings, actor=wren, now=now
    )

    found = exposure.exposure_of(letter, prepared(letter, now))

    assert found.foreseen
    assert found.standing == {Detail.NAME, Detail.MAIL}


def test_offers_a_separate_mailbox_once_there_is_one(
    draft: Notice, wren: Person, now: datetime
) -> None:
    assert "" in choices(draft, wren, now)
    write(Contact.objects.filter(case=draft.case), separate_mail="box@mailbox.example")

    letter = take(draft, "mail:OTHER", wren, now)

    ready = prepared(letter, now)
    assert ready.letter is not None and "box@mailbox.example" in ready.letter.body
    assert standing(letter, now) == {Detail.NAME}
    assert Contact.objects.get(case=draft.case).mail_shown == Shown.OTHER


def test_leaves_out_only_what_the_rule_does_not_ask_for(
    by_copyright: Notice, wren: Person, now: datetime
) -> None:
    found = choices(by_copyright, wren, now)

    assert "mail:NONE" in found
    assert not {"address:NONE", "telephone:NONE"} & set(found)


def test_puts_another_postal_address_in_the_place_of_the_home(
    by_copyright: Notice, wren: Person, now: datetime
) -> None:
    write(Contact.objects.filter(case=by_copyright.case), postal_alias="Box 7, 20095 Hamburg")

    letter = take(by_copyright, "address:OTHER", wren, now)

    ready = prepared(letter, now)
    assert ready.letter is not None
    assert "Box 7" in ready.letter.body and "Quiet Lane" not in ready.letter.body


def test_lets_an_advocate_with_a_mandate_write_instead(
    draft: Notice, mandate: Mandate, wren: Person, bea: Person, now: datetime
) -> None:
    letter = take(draft, telling_less.AGENT, wren, now)

    assert (letter.sender_role, letter.agent) == (SenderRole.AUTHORISED_AGENT, bea)
    notices.change_notice(letter, extra={"signature_name": bea.shown_name}, actor=bea, now=now)
    letter.refresh_from_db()
    assert Detail.NAME not in standing(letter, now)


def test_offers_no_other_sender_without_a_mandate(
    draft: Notice, wren: Person, now: datetime
) -> None:
    assert telling_less.AGENT not in choices(draft, wren, now)


def test_lets_nobody_give_the_word_of_the_advocate_who_writes(
    draft: Notice,
    mandate: Mandate,
    wren: Person,
    bea: Person,
    now: datetime,
    approve: Callable[[Notice, Person], Notice],
) -> None:
    letter = take(draft, telling_less.AGENT, wren, now)
    notices.change_notice(letter, extra={"signature_name": bea.shown_name}, actor=bea, now=now)
    letter.refresh_from_db()

    with pytest.raises(NotPermitted):
        approve(letter, wren)
    assert approve(letter, bea).approved_by == bea


def test_takes_no_step_that_was_not_offered(draft: Notice, wren: Person, now: datetime) -> None:
    with pytest.raises(NotOffered):
        take(draft, "mail:NONE", wren, now)


def test_changes_no_approved_letter(approved: Notice, wren: Person, now: datetime) -> None:
    step = Step("mail:NONE", Detail.MAIL, "")

    with pytest.raises(NotADraft):
        telling_less.tell_less(approved, choice=step.choice, offered=(step,), actor=wren, now=now)


def test_refuses_a_stranger(draft: Notice, dan: Person, now: datetime) -> None:
    step = Step("mail:NONE", Detail.MAIL, "")

    with pytest.raises(NotPermitted):
        telling_less.tell_less(draft, choice=step.choice, offered=(step,), actor=dan, now=now)
