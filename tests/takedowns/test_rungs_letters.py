"""Every letter of the ladder, under every rule, in every language, whatever it is told."""

import re
from dataclasses import fields, replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedowns.drafting import (
    Came,
    ConsentHistory,
    Facts,
    FactsMissing,
    Happened,
    Letter,
    NoLetter,
    PrivacyChoice,
    Rung,
    SenderRole,
    Statute,
    Where,
    draft,
    draft_rung,
    languages_of,
    letter_of_rung,
    missing_for_rung,
    requirements_of_rung,
)
from takedowns.drafting.requirements import needs_of
from takedowns.registry.loader import registry
from tests.takedowns.rung_stories import (
    CLIMBING,
    COMPLAINTS,
    DIGEST,
    NOTICE,
    WRITTEN_RUNGS,
    allowed,
    climbs,
    rule,
)
from tests.takedowns.test_letters_texts import FULL, WRITTEN, letter_for, stories

LANGUAGES = ("en", "de", "es", "fr")
CARRIERS = (Rung.HOST, Rung.CDN, Rung.REGISTRAR)
RULES = (None, *sorted(registry().legal_bases))
SEALED = re.compile(r"[0-9a-fA-F]{40,}|[A-Za-z0-9+/]{60,}={0,2}|data:image|<img|cid:")
GAP = re.compile(r"[\ue000-\uf8ff]|\{\{|\{%|\(\)|  +\S|None")


def written(rung: Rung, name: str | None, facts: Facts, code: str = "en") -> Letter:
    return draft_rung(rung, rule(name) if name else None, None, facts, code)


@pytest.mark.parametrize("rung", WRITTEN_RUNGS)
@settings(max_examples=20)
@given(
    facts=climbs,
    name=st.sampled_from([each for each in RULES if each not in COMPLAINTS]),
    code=st.sampled_from(LANGUAGES),
)
def test_holds_all_its_parts_and_nothing_sealed(
    rung: Rung, facts: Facts, name: str | None, code: str
) -> None:
    letter = written(rung, name, facts, code)

    needed = [key for key, need in needs_of(letter_of_rung(rung, None)).items() if need.required]
    assert all(letter.elements[key] in letter.body for key in needed)
    assert not SEALED.search(f"{letter.subject}\n{letter.body}")
    assert not any("\ue000" <= sign <= "\uf8ff" for sign in f"{letter.subject}\n{letter.body}")


@pytest.mark.parametrize(
    ("name", "code"),
    [(name, each.code) for name in COMPLAINTS for each in languages_of(name)],
)
@settings(max_examples=20)
@given(facts=climbs.filter(lambda facts: facts.sender_role != SenderRole.COPYRIGHT_OWNER))
def test_holds_what_the_rule_of_a_complaint_requires(name: str, code: str, facts: Facts) -> None:
    letter = draft(rule(name), None, allowed(name, facts), code)

    required = [each.key for each in rule(name).required_elements if each.required]
    assert all(letter.elements[key] and letter.elements[key] in letter.body for key in required)
    assert not SEALED.search(f"{letter.subject}\n{letter.body}")


@pytest.mark.parametrize("name", [*WRITTEN, None])
@settings(max_examples=10)
@given(facts=stories)
def test_seals_nothing_into_the_letter_of_any_rule(name: str | None, facts: Facts) -> None:
    letter = letter_for(name, facts)

    assert not SEALED.search(f"{letter.subject}\n{letter.body}")


@pytest.mark.parametrize("name", [*WRITTEN, None])
def test_holds_nothing_of_another_story_under_any_rule(name: str | None) -> None:
    texts: dict[str, Any] = {
        each.name: "CANARY-7741" for each in fields(Facts) if each.type in {"str", str}
    }
    letter_for(name, replace(FULL, **texts))

    assert "CANARY" not in letter_for(name).body


@pytest.mark.parametrize("code", LANGUAGES)
@pytest.mark.parametrize("role", list(SenderRole))
@pytest.mark.parametrize("rung", WRITTEN_RUNGS)
def test_leaves_no_placeholder(rung: Rung, role: SenderRole, code: str) -> None:
    letter = written(rung, "us-dmca-512c", replace(CLIMBING, sender_role=role), code)

    assert not GAP.search(f"{letter.subject}\n{letter.body}")


@pytest.mark.parametrize("rung", [each for each in WRITTEN_RUNGS if each is not Rung.FIRMER])
def test_quotes_every_earlier_notice_with_proof_and_missed_hour(rung: Rung) -> None:
    second = replace(NOTICE, reference="K7-QRM / 2", proof="RR 123", came=Came.REFUSED)

    body = written(rung, "us-tida", replace(CLIMBING, earlier=(NOTICE, second))).body

    assert "Notice K7-QRM / 1 under TAKE IT DOWN Act s.3 was sent to Example Corp." in body
    assert "Their reference is 4471-209." in body
    assert "Proof of sending is kept: 250 2.0.0 Ok: queued as 4F2." in body
    assert "ended on 22 November 2026, 09:00 UTC." in body
    assert "Notice K7-QRM / 2" in body
    assert "The answer was a refusal." in body


@pytest.mark.parametrize("rung", WRITTEN_RUNGS)
def test_claims_no_missed_hour_that_has_not_come(rung: Rung) -> None:
    early = replace(NOTICE, due_at=datetime(2026, 12, 24, tzinfo=UTC))

    assert "ended on" not in written(rung, "us-tida", replace(CLIMBING, earlier=(early,))).body


@pytest.mark.parametrize("rung", [Rung.REVIEW, Rung.REGULATOR, Rung.DISPUTE, Rung.FIRMER])
def test_refuses_to_complain_before_anybody_was_asked(rung: Rung) -> None:
    alone = replace(CLIMBING, earlier=())

    with pytest.raises(FactsMissing) as refused:
        written(rung, "us-tida", alone)

    assert [gap.where for gap in refused.value.gaps] == [Where.LETTERS]
    assert refused.value.gaps == missing_for_rung(rung, rule("us-tida"), None, alone)


@pytest.mark.parametrize("rung", [*CARRIERS, Rung.SEARCH, Rung.POLICE])
def test_writes_beside_the_first_notice_where_nobody_need_be_asked_before(rung: Rung) -> None:
    letter = written(rung, "us-tida", replace(CLIMBING, earlier=()))

    assert "earlier_notice" not in letter.elements
    assert "otice K7-QRM / 1" not in letter.body


@pytest.mark.parametrize("rung", [*CARRIERS, Rung.SEARCH])
def test_tells_nobody_who_carries_a_site_of_a_mere_threat(rung: Rung) -> None:
    with pytest.raises(FactsMissing) as refused:
        written(rung, None, replace(CLIMBING, happened=frozenset({Happened.THREAT})))

    assert "that something was published" in str(refused.value)


def test_reports_a_threat_to_a_regulator_without_claiming_a_publication() -> None:
    threat = replace(CLIMBING, happened=frozenset({Happened.THREAT}))

    body = written(Rung.REGULATOR, None, threat).body

    assert "Somebody has threatened on Example Board" in body
    assert "published" not in body


@pytest.mark.parametrize("rung", CARRIERS)
def test_asks_who_carries_a_site_to_keep_the_name_to_themselves(rung: Rung) -> None:
    kept = written(rung, "us-tida", CLIMBING)
    allows = written(rung, "us-tida", replace(CLIMBING, privacy_choice=PrivacyChoice.ALLOW))

    assert "do not pass my name" in kept.elements["privacy_choice"]
    assert "privacy_choice" not in allows.elements


def test_names_the_domain_to_a_registrar_and_needs_one() -> None:
    chat = replace(CLIMBING, links=(replace(CLIMBING.links[0], url="", locator="A group"),))

    assert "registrar of this name: board.example" in written(Rung.REGISTRAR, None, CLIMBING).body
    with pytest.raises(FactsMissing):
        written(Rung.REGISTRAR, None, chat)


def test_shows_of_a_digest_its_beginning_only() -> None:
    sheet = written(Rung.POLICE, None, CLIMBING)

    assert f"E-1, kept 22 November 2026, 12:00 UTC, {DIGEST[:12]}…" in sheet.body
    assert DIGEST[:13] not in sheet.body


def test_names_an_unread_law_as_unread_and_an_unknown_one_as_unknown() -> None:
    unread = (Statute(citation="Example Code s. 9", where="Examplia", checked=False),)

    said = [
        written(Rung.POLICE, None, replace(CLIMBING, statutes=laws)).elements["statute"]
        for laws in (CLIMBING.statutes, unread, ())
    ]

    assert said[0] == "The law that may apply: Example Code s. 9 (Examplia)."
    assert "not checked in a source" in said[1]
    assert "not in our records" in said[2]


def test_tells_the_police_no_story_and_no_name() -> None:
    body = written(Rung.POLICE, "us-tida", CLIMBING).body

    told = (CLIMBING.sender_name, CLIMBING.nonconsent_facts, CLIMBING.harm, CLIMBING.contact_email)
    assert not any(words in body for words in told)


def test_cites_a_rule_to_a_regulator_only_where_it_is_in_force_and_checked() -> None:
    cited = [
        "The rule in question" in written(Rung.REGULATOR, name, CLIMBING).body
        for name in ("us-tida", "uk-osa-48h", "de-ddg-201a", None)
    ]

    assert cited == [True, False, False, False]


def test_cites_no_rule_to_a_regulator_that_was_taken_out() -> None:
    tida = rule("us-tida")
    out = replace(tida, retired=date(2026, 11, 1))
    bodies = [draft_rung(Rung.REGULATOR, each, None, CLIMBING).body for each in (tida, out)]

    assert [tida.citation in body for body in bodies] == [True, False]
    assert tida.in_force and not out.in_force


@pytest.mark.parametrize("rung", WRITTEN_RUNGS)
@pytest.mark.parametrize("code", LANGUAGES[1:])
def test_says_the_same_in_every_language(rung: Rung, code: str) -> None:
    english, abroad = (written(rung, "us-tida", CLIMBING, each) for each in ("en", code))

    assert {mark.key for mark in abroad.marks} == {mark.key for mark in english.marks}
    assert abroad.elements.keys() == english.elements.keys()
    plain = f" {abroad.body} ".replace(FULL.nonconsent_facts, "")
    assert not [word for word in (" the ", " you ", "Please", " is ") if word in plain]


@pytest.mark.parametrize("rung", WRITTEN_RUNGS)
def test_holds_nothing_of_the_story_written_before(rung: Rung) -> None:
    texts: dict[str, Any] = {
        each.name: "CANARY-7741" for each in fields(Facts) if each.type in {"str", str}
    }
    assert len(texts) > 10
    written(rung, "us-tida", replace(CLIMBING, **texts))

    assert "CANARY" not in written(rung, "us-tida", CLIMBING).body


def test_takes_the_letter_of_a_rule_made_for_the_rung() -> None:
    assert letter_of_rung(Rung.REGULATOR, rule("au-osa-iba")) == "au-osa-iba"
    assert letter_of_rung(Rung.TRIBUNAL, rule("ca-bc-iipa")) == "ca-bc-iipa"
    assert letter_of_rung(Rung.REGULATOR, rule("us-tida")) == "rung-regulator"
    assert "section 32" in written(Rung.REGULATOR, "au-osa-iba", CLIMBING).body


@pytest.mark.parametrize("rung", [Rung.COURT, Rung.HELP, Rung.TRIBUNAL])
def test_writes_no_letter_to_a_court_or_a_helpline(rung: Rung) -> None:
    with pytest.raises(NoLetter):
        written(rung, "us-tida", CLIMBING)


def test_objects_where_consent_was_taken_back_and_claims_no_lack_of_it() -> None:
    changed = replace(CLIMBING, consent_history=ConsentHistory.WITHDRAWN)

    letter = draft(rule("au-osa-iba"), None, changed)

    assert "Objection notice under section 33" in letter.body
    assert "without my consent" not in letter.body


@pytest.mark.parametrize("name", COMPLAINTS)
def test_names_each_missing_fact_of_a_complaint(name: str) -> None:
    bare = Facts(reference="r", written_on=CLIMBING.written_on, recipient="r", platform_name="p")

    rung = Rung.TRIBUNAL if rule(name).type == "tribunal_order" else Rung.REGULATOR
    gaps = missing_for_rung(rung, rule(name), None, bare)

    required = {each.key for each in rule(name).required_elements if each.required}
    assert "happened" in {gap.key for gap in gaps}
    assert required & {gap.key for gap in gaps}
    assert all(gap.label for gap in gaps)


@pytest.mark.parametrize("rung", WRITTEN_RUNGS)
def test_lists_what_it_asks_for_in_words(rung: Rung) -> None:
    asked = requirements_of_rung(rung, None, None)

    assert all(each.label for each in asked)
    assert "content_location" in {each.key for each in asked}


def test_writes_a_letter_for_every_complaint_to_a_regulator_or_tribunal() -> None:
    complaints = {
        each.id
        for each in registry().legal_bases.values()
        if each.type in {"regulator_complaint", "tribunal_order"}
    }

    assert complaints == set(COMPLAINTS)
