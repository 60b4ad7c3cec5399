"""What the chain shows when somebody got past the triggers."""

import json
from datetime import datetime
from uuid import UUID

import pytest

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent
from evidence.proofs.chain import Broken
from evidence.services import custody
from tests.custody_triggers import lifted

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(case: Case, wren: Person, now: datetime) -> list[CustodyEvent]:
    return [
        custody.record(case, "exhibit.kept", item=case_item(n), actor=wren, now=now)
        for n in range(1, 6)
    ]


def case_item(number: int) -> UUID:
    return UUID(int=number)


def test_names_the_row_whose_bytes_were_changed(case: Case, chain: list[CustodyEvent]) -> None:
    row = json.loads(bytes(chain[2].canonical)) | {"kind": "exhibit.read"}

    with lifted():
        CustodyEvent.objects.filter(seq=3).update(canonical=json.dumps(row).encode())

    assert custody.verify(case) == Broken(3, "its digest does not fit its bytes")


def test_names_the_row_whose_columns_were_changed(
    case: Case, chain: list[CustodyEvent], dan: Person
) -> None:
    with lifted():
        CustodyEvent.objects.filter(seq=2).update(actor=dan.pk)

    assert custody.verify(case) == Broken(2, "its columns differ from its bytes")


def test_names_the_gap_where_a_row_was_removed(case: Case, chain: list[CustodyEvent]) -> None:
    with lifted():
        CustodyEvent.objects.filter(seq=4).delete()

    assert custody.verify(case) == Broken(5, "row 4 is missing")


def test_keeps_the_chains_of_two_cases_apart(
    case: Case, junes_case: Case, june: Person, now: datetime
) -> None:
    first = custody.record(case, "exhibit.read", item=None, actor=None, now=now)
    other = custody.record(junes_case, "exhibit.read", item=None, actor=june, now=now)

    assert (first.seq, other.seq) == (1, 1)
    assert custody.verify(junes_case) is None


def test_tells_the_history_of_one_exhibit_in_sentences(
    case: Case, chain: list[CustodyEvent], wren: Person
) -> None:
    history = custody.history(case_item(3), reader=wren)

    assert [entry.sentence for entry in history] == [
        "You gave the file; it was digested and sealed."
    ]


def test_holds_no_name_of_a_person(case: Case, chain: list[CustodyEvent], wren: Person) -> None:
    everything = b"".join(bytes(event.canonical) for event in chain)

    assert b"wren" not in everything.lower()
