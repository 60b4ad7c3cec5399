"""`manage.py verify_custody`: what it says and how it exits."""

import io
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command

from accounts.models import Person
from cases.models import Case
from evidence.models import (
    Checkpoint,
    CustodyEvent,
    Exhibit,
    Reason,
    SealedFile,
    SystemEvent,
)
from evidence.services import checkpoints
from tests.custody_triggers import lifted
from tests.evidence import makers

pytestmark = pytest.mark.django_db


@pytest.fixture
def kept(case: Case, wren: Person) -> Exhibit:
    """One exhibit, sealed and in the chain."""
    return makers.exhibit(case, actor=wren)


def verify(*words: str) -> tuple[int, str, str]:
    """Exit status, what was said, and what was complained of."""
    said, complained = io.StringIO(), io.StringIO()
    try:
        call_command("verify_custody", *words, stdout=said, stderr=complained)
    except SystemExit as end:
        return int(str(end.code)), said.getvalue(), complained.getvalue()
    return 0, said.getvalue(), complained.getvalue()


def path_of(file: SealedFile) -> Path:
    return Path(settings.VAULT_ROOT) / file.name


def test_calls_a_case_sound(case: Case, kept: Exhibit) -> None:
    status, said, complained = verify(case.ref)

    assert (status, complained) == (0, "")
    assert f"{case.ref}: sound" in said


@pytest.mark.parametrize("place", [0, 5, 20, -1])
def test_names_a_file_with_one_bit_flipped(case: Case, kept: Exhibit, place: int) -> None:
    raw = bytearray(path_of(kept.file).read_bytes())
    raw[place] ^= 1
    path_of(kept.file).write_bytes(bytes(raw))

    status, _, complained = verify(case.ref)

    assert status == 1
    assert str(kept.file.pk) in complained


def test_names_a_file_that_is_gone(case: Case, kept: Exhibit) -> None:
    path_of(kept.file).unlink()

    status, _, complained = verify()

    assert status == 1
    assert "gone from the disk" in complained


@pytest.mark.parametrize("change", [{"sha256": "ab" * 32}, {"bytes": 1}])
def test_names_a_file_whose_row_was_changed(
    case: Case, kept: Exhibit, change: dict[str, str | int]
) -> None:
    SealedFile.objects.filter(pk=kept.file_id).update(**change)

    assert verify(case.ref)[0] == 1


def test_names_the_row_of_a_chain_that_was_changed(case: Case, kept: Exhibit) -> None:
    with lifted():
        CustodyEvent.objects.filter(seq=1).update(kind="exhibit.read")

    status, _, complained = verify(case.ref)

    assert status == 1
    assert "custody row 1" in complained


def test_cannot_tell_without_the_instance_key(case: Case, kept: Exhibit) -> None:
    settings.INSTANCE_KEY_FILE.write_text("00" * 32)

    status, _, complained = verify(case.ref)

    assert status == 2
    assert "its key is not here" in complained


def test_says_kindly_that_there_is_no_such_case(case: Case) -> None:
    assert verify("A1-AAA1") == (2, "", "There is no case A1-AAA1. Check the reference.\n")


def test_names_a_checkpoint_that_was_changed(case: Case, kept: Exhibit, now: datetime) -> None:
    checkpoints.make(reason=Reason.SCHEDULE, now=now)
    with lifted():
        Checkpoint.objects.update(root="ab" * 32)

    status, said, complained = verify()

    assert status == 1
    assert "this place: BROKEN" in said
    assert "checkpoint 1: its root does not fit" in complained


def test_leaves_files_out_where_asked(case: Case, kept: Exhibit) -> None:
    path_of(kept.file).unlink()

    assert verify(case.ref, "--no-files")[0] == 0
    assert verify(case.ref)[0] == 1


def test_says_so_where_no_clock_outside_confirmed_anything(case: Case, kept: Exhibit) -> None:
    assert "not independently timestamped" in verify(case.ref)[1]


def test_leaves_a_row_that_it_ran(case: Case, kept: Exhibit) -> None:
    verify(case.ref)

    assert SystemEvent.objects.latest("seq").kind == "verification.ran"
