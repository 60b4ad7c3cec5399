"""Checkpoints: every chain under one signed root."""

import stat
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accounts.models import Person
from cases.models import Case
from evidence.models import CaseKey, ChainHead, Checkpoint, CustodyEvent, Reason, SystemEvent
from evidence.proofs import note
from evidence.services import checkpoints, custody, disposing, signing, verifying, verifying_place
from evidence.services.findings import Verdict
from evidence.services.shelves import key_shelf
from tests.evidence import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def two_cases(
    case: Case, junes_case: Case, wren: Person, june: Person, now: datetime
) -> list[Case]:
    for each, actor in ((case, wren), (junes_case, june)):
        custody.record(each, "exhibit.read", item=None, actor=actor, now=now)
    return [case, junes_case]


def make(now: datetime) -> Checkpoint:
    return checkpoints.make(reason=Reason.SCHEDULE, now=now)


def test_takes_the_head_of_every_chain(two_cases: list[Case], now: datetime) -> None:
    made = make(now)

    heads = ChainHead.objects.order_by("index")
    assert [(head.case, head.seq) for head in heads] == [
        (two_cases[0], 1),
        (two_cases[1], 1),
        (None, 1),
    ]
    assert made.size == 3


def test_signs_the_root_size_and_moment(two_cases: list[Case], now: datetime) -> None:
    made = make(now)

    told = note.read(made.note)
    assert note.signed_by(made.note, key=signing.public_key())
    assert (told.size, told.root.hex(), told.at) == (
        3,
        made.root,
        "2026-11-22T12:00:00.000000+00:00",
    )


def test_adds_only_the_chains_that_grew(two_cases: list[Case], now: datetime) -> None:
    make(now)
    custody.record(two_cases[1], "exhibit.read", item=None, actor=None, now=now)

    second = make(now)

    assert [head.case for head in second.heads.order_by("index")] == [two_cases[1], None]
    assert second.size == 5


def test_is_due_only_when_something_was_done(two_cases: list[Case], now: datetime) -> None:
    assert checkpoints.is_due()
    make(now)
    assert not checkpoints.is_due()

    custody.record_system("case_key.destroyed", now=now, case=two_cases[0].ref)
    assert checkpoints.is_due()


def test_proves_each_chain_under_each_later_checkpoint(
    two_cases: list[Case], now: datetime
) -> None:
    for number in range(5):
        custody.record(two_cases[number % 2], "exhibit.read", item=None, actor=None, now=now)
        mark = make(now)
        for chain in (*two_cases, None):
            proof = checkpoints.inclusion(chain, under=mark)
            assert proof is not None
            assert proof.holds(root=note.read(mark.note).root)
            assert not proof.holds(root=bytes(32))


def test_knows_the_checkpoint_that_covers_a_case(two_cases: list[Case], now: datetime) -> None:
    assert checkpoints.covering(two_cases[0]) is None
    made = make(now)
    assert checkpoints.covering(two_cases[0]) == made

    custody.record(two_cases[0], "exhibit.read", item=None, actor=None, now=now)
    assert checkpoints.covering(two_cases[0]) is None


def test_tells_the_system_chain_what_it_did(two_cases: list[Case], now: datetime) -> None:
    made = make(now)

    events = SystemEvent.objects.order_by("seq").values_list("kind", "item")
    assert list(events) == [("signing_key.made", None), ("checkpoint.made", made.pk)]


def test_keeps_the_signing_key_in_a_file_of_its_owner(
    two_cases: list[Case], now: datetime, settings: Any
) -> None:
    make(now)

    path = Path(settings.SIGNING_KEY_FILE)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert path.read_text() not in "".join(Checkpoint.objects.values_list("note", flat=True))


def test_names_a_checkpoint_of_another_key(
    two_cases: list[Case], now: datetime, settings: Any
) -> None:
    make(now)
    Path(settings.SIGNING_KEY_FILE).write_text("11" * 32)

    found = verifying_place.verify()

    assert found.verdict == Verdict.BROKEN
    assert "checkpoint 1: this place's key did not sign it" in [f.sentence for f in found.findings]


def test_cannot_tell_without_the_signing_key_and_makes_none(
    two_cases: list[Case], now: datetime, settings: Any
) -> None:
    make(now)
    path = Path(settings.SIGNING_KEY_FILE)
    path.unlink()

    found = verifying_place.verify()

    assert found.verdict == Verdict.CANNOT_TELL
    assert not path.exists()


def test_gives_keyed_digests_that_nobody_can_guess(settings: Any) -> None:
    first = signing.keyed_digest("name", "beach.png")
    again = signing.keyed_digest("name", "beach.png")
    other_purpose = signing.keyed_digest("file", "beach.png")
    Path(settings.SIGNING_KEY_FILE).write_text("11" * 32)
    other_key = signing.keyed_digest("name", "beach.png")

    assert first == again
    assert len({first, other_purpose, other_key}) == 3


def test_puts_no_name_of_a_file_in_custody(case: Case, wren: Person) -> None:
    makers.read_exhibit(case, actor=wren)

    everything = b"".join(
        bytes(raw) for raw in CustodyEvent.objects.values_list("canonical", flat=True)
    )
    assert b"beach" not in everything


def test_still_verifies_after_the_key_of_a_case_was_destroyed(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.read_exhibit(case, actor=wren)
    make(now)
    disposing.destroy_files(case, actor=wren, now=now)

    found = verifying.verify(case)

    assert (found.verdict, found.findings) == (Verdict.SOUND, ())
    assert (found.files, found.destroyed) == (0, 1)
    assert verifying_place.verify().findings == ()


def test_cannot_tell_where_a_key_is_gone_and_nobody_says_why(
    case: Case, wren: Person, now: datetime
) -> None:
    makers.exhibit(case, actor=wren)
    key_shelf().remove(CaseKey.objects.get(case=case).name)

    assert verifying.verify(case).verdict == Verdict.CANNOT_TELL


def test_refuses_a_kind_without_a_sentence(case: Case, now: datetime) -> None:
    with pytest.raises(custody.UnknownCustodyKind):
        custody.record_system("exhibit.kept", now=now)
    with pytest.raises(custody.UnknownCustodyKind):
        custody.record(case, "checkpoint.made", item=None, actor=None, now=now)


def test_appends_many_rows_that_follow_each_other(case: Case, wren: Person, now: datetime) -> None:
    acts = [custody.Act("exhibit.read", None, wren, {"n": n}) for n in range(1200)]

    custody.record_many(case, acts, now=now)

    assert custody.verify(case) is None
    assert CustodyEvent.objects.filter(case=case).count() == 1200


def test_reads_files_only_where_asked(case: Case, wren: Person, settings: Any) -> None:
    kept = makers.exhibit(case, actor=wren)
    (Path(settings.VAULT_ROOT) / kept.file.name).unlink()

    assert verifying.verify(case, with_files=False).verdict == Verdict.SOUND
    assert verifying.verify(case).verdict == Verdict.BROKEN
