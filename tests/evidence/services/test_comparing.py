"""The closer look: claimed once, by details where a copy is kept, and never in the way."""

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import pytest

from accounts.models import Person
from cases.models import Case
from evidence import tasks
from evidence.intake.closer import NotSeen
from evidence.intake.sentences import Refusal
from evidence.models import (
    Comparing,
    Comparison,
    CustodyEvent,
    Decision,
    Drawing,
    Exhibit,
    Fingerprint,
    Match,
    Reading,
    SealedFile,
    Tier,
    WorkingCopy,
)
from evidence.services import comparing, matching, readings, references
from evidence.services.references import Keeping
from tests.data.pictures import cropped, drawn_picture, encoded
from tests.evidence import makers

pytestmark = pytest.mark.django_db


@cache
def part(seed: int = 11) -> bytes:
    """Two fifths of a picture: too little for any fingerprint of the whole."""
    return encoded(cropped(drawn_picture(seed), share=0.6))


def read(case: Case, wren: Person, now: datetime, *, clear: bytes) -> Exhibit:
    exhibit = makers.exhibit(case, actor=wren, clear=clear)
    claimed = readings.claim(now=now, only=exhibit.pk)
    assert claimed is not None
    readings.read(claimed, now=now)
    exhibit.refresh_from_db()
    return exhibit


def open_pair(case: Case, wren: Person, now: datetime) -> Match:
    """A likeness found by its fingerprints, of a reference whose copy is kept."""
    makers.reference(case, actor=wren, seed=11, keeping=Keeping.SEALED)
    read(case, wren, now, clear=encoded(cropped(drawn_picture(11), share=0.1)))
    match = Match.objects.get()
    assert match.inliers is None
    return match


def test_finds_by_details_what_fingerprints_cannot(case: Case, wren: Person, now: datetime) -> None:
    makers.reference(case, actor=wren, seed=11, keeping=Keeping.SEALED)
    exhibit = read(case, wren, now, clear=part())
    assert not Match.objects.exists()

    makers.compared()

    match = Match.objects.get(exhibit=exhibit)
    assert (match.tier, match.step, match.distance) == (Tier.CERTAIN, "details", None)
    assert match.inliers is not None and match.inliers >= 12
    assert match.correlation is not None and match.correlation >= 0.977
    assert match.quad is not None
    assert match.quad[0][0] < 0 < 1 < match.quad[2][0]


def test_does_not_find_it_where_only_fingerprints_are_kept(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.reference(case, actor=wren, seed=11)
    read(case, wren, now, clear=part())

    makers.compared()

    assert not Match.objects.exists()
    assert Comparison.objects.get().state == Comparing.DONE


def test_raises_an_open_likeness(case: Case, wren: Person, now: datetime) -> None:
    match = open_pair(case, wren, now)
    Match.objects.update(tier=Tier.PROBABLE)

    makers.compared()

    match.refresh_from_db()
    assert (match.tier, match.step) == (Tier.CERTAIN, "details")
    assert case.timeline.latest("pk").kind == "match.raised"


def test_leaves_what_a_person_decided(case: Case, wren: Person, now: datetime) -> None:
    match = open_pair(case, wren, now)
    Match.objects.update(tier=Tier.PROBABLE)
    matching.decide(match, decision=Decision.REJECTED, actor=wren, now=now)

    makers.compared()

    match.refresh_from_db()
    assert (match.tier, match.decision, match.inliers) == (Tier.PROBABLE, Decision.REJECTED, None)


def test_writes_no_surer_verdict_over_what_a_person_decided(
    case: Case, wren: Person, now: datetime
) -> None:
    match = open_pair(case, wren, now)
    Match.objects.update(tier=Tier.PROBABLE)
    matching.decide(match, decision=Decision.CONFIRMED, actor=wren, now=now)
    surer: dict[str, object] = {"tier": Tier.CERTAIN, "step": "details", "reason": "sure"}

    matching.propose(match.exhibit, match.reference, fields=surer, now=now)

    match.refresh_from_db()
    assert (match.tier, match.decision) == (Tier.PROBABLE, Decision.CONFIRMED)


def test_never_lowers_a_likeness_but_tells_what_it_saw(
    case: Case, wren: Person, now: datetime
) -> None:
    match = open_pair(case, wren, now)
    said = match.reason
    doubt: dict[str, object] = {
        "tier": Tier.SAME_SCENE, "step": "details", "inliers": 40, "correlation": 0.6,
        "reason": "no", "quad": matching.WHOLE,
    }  # fmt: skip

    matching.propose(match.exhibit, match.reference, fields=doubt, now=now)

    match.refresh_from_db()
    assert match.tier != Tier.SAME_SCENE
    assert (match.reason, match.inliers, match.correlation) == (said, 40, 0.6)


def test_compares_a_new_reference_after_the_request(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.read_exhibit(case, actor=wren, seed=7)

    makers.reference(case, actor=wren, seed=7)

    assert not Match.objects.exists()
    assert Comparison.objects.get().state == Comparing.DUE
    assert makers.compared() == 1
    assert Match.objects.get().tier == Tier.SAME_FILE


def test_makes_one_sealed_working_copy(case: Case, wren: Person, now: datetime) -> None:
    reference = makers.reference(case, actor=wren, seed=11, keeping=Keeping.SEALED)
    for clear in (part(), encoded(cropped(drawn_picture(11), share=0.5))):
        read(case, wren, now, clear=clear)

    makers.compared()

    assert WorkingCopy.objects.get().reference == reference
    assert CustodyEvent.objects.filter(kind="reference.copied", item=reference.pk).count() == 1
    assert CustodyEvent.objects.filter(kind="exhibit.compared").count() == 2


def test_makes_a_working_copy_of_an_older_kind_anew(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.reference(case, actor=wren, seed=11, keeping=Keeping.SEALED)
    read(case, wren, now, clear=part())
    makers.compared()
    files = SealedFile.objects.count()
    WorkingCopy.objects.update(made_by="sift-0")
    Comparison.objects.update(state=Comparing.DUE, upto=0)

    makers.compared()

    assert WorkingCopy.objects.get().made_by == comparing.MADE_BY
    assert SealedFile.objects.count() == files


@pytest.mark.parametrize("keeping", Keeping)
def test_draws_both_where_a_copy_is_kept(
    case: Case, wren: Person, now: datetime, keeping: Keeping
) -> None:
    makers.reference(case, actor=wren, seed=11, keeping=keeping)
    read(case, wren, now, clear=encoded(drawn_picture(11).resize((320, 240))))

    makers.compared()

    assert Drawing.objects.get().has_both == (keeping is Keeping.SEALED)


def test_takes_working_copy_and_drawings_away_with_the_reference(
    case: Case, wren: Person, now: datetime
) -> None:
    read(case, wren, now, clear=part())
    files = SealedFile.objects.count()
    reference = makers.reference(case, actor=wren, seed=11, keeping=Keeping.SEALED)
    makers.compared()
    assert SealedFile.objects.count() == files + 4

    references.take_back(reference, actor=wren, now=now)

    assert SealedFile.objects.count() == files


def test_is_claimed_by_one_worker(case: Case, wren: Person, now: datetime) -> None:
    open_pair(case, wren, now)

    first = comparing.claim(now=now)

    assert first is not None
    assert comparing.claim(now=now + timedelta(minutes=1)) is None


def test_keeps_nothing_of_a_worker_that_was_given_up(
    case: Case, wren: Person, now: datetime
) -> None:
    match = open_pair(case, wren, now)
    lost = comparing.claim(now=now)
    later = now + comparing.LEASE + timedelta(seconds=1)
    assert lost is not None
    assert comparing.claim(now=later) is not None

    assert not comparing.look(lost, now=later)

    match.refresh_from_db()
    assert match.inliers is None
    assert not Drawing.objects.exists()


def test_stays_due_when_it_is_asked_for_meanwhile(case: Case, wren: Person, now: datetime) -> None:
    open_pair(case, wren, now)
    working = comparing.claim(now=now)
    assert working is not None
    makers.reference(case, actor=wren, seed=12)

    assert not comparing.look(working, now=now)

    assert Comparison.objects.get().state == Comparing.DUE


def test_takes_many_references_in_turns(
    case: Case, wren: Person, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "MOST_A_LOOK", 1)
    for seed in (12, 11):
        makers.reference(case, actor=wren, seed=seed, keeping=Keeping.SEALED)
    read(case, wren, now, clear=part())

    assert makers.compared() == 2

    assert Match.objects.get().reference.number == 2
    assert (Comparison.objects.get().state, Comparison.objects.get().upto) == (Comparing.DONE, 2)


@pytest.mark.parametrize("fault", [NotSeen(Refusal.TOO_LONG), OSError()])
def test_leaves_reading_and_likeness_where_the_look_fails(
    case: Case, wren: Person, now: datetime, fault: Exception, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise fault

    match = open_pair(case, wren, now)
    monkeypatch.setattr("evidence.intake.closer.look_closer", fail)

    makers.compared()

    match.refresh_from_db()
    assert match.exhibit.reading == Reading.DONE
    assert Comparison.objects.get().state == Comparing.GAVE_UP


def test_gives_up_after_three_lost_workers(case: Case, wren: Person, now: datetime) -> None:
    open_pair(case, wren, now)
    for _ in range(comparing.MOST_ATTEMPTS):
        assert comparing.claim(now=now) is not None
        now += comparing.LEASE + timedelta(seconds=1)

    makers.compared(now=now)

    assert Comparison.objects.get().state == Comparing.GAVE_UP
    assert not Drawing.objects.exists()


def test_reads_a_file_where_the_fingerprints_of_a_reference_are_spoilt(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.reference(case, actor=wren, seed=12)
    Fingerprint.objects.update(sealed=b"spoilt")

    exhibit = makers.read_exhibit(case, actor=wren, seed=12)

    assert exhibit.reading == Reading.DONE
    assert Match.objects.get().tier == Tier.SAME_FILE


def test_does_not_look_closer_at_what_is_no_picture(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.reference(case, actor=wren, seed=11, keeping=Keeping.SEALED)
    read(case, wren, now, clear=b"words alone")

    makers.compared()

    assert Comparison.objects.get().state == Comparing.DONE
    assert not WorkingCopy.objects.exists()


def test_changes_nothing_the_second_time(case: Case, wren: Person, now: datetime) -> None:
    exhibit = open_pair(case, wren, now).exhibit
    tasks.compare_exhibit(exhibit_id=str(exhibit.pk))
    before = (CustodyEvent.objects.count(), SealedFile.objects.count())

    tasks.compare_exhibit(exhibit_id=str(exhibit.pk))
    tasks.sweep_comparisons()

    assert (CustodyEvent.objects.count(), SealedFile.objects.count()) == before


def test_sweeps_up_what_no_worker_heard_of(case: Case, wren: Person, now: datetime) -> None:
    open_pair(case, wren, now)

    tasks.sweep_comparisons()

    assert Comparison.objects.get().state == Comparing.DONE
