"""A letter with a gap is refused, and the gap is named with the page that fills it."""

from dataclasses import replace
from datetime import date

import pytest

from takedowns.drafting import (
    ContentKind,
    Facts,
    FactsMissing,
    Gap,
    Ground,
    Happened,
    Link,
    NoLetter,
    Rung,
    SenderRole,
    Where,
    draft,
    draft_rung,
    has_letter,
    missing,
    requirements,
)
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel, LegalBasis

FULL = Facts(
    reference="K7-QRM / 3",
    written_on=date(2026, 11, 22),
    recipient="Example Corp.",
    platform_name="Example Board",
    sender_name="Mira Sand",
    contact_email="mira@mail.example",
    contact_phone="+1 555 0100",
    postal_address="1 Example Road",
    links=(Link(url="https://board.example/t/1"),),
    happened=frozenset({Happened.AUTHENTIC}),
    content_kinds=frozenset({ContentKind.NUDITY}),
    nonconsent_facts="No publication was ever agreed to.",
    harm="Sleepless nights.",
    work_description="A portrait of 3 May 2025",
    took_picture=True,
    ground=Ground.UNLAWFUL,
    signature_name="Mira Sand",
)
OWNER = replace(FULL, sender_role=SenderRole.COPYRIGHT_OWNER)
FORM = Channel(
    type="tida",
    method="web_form",
    value="https://board.example/form",
    fields=("contact_email", "depicted_legal_name", "phone"),
    discloses_reporter="unknown",
    notes="",
    confidence="source-verified",
    source="",
)


def basis(name: str) -> LegalBasis:
    return registry().legal_bases[name]


@pytest.mark.parametrize(
    ("name", "facts", "gap"),
    [
        (
            "us-tida",
            replace(FULL, signature_name=" "),
            Gap("signature", "a name typed as signature", Where.SIGNATURE),
        ),
        (
            "us-tida",
            replace(FULL, links=(Link(url="\u202e"),)),
            Gap("content_location", "at least one link or place", Where.PLACES),
        ),
        (
            "us-tida",
            replace(FULL, contact_email="", contact_phone="", postal_address=""),
            Gap(
                "contact",
                "an e-mail address or a telephone number or a postal address",
                Where.CONTACT,
            ),
        ),
        (
            "us-tida",
            replace(FULL, happened=frozenset({Happened.THREAT})),
            Gap("happened", "something this rule covers", Where.INTAKE),
        ),
        (
            "us-dmca-512c",
            replace(OWNER, contact_phone=""),
            Gap("contact", "a telephone number", Where.CONTACT),
        ),
        (
            "us-dmca-512c",
            replace(OWNER, took_picture=False),
            Gap("work", "that the picture was taken by the person who owns it", Where.INTAKE),
        ),
        (
            "us-dmca-512c",
            FULL,
            Gap("role", "somebody this rule lets write", Where.INTAKE),
        ),
        (
            "eu-dsa-16",
            replace(FULL, contact_email=""),
            Gap("name_email", "an e-mail address", Where.CONTACT),
        ),
        (
            "eu-gdpr-17",
            replace(FULL, ground=None),
            Gap("ground", "the reason why the data must be erased", Where.INTAKE),
        ),
        (
            "in-it-rules-3-2-b",
            replace(FULL, content_kinds=frozenset()),
            Gap("content_kind", "what the material shows", Where.INTAKE),
        ),
        (
            "nz-hdca-24",
            replace(FULL, harm=""),
            Gap("specific_content", "what harm it did", Where.INTAKE),
        ),
        (
            "nz-hdca-24",
            replace(FULL, sender_role=SenderRole.AUTHORISED_AGENT),
            Gap("name_contact", "the name of the person you act for", Where.INTAKE),
        ),
    ],
)
def test_refuses_a_missing_fact_by_name(name: str, facts: Facts, gap: Gap) -> None:
    with pytest.raises(FactsMissing) as refused:
        draft(basis(name), None, facts)

    assert refused.value.gaps == (gap,)
    assert gap.label in str(refused.value)


def test_refuses_synthetic_material_where_the_rule_leaves_it_out() -> None:
    tida = basis("us-tida")
    narrow = replace(tida, covers=replace(tida.covers, synthetic_images=False))

    with pytest.raises(FactsMissing):
        draft(narrow, None, replace(FULL, happened=frozenset({Happened.SYNTHETIC})))


def test_refuses_a_copyright_owner_as_the_person_concerned() -> None:
    with pytest.raises(FactsMissing):
        draft(None, None, OWNER)


def test_refuses_a_follow_up_without_an_earlier_letter() -> None:
    with pytest.raises(FactsMissing) as refused:
        draft_rung(Rung.FIRMER, basis("us-tida"), None, FULL)

    assert refused.value.gaps == (Gap("earlier_notice", "the earlier letter", Where.LETTERS),)


def test_counts_a_declaration_as_missing_until_it_is_confirmed() -> None:
    tida = basis("us-tida")
    (declared,) = tida.declarations

    confirmed = replace(FULL, declarations_confirmed=frozenset({declared.key}))

    assert missing(tida, None, FULL) == (Gap(declared.key, declared.sense, Where.DECLARATION),)
    assert missing(tida, None, confirmed) == ()


def test_drafts_before_declarations_are_confirmed_so_that_they_can_be_read() -> None:
    assert draft(basis("us-tida"), None, FULL).declarations[0].text


def test_names_each_requirement_in_the_order_of_the_rule() -> None:
    tida = basis("us-tida")

    asked = requirements(tida, None)

    assert [each.key for each in asked] == [each.key for each in tida.required_elements]
    assert asked[0].facts == ("signature_name",)


def test_adds_what_only_the_form_asks_for_and_leaves_it_optional() -> None:
    asked = requirements(basis("us-tida"), FORM)

    (added,) = asked[len(basis("us-tida").required_elements) :]
    assert (added.key, added.required, added.facts) == (
        "depicted_legal_name",
        False,
        ("principal",),
    )


def test_says_where_no_letter_is_written() -> None:
    silent = replace(basis("us-tida"), letter="")

    assert not has_letter(silent)
    assert has_letter(None)
    with pytest.raises(NoLetter):
        draft(silent, None, FULL)


@pytest.mark.parametrize("language", ["xx", "../en", "", "en/../../etc"])
def test_refuses_a_language_no_letter_is_written_in(language: str) -> None:
    with pytest.raises(NoLetter):
        draft(basis("us-tida"), None, FULL, language)
