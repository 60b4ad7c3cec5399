"""What the letters of the ladder are told in tests: one full story, and random ones."""

from dataclasses import replace
from datetime import UTC, date, datetime

from hypothesis import strategies as st

from takedowns.drafting import (
    Came,
    ConsentHistory,
    EarlierNotice,
    ExhibitLine,
    Facts,
    Happened,
    Identification,
    LocalLink,
    Rung,
    SenderRole,
    Situation,
    Statute,
    letter_of_rung,
)
from takedowns.registry.loader import registry
from takedowns.registry.schema import LegalBasis
from tests.takedowns.test_letters_texts import FULL, SEEN, maybe, stories, words

DIGEST = "3f" * 32
NOTICE = EarlierNotice(
    reference="K7-QRM / 1",
    sent_at=datetime(2026, 11, 20, 9, tzinfo=UTC),
    recipient="Example Corp.",
    rule="TAKE IT DOWN Act s.3",
    their_reference="4471-209",
    proof="250 2.0.0 Ok: queued as 4F2",
    due_at=datetime(2026, 11, 22, 9, tzinfo=UTC),
    came=Came.NO_ANSWER,
)
CLIMBING = replace(
    FULL,
    recipient="Example Hosting Ltd.",
    earlier=(NOTICE,),
    exhibits=(ExhibitLine(number="E-1", digest=DIGEST, kept_at=SEEN),),
    statutes=(Statute(citation="Example Code s. 9", where="Examplia", checked=True),),
    circumstances="Posted in a public channel.",
    fear="A former partner announced it.",
    local_link=LocalLink.PERSON_LIVES_THERE,
    consent_history=ConsentHistory.NEVER,
    situation=Situation.UNSTATED,
    identification=Identification.PAPER,
)
WRITTEN_RUNGS = tuple(rung for rung in Rung if letter_of_rung(rung, None))
COMPLAINTS = ("au-osa-iba", "es-aepd-canal-prioritario", "it-garante-144bis", "ca-bc-iipa")
IN_PERSON = {"it-garante-144bis"}


def rule(name: str) -> LegalBasis:
    return registry().legal_bases[name]


def allowed(name: str, facts: Facts) -> Facts:
    """The same facts, told by somebody the rule lets write."""
    if name in IN_PERSON:
        return replace(facts, sender_role=SenderRole.DEPICTED_PERSON)
    return facts


notices = st.builds(
    EarlierNotice,
    reference=words,
    sent_at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 5, 1), timezones=st.just(UTC)),
    recipient=maybe,
    rule=maybe,
    their_reference=maybe,
    proof=maybe,
    due_at=st.none() | st.just(datetime(2026, 5, 3, 9, tzinfo=UTC)),
    came=st.sampled_from(Came),
)
climbs = st.builds(
    replace,
    stories,
    happened=st.sampled_from(
        [
            frozenset({Happened.AUTHENTIC}),
            frozenset({Happened.SYNTHETIC}),
            frozenset(Happened),
        ]
    ),
    sender_role=st.sampled_from(SenderRole),
    written_on=st.dates(date(2026, 6, 1), date(2035, 1, 1)),
    earlier=st.lists(notices, min_size=1, max_size=3).map(tuple),
    citation=maybe,
    exhibits=st.lists(
        st.builds(ExhibitLine, number=words, digest=st.just(DIGEST), kept_at=st.just(SEEN)),
        max_size=2,
    ).map(tuple),
    statutes=st.lists(
        st.builds(Statute, citation=words, where=maybe, checked=st.booleans()), max_size=2
    ).map(tuple),
    circumstances=words,
    fear=words,
    local_link=st.sampled_from(LocalLink),
    consent_history=st.sampled_from(ConsentHistory),
    situation=st.sampled_from(Situation),
    identification=st.sampled_from(Identification),
)
