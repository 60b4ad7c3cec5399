"""What stands on the page of a draft before it is approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from types import MappingProxyType

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Contact
from takedowns.models import Notice
from takedowns.registry.loader import registry
from takedowns.services import notices
from tests import factories
from tests.writing import write

pytestmark = pytest.mark.django_db
Browse = Callable[[Person], Client]


def page_under(basis: str, draft: Notice, browser: Client) -> str:
    """The page of the same draft, as if it were written under another rule."""
    draft.basis = basis
    draft.save(update_fields=["basis"])
    return browser.get(
        reverse("takedowns:notice", args=[draft.case.ref, draft.pk])
    ).content.decode()


@pytest.mark.parametrize(
    ("basis", "said"),
    [
        ("us-dmca-512c", "answer with a counter-notice"),
        ("us-dmca-512c", "10 to 14 business days"),
        ("us-dmca-512c", "17 U.S.C. 512(f)"),
        ("nz-hdca-24", "The host has to hide who you are only if it is told so"),
        ("it-garante-144bis", "This letter carries none"),
    ],
)
def test_says_what_a_rule_brings_before_it_is_approved(
    draft: Notice, wren: Person, browse: Browse, basis: str, said: str
) -> None:
    assert said in page_under(basis, draft, browse(wren))


def test_says_nothing_where_a_rule_brings_nothing(
    draft: Notice, wren: Person, browse: Browse
) -> None:
    assert "Good to know before" not in page_under("us-tida", draft, browse(wren))


def test_marks_a_note_nobody_has_checked(
    draft: Notice, wren: Person, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = registry()
    dmca = book.legal_bases["us-dmca-512c"]
    unread = replace(dmca, memory_fields=(*dmca.memory_fields, "before_approval[0]"))
    bases = MappingProxyType({**book.legal_bases, dmca.id: unread})
    other = replace(book, legal_bases=bases)
    monkeypatch.setattr("takedowns.services.letter_facts.registry", lambda: other)

    assert "not checked yet" in page_under("us-dmca-512c", draft, browse(wren))


def test_carries_the_sentence_that_hides_who_complained(draft: Notice, now: datetime) -> None:
    draft.basis = "nz-hdca-24"
    draft.extra = {"harm": "Sleepless nights.", "signature_name": "Wren Example"}
    draft.save()
    where = {"telephone": "+64 000 000", "postal_address": "1 Example Road"}
    write(Contact.objects.filter(case=draft.case), **where)

    letter = notices.prepare(draft, written_on=now.date()).letter

    assert letter is not None
    assert "I do NOT consent" in letter.body


def test_asks_for_what_only_a_regulator_wants(draft: Notice, wren: Person, browse: Browse) -> None:
    page = page_under("au-osa-iba", draft, browse(wren))

    assert 'name="local_link"' in page
    assert 'href="#id_consent_history"' in page


def test_puts_what_was_chosen_for_a_regulator_into_the_letter(
    draft: Notice, wren: Person, browse: Browse, now: datetime
) -> None:
    page_under("au-osa-iba", draft, browse(wren))
    chosen = {"local_link": "poster_lives_there", "consent_history": "never"}

    browse(wren).post(reverse("takedowns:notice", args=[draft.case.ref, draft.pk]), chosen)

    draft.refresh_from_db()
    letter = notices.prepare(draft, written_on=now.date()).letter
    assert letter is not None
    assert "The person who posted the material ordinarily resides in Australia." in letter.body


@pytest.mark.parametrize("basis", ["us-tida", "eu-dsa-16", "nz-hdca-24", "au-osa-iba", ""])
def test_holds_nothing_of_another_case(
    draft: Notice, june: Person, now: datetime, basis: str
) -> None:
    other = factories.case(client=june, happened=["THREAT"], police_reference="CANARY-7741")
    factories.contact(other, name="CANARY-7741", mail="canary-7741@mailbox.example")
    factories.sighting(other, "https://x.com/canary7741/status/1858000000000009999")
    draft.basis = basis
    draft.extra |= {
        "harm": "h",
        "nonconsent_facts": "n",
        "local_link": "hosted_there",
        "consent_history": "never",
    }
    write(Contact.objects.filter(case=draft.case), telephone="+64 0", postal_address="Road 1")
    draft.save()

    letter = notices.prepare(draft, written_on=now.date()).letter

    assert letter is not None
    assert "canary" not in f"{letter.subject}{letter.body}".lower()
