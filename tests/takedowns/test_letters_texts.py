"""Every letter, whatever it is told: it holds what its rule asks for and nothing else."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.drafting import (
    ContentKind,
    EarlierNotice,
    Facts,
    FactsMissing,
    Ground,
    Happened,
    Letter,
    Link,
    PrivacyChoice,
    Rung,
    SenderRole,
    draft,
    draft_rung,
)
from takedowns.registry.loader import registry
from takedowns.registry.schema import LegalBasis

WRITTEN = (
    *("us-tida", "us-dmca-512c", "eu-dsa-16", "eu-gdpr-17", "in-it-rules-3-2-b", "nz-hdca-24"),
    *("br-mci-21", "jp-private-sexual-images", "kr-tba-22-5", "uk-dp-complaint", "uk-osa-48h"),
)
ONLY_IN_PERSON = {"jp-private-sexual-images"}
SEEN = datetime(2026, 11, 22, 12, tzinfo=UTC)
FULL = Facts(
    reference="K7-QRM / 3",
    written_on=date(2026, 11, 22),
    recipient="Example Corp.",
    platform_name="Example Board",
    sender_name="Mira Sand",
    contact_email="mira@mail.example",
    contact_phone="+1 555 0100",
    country="South Korea",
    postal_address="1 Example Road\n10115 Sampletown",
    links=(Link(url="https://board.example/t/1", identifiers=(("post id", "1"),), seen_at=SEEN),),
    happened=frozenset({Happened.AUTHENTIC}),
    content_kinds=frozenset({ContentKind.NUDITY}),
    nonconsent_facts="No publication was ever agreed to.",
    harm="Sleepless nights.",
    work_description="A portrait of 3 May 2025",
    took_picture=True,
    national_offence="section 1 of the Example Code",
    ground=Ground.UNLAWFUL,
    objection="a fragile recovery",
    inform_recipients=True,
    signature_name="Mira Sand",
    earlier=(EarlierNotice(reference="K7-QRM / 1", sent_at=SEEN),),
)


def basis(name: str) -> LegalBasis:
    return registry().legal_bases[name]


def fitting(name: str | None, facts: Facts) -> Facts:
    """The same facts, told by somebody the rule lets write."""
    if name == "us-dmca-512c" and not facts.is_agent:
        return replace(facts, sender_role=SenderRole.COPYRIGHT_OWNER)
    if name in ONLY_IN_PERSON:
        return replace(facts, sender_role=SenderRole.DEPICTED_PERSON)
    return facts


def letter_for(name: str | None, facts: Facts = FULL) -> Letter:
    return draft(basis(name) if name else None, None, fitting(name, facts))


words = st.text(
    st.characters(min_codepoint=33, max_codepoint=0x2FFF, exclude_categories=("C", "Z")),
    min_size=1,
    max_size=30,
)
maybe = st.one_of(st.just(""), words)
links = st.builds(
    Link,
    url=words.map(lambda path: f"https://board.example/{path}"),
    locator=maybe,
    identifiers=st.lists(st.tuples(words, words), max_size=2).map(tuple),
    seen_at=st.none() | st.just(SEEN),
)
stories = st.builds(
    Facts,
    reference=words,
    written_on=st.dates(date(2026, 6, 1), date(2035, 1, 1)),
    recipient=words,
    platform_name=words,
    sender_name=words,
    sender_role=st.sampled_from([SenderRole.DEPICTED_PERSON, SenderRole.AUTHORISED_AGENT]),
    principal=words,
    contact_email=words.map(lambda name: f"{name}@mail.example"),
    contact_phone=st.from_regex(r"\+99[0-9]{8}", fullmatch=True),
    country=words,
    postal_address=words.map(lambda street: f"{street}-Street 77"),
    links=st.lists(links, min_size=1, max_size=4).map(tuple),
    happened=st.sampled_from([frozenset({Happened.AUTHENTIC}), frozenset(Happened)]),
    content_kinds=st.sets(st.sampled_from(ContentKind), min_size=1).map(frozenset),
    nonconsent_facts=words,
    harm=words,
    work_description=words,
    took_picture=st.just(True),
    national_offence=maybe,
    ground=st.sampled_from(Ground),
    objection=maybe,
    inform_recipients=st.booleans(),
    privacy_choice=st.sampled_from(PrivacyChoice),
    signature_name=words,
    police_reference=maybe,
)


@pytest.mark.parametrize("name", WRITTEN)
@given(facts=stories)
def test_holds_every_required_element(name: str, facts: Facts) -> None:
    letter = letter_for(name, facts)

    required = [each.key for each in basis(name).required_elements if each.required]
    assert all(letter.elements[key] and letter.elements[key] in letter.body for key in required)


@pytest.mark.parametrize("name", [*WRITTEN, None])
@given(facts=stories)
def test_leaves_no_marker_gap_or_picture(name: str | None, facts: Facts) -> None:
    letter = letter_for(name, facts)

    text = letter.subject + letter.body
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in text)
    assert "\n\n\n" not in letter.body
    assert not any(sign in letter.body for sign in ("<img", "data:image", "cid:"))


@pytest.mark.parametrize("name", [*WRITTEN, None])
@given(facts=stories)
def test_marks_exactly_what_was_filled_in(name: str | None, facts: Facts) -> None:
    letter = letter_for(name, facts)

    joined = "\n\n".join("".join(s.text for s in p) for p in letter.paragraphs)
    assert joined == letter.body
    assert "reference" in {mark.key for mark in letter.marks}
    assert all(letter.body[m.start : m.end].strip() for m in letter.marks)


@pytest.mark.parametrize("name", [*WRITTEN, None])
def test_says_nothing_of_a_police_reference_nobody_gave(name: str | None) -> None:
    assert "police" not in letter_for(name).body


@pytest.mark.parametrize("name", [each for each in [*WRITTEN, None] if each != "us-dmca-512c"])
def test_quotes_a_police_reference_that_was_given(name: str | None) -> None:
    letter = letter_for(name, replace(FULL, police_reference="AZ 12/26"))

    assert "reported to the police under reference AZ 12/26." in letter.body


@pytest.mark.parametrize("name", [*WRITTEN, None])
def test_never_speaks_of_perjury_but_where_the_law_does(name: str | None) -> None:
    spoken = letter_for(name).body.lower().count("perjury")

    assert spoken == (1 if name == "us-dmca-512c" else 0)


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("us-tida", ("mira@mail.example",)),
        ("eu-dsa-16", ("mira@mail.example",)),
        ("eu-gdpr-17", ("mira@mail.example",)),
        ("in-it-rules-3-2-b", ("mira@mail.example",)),
        (None, ("mira@mail.example",)),
        ("nz-hdca-24", ("mira@mail.example", "+1 555 0100", "1 Example Road, 10115 Sampletown")),
        ("br-mci-21", ("mira@mail.example",)),
        ("kr-tba-22-5", ("mira@mail.example",)),
        ("uk-dp-complaint", ("mira@mail.example",)),
        ("uk-osa-48h", ("mira@mail.example",)),
        ("jp-private-sexual-images", ("mira@mail.example", "1 Example Road, 10115 Sampletown")),
        ("us-dmca-512c", ("mira@mail.example", "+1 555 0100", "1 Example Road, 10115 Sampletown")),
    ],
)
def test_gives_away_no_more_contact_details_than_asked(
    name: str | None, kept: tuple[str, ...]
) -> None:
    body = letter_for(name).body

    known = ("mira@mail.example", "+1 555 0100", "1 Example Road, 10115 Sampletown")
    assert tuple(detail for detail in known if detail in body) == kept


@pytest.mark.parametrize("name", [each for each in [*WRITTEN, None] if each not in ONLY_IN_PERSON])
def test_lets_an_agent_never_speak_as_the_person_shown(name: str | None) -> None:
    facts = replace(
        FULL,
        sender_role=SenderRole.AUTHORISED_AGENT,
        sender_name="Bea Keller",
        signature_name="Bea Keller",
        principal="Mira Sand",
    )

    body = letter_for(name, facts).body

    own = (
        "I am identifiable",
        "shows me",
        "my consent",
        "I am the data subject",
        "I made the work",
        "I am the person",
        "I live",
        "as the person who takes part",
    )
    assert not any(phrase in body for phrase in own)
    assert "Bea Keller, on behalf of" in body


def test_hides_the_name_of_a_person_an_agent_does_not_name() -> None:
    facts = replace(FULL, sender_role=SenderRole.AUTHORISED_AGENT, sender_name="Bea Keller")

    body = letter_for("us-tida", replace(facts, signature_name="Bea Keller")).body

    assert "Mira" not in body.replace("mira@mail.example", "")
    assert "on behalf of the person depicted" in body


@pytest.mark.parametrize("name", ["us-tida", "eu-dsa-16", "eu-gdpr-17", "in-it-rules-3-2-b", None])
def test_calls_synthetic_material_made_not_recorded(name: str | None) -> None:
    body = letter_for(name, replace(FULL, happened=frozenset({Happened.SYNTHETIC}))).body

    assert "made or altered with software" in body
    assert "The material shows me" not in body


def test_claims_no_disclosed_facts_for_synthetic_material() -> None:
    body = letter_for("nz-hdca-24", replace(FULL, happened=frozenset({Happened.SYNTHETIC}))).body

    assert "principle 1" not in body
    assert "section 22A" not in body


def test_reports_a_threat_without_claiming_a_publication() -> None:
    letter = letter_for(None, replace(FULL, happened=frozenset({Happened.THREAT})))

    assert "Report of a threat" in letter.subject
    assert "was published" not in letter.body


def test_asks_for_48_hours_where_the_rule_gives_them() -> None:
    assert "within 48 hours of receiving this request" in letter_for("us-tida").body


def test_names_no_limit_where_the_rule_does_not_run() -> None:
    retired = replace(basis("us-tida"), retired=date(2026, 11, 1))

    assert "48 hours" not in draft(retired, None, FULL).body


@pytest.mark.parametrize(
    ("choice", "sentence"),
    [(PrivacyChoice.WITHHOLD, "I do NOT consent"), (PrivacyChoice.ALLOW, "I agree that my")],
)
def test_says_whether_details_may_reach_the_author(choice: PrivacyChoice, sentence: str) -> None:
    letter = letter_for("nz-hdca-24", replace(FULL, privacy_choice=choice))

    assert sentence in letter.elements["privacy_choice"]


def test_withholds_details_from_the_author_unless_told_otherwise() -> None:
    assert Facts().privacy_choice is PrivacyChoice.WITHHOLD


@pytest.mark.parametrize(
    ("ground", "article"),
    [
        (Ground.UNLAWFUL, "17(1)(d)"),
        (Ground.CONSENT_WITHDRAWN, "17(1)(b)"),
        (Ground.OBJECTION, "17(1)(c)"),
    ],
)
def test_names_the_article_of_the_ground(ground: Ground, article: str) -> None:
    letter = letter_for("eu-gdpr-17", replace(FULL, ground=ground))

    assert article in letter.elements["ground"]


def test_objects_and_informs_only_where_asked_to() -> None:
    letter = letter_for("eu-gdpr-17", replace(FULL, objection="", inform_recipients=False))

    assert not {"objection", "recipients"} & set(letter.elements)


def test_writes_each_declaration_into_the_letter_word_for_word() -> None:
    letter = letter_for("us-dmca-512c")

    assert [d.key for d in letter.declarations] == [
        *("good_faith_unauthorised_use", "accuracy", "authority")
    ]
    assert all(d.text in letter.body for d in letter.declarations)
    assert [d.under_penalty_of_perjury for d in letter.declarations] == [False, False, True]


def test_quotes_the_earlier_notice_and_the_missed_moment() -> None:
    missed = EarlierNotice(
        reference="K7-QRM / 1",
        sent_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
        due_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    )

    body = draft_rung(Rung.FIRMER, basis("us-tida"), None, replace(FULL, earlier=(missed,))).body

    assert "On 20 November 2026, 09:00 UTC" in body
    assert "reference K7-QRM / 1" in body
    assert "ended on 22 November 2026, 09:00 UTC" in body


def test_claims_no_missed_moment_before_it_has_come() -> None:
    early = EarlierNotice(
        reference="K7-QRM / 1", sent_at=SEEN, due_at=datetime(2026, 12, 22, tzinfo=UTC)
    )

    body = draft_rung(Rung.FIRMER, basis("eu-gdpr-17"), None, replace(FULL, earlier=(early,))).body

    assert "ended on" not in body


def test_writes_a_letter_for_every_rule_that_a_platform_or_controller_is_told_of() -> None:
    told = {
        each.id
        for each in registry().legal_bases.values()
        if each.type in {"platform_notice", "data_protection"}
    }

    assert told == set(WRITTEN)


@pytest.mark.parametrize("name", sorted(ONLY_IN_PERSON))
def test_lets_no_agent_write_where_the_rule_names_none(name: str) -> None:
    with pytest.raises(FactsMissing):
        draft(basis(name), None, replace(FULL, sender_role=SenderRole.AUTHORISED_AGENT))


def test_claims_no_two_hours_known_from_the_press_only() -> None:
    assert "hours" not in letter_for("br-mci-21").body


def test_claims_no_duty_whose_start_nobody_has_checked() -> None:
    assert "48 hours" not in letter_for("uk-osa-48h").body
