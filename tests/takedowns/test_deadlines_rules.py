"""Which rules start a clock, what each clock says, and what may lengthen it."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from takedowns.deadlines import (
    Calendar,
    ClockBasis,
    NothingToExtend,
    StartSeen,
    clock_for,
    clocks_for,
    extend,
    platform_clock,
    suggest_nudge,
    window_for,
)
from takedowns.registry.schema import (
    Covers,
    Deadline,
    Jurisdiction,
    LegalBasis,
    OtherDeadline,
    Platform,
    StatedResponse,
    TidaCovered,
)

SENT = datetime(2026, 11, 22, 14, 5, tzinfo=UTC)
EXTENSION = OtherDeadline(
    what="extension for complex requests",
    code="extension",
    iso8601="P2M",
    ref="12(3)",
    confidence="source-verified",
)
WINDOW = OtherDeadline(
    what="goes back up after a counter-notice",
    code="window",
    iso8601="P10D/P14D (business days)",
    ref="512(g)(2)(C)",
    confidence="source-verified",
)
SILENT_AUTHOR = OtherDeadline(
    what="worst case when the author is silent",
    code="derived",
    iso8601="PT96H",
    ref="24(2)",
    confidence="source-verified",
)


def deadline(iso8601: str | None = "PT48H", **changes: Any) -> Deadline:
    given: dict[str, Any] = {
        "code": "fixed_max",
        "iso8601": iso8601,
        "text": "act within the time",
        "starts": "receipt of a valid request",
        "confidence": "source-verified",
        "countdown": iso8601 is not None,
        "countdown_note": "runs from your letter",
    }
    return Deadline(**{**given, **changes})


def rule(**changes: Any) -> LegalBasis:
    given: dict[str, Any] = {
        "id": "xx-rule",
        "title": "Example rule",
        "short_title": "Example rule s.1",
        "citation": "Example Code 1",
        "jurisdiction": Jurisdiction(code="XX", name="Example"),
        "type": "platform_notice",
        "notice_goes_to": "platform",
        "status": "in_force",
        "in_force_since": date(2020, 1, 1),
        "covers": Covers(authentic_images=True, threats_only=False, copyright_needed=False),
        "addressees": (),
        "not_addressees": (),
        "who_may_notify": (),
        "required_elements": (),
        "declarations": (),
        "deadline": deadline(),
        "other_deadlines": (),
        "outcome_duties": (),
        "escalation": (),
        "caveats": (),
        "sources": (),
        "confidence": "source-verified",
        "memory_fields": (),
        "checked": date(2026, 11, 22),
    }
    return LegalBasis(**{**given, **changes})


def platform(stated: StatedResponse) -> Platform:
    return Platform(
        id="example",
        name="Example Board",
        operator="Example Ltd",
        kind="forum",
        hosts=("board.example",),
        hosts_confidence="source-verified",
        country="",
        generic_template=False,
        tida_covered=TidaCovered(value="unclear", basis=""),
        operator_got_ftc_letter_2026_05_11=False,
        hash_programs=(),
        stated_response=stated,
        channels=(),
        recommended_order=(),
        suggested_legal_bases=(),
        quirks=(),
        sources=(),
        confidence="source-verified",
        memory_fields=(),
        checked=date(2026, 11, 22),
    )


def test_runs_for_a_rule_in_force_with_a_number() -> None:
    clock = clock_for(rule(), SENT)

    assert clock.runs
    assert clock.basis is ClockBasis.LAW
    assert clock.due_at == SENT + timedelta(hours=48)


def test_says_why_this_date_in_a_full_sentence() -> None:
    clock = clock_for(rule(), SENT)

    assert clock.why == (
        "Example rule s.1 (Example Code 1): act within the time. The rule counts from receipt; "
        "we count from when it was sent, because that is what we can see: "
        "Sun 22 Nov 2026, 14:05 UTC + 48 hours = Tue 24 Nov 2026, 14:05 UTC."
    )


def test_says_so_when_the_recipient_confirmed_receipt() -> None:
    clock = clock_for(rule(), SENT, seen=StartSeen.RECEIVED)

    assert "from the recipient's own confirmation" in clock.why


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        (
            {
                "status": "enacted_commencement_unverified",
                "deadline": deadline(countdown=False, countdown_note="commencement not verified"),
            },
            "We could not confirm that Example rule s.1 is in force: commencement not verified. "
            "So no clock runs.",
        ),
        (
            {"in_force_since": date(2026, 11, 23)},
            "Example rule s.1 applies from Mon 23 Nov 2026, after this start. So no clock runs.",
        ),
        (
            {"deadline": deadline(None, text="without delay")},
            "Example rule s.1 gives no number: without delay. So no clock runs.",
        ),
        (
            {"deadline": deadline("PT24H", countdown=False, countdown_note="runs elsewhere")},
            "Example rule s.1 names 24 hours, but not from your letter: runs elsewhere. "
            "So no clock runs.",
        ),
        (
            {"retired": date(2026, 11, 1)},
            "Example rule s.1 is no longer in our list, so no clock runs.",
        ),
    ],
)
def test_tells_the_reason_where_no_clock_runs(changes: dict[str, Any], sentence: str) -> None:
    clock = clock_for(rule(**changes), SENT)

    assert not clock.runs
    assert clock.due_at is None
    assert clock.why == sentence


def test_gives_two_moments_for_a_rule_of_two_stages() -> None:
    first, second = clocks_for(rule(other_deadlines=(SILENT_AUTHOR,)), SENT)

    assert first.due_at == SENT + timedelta(hours=48)
    assert second.due_at == SENT + timedelta(hours=96)
    assert "worst case when the author is silent" in second.why


def test_gives_one_silent_clock_for_two_stages_not_in_force() -> None:
    basis = rule(other_deadlines=(SILENT_AUTHOR,), status="transposition_pending")

    clocks = clocks_for(basis, SENT)

    assert [clock.runs for clock in clocks] == [False]


def test_marks_a_number_nobody_has_checked() -> None:
    clock = clock_for(rule(deadline=deadline(confidence="from memory")), SENT)

    assert clock.note == "Nobody has checked this time against a source yet."


def test_calls_a_platforms_promise_its_own_word() -> None:
    stated = StatedResponse(iso8601="PT48H", text="48 hours", confidence="source-verified")

    clock = platform_clock(platform(stated), SENT)

    assert clock.basis is ClockBasis.PLATFORM
    assert clock.due_at == SENT + timedelta(hours=48)
    assert "It is not a legal limit." in clock.why


def test_shows_a_platforms_unknown_time_as_unknown() -> None:
    stated = StatedResponse(text="no time stated", confidence="source-verified")

    clock = platform_clock(platform(stated), SENT)

    assert not clock.runs
    assert "unknown: no time stated" in clock.why


def test_marks_a_suggested_day_as_ours() -> None:
    silent = clock_for(rule(deadline=deadline(None)), SENT)

    nudge = suggest_nudge(silent)

    assert nudge.basis is ClockBasis.OURS
    assert nudge.due_at == datetime(2026, 11, 29, 23, 59, 59, tzinfo=UTC)
    assert "our suggestion" in nudge.why


def test_lengthens_a_clock_from_its_first_start() -> None:
    basis = rule(deadline=deadline("P1M"), other_deadlines=(EXTENSION,))
    clock = clock_for(basis, datetime(2026, 1, 31, 9, tzinfo=UTC))

    longer = extend(
        clock, basis, announced_at=datetime(2026, 2, 20, tzinfo=UTC), reason="many requests"
    )

    assert longer.due_at == datetime(2026, 4, 30, 23, 59, 59, tzinfo=UTC)
    assert longer.note == "Reason given: many requests"


@pytest.mark.parametrize(
    ("announced", "reason"),
    [(datetime(2026, 11, 30, tzinfo=UTC), " "), (datetime(2027, 3, 1, tzinfo=UTC), "late")],
)
def test_refuses_an_extension_without_reason_or_in_time(announced: datetime, reason: str) -> None:
    basis = rule(deadline=deadline("P1M"), other_deadlines=(EXTENSION,))
    clock = clock_for(basis, SENT)

    with pytest.raises(NothingToExtend):
        extend(clock, basis, announced_at=announced, reason=reason)


def test_refuses_an_extension_the_rule_does_not_know() -> None:
    clock = clock_for(rule(), SENT)

    with pytest.raises(NothingToExtend):
        extend(clock, rule(), announced_at=SENT, reason="busy")


def test_refuses_a_second_extension() -> None:
    basis = rule(deadline=deadline("P1M"), other_deadlines=(EXTENSION,))
    longer = extend(clock_for(basis, SENT), basis, announced_at=SENT, reason="many requests")

    with pytest.raises(NothingToExtend):
        extend(longer, basis, announced_at=SENT, reason="still many")


def test_opens_a_counter_notice_window_in_working_days() -> None:
    basis = rule(other_deadlines=(WINDOW,))
    calendar = Calendar(zone="America/New_York", country="US")

    window = window_for(basis, datetime(2026, 11, 16, 15, tzinfo=UTC), calendar=calendar)

    assert window is not None
    assert window.opens_at == datetime(2026, 12, 1, 5, tzinfo=UTC)
    assert window.closes_at == datetime(2026, 12, 8, 4, 59, 59, tzinfo=UTC)


def test_knows_no_window_where_the_rule_has_none() -> None:
    assert window_for(rule(), SENT, calendar=Calendar()) is None
