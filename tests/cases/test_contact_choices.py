"""Which of two addresses letters carry, and that it is there."""

from datetime import datetime

import pytest
from django.db import IntegrityError

from accounts.models import Person
from cases.forms.contact import ContactForm
from cases.models import Case, Contact, Shown
from cases.services.contacts import Reach, change_contact, show
from tests import factories

TWO = {"mail": "own@mailbox.example", "separate_mail": "box@mailbox.example"}


@pytest.mark.parametrize(
    ("shown", "carried"),
    [(Shown.OWN, "own@mailbox.example"), (Shown.OTHER, "box@mailbox.example"), (Shown.NONE, "")],
)
def test_carries_the_mail_address_that_was_chosen(shown: Shown, carried: str) -> None:
    assert Contact(**TWO, mail_shown=shown).mail_in_letters == carried


def test_carries_the_first_addresses_unless_told_otherwise() -> None:
    reached = Contact(telephone="1", postal_address="Here", postal_alias="There")

    assert (reached.telephone_in_letters, reached.postal_in_letters) == ("1", "Here")


def test_asks_for_the_other_address_where_it_shall_be_used() -> None:
    form = ContactForm({"mail_shown": Shown.OTHER}, mine=True, known=None)

    assert list(form.errors) == ["separate_mail"]


def test_takes_a_form_without_choices_as_the_first_addresses() -> None:
    form = ContactForm({"mail": "own@mailbox.example"}, mine=True, known=None)

    assert form.is_valid()
    assert Reach(**form.cleaned_data).mail_shown == Shown.OWN


@pytest.mark.django_db
def test_keeps_a_choice_for_the_case_and_the_rest_as_it_was(
    case: Case, wren: Person, now: datetime
) -> None:
    reach = Reach(mail=TWO["mail"], separate_mail=TWO["separate_mail"], telephone="1")
    change_contact(case, reach=reach, actor=wren, now=now)

    show(case, shown={"mail_shown": Shown.OTHER}, actor=wren, now=now)

    kept = Contact.objects.get(case=case)
    assert (kept.mail_in_letters, kept.telephone) == ("box@mailbox.example", "1")


@pytest.mark.django_db
def test_knows_no_second_telephone(case: Case) -> None:
    with pytest.raises(IntegrityError):
        factories.contact(case, telephone_shown=Shown.OTHER)
