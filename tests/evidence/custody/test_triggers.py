"""The database refuses to rewrite custody."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent
from evidence.services import custody

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(case: Case, wren: Person, now: datetime) -> list[CustodyEvent]:
    return [
        custody.record(case, "exhibit.kept", item=None, actor=wren, now=now, digest="ab" * 32),
        custody.record(case, "exhibit.read", item=None, actor=None, now=now),
        custody.record(case, "exhibit.revealed", item=None, actor=wren, now=now),
    ]


def test_a_sound_chain_verifies(case: Case, chain: list[CustodyEvent]) -> None:
    assert custody.verify(case) is None


CHANGES: list[dict[str, Any]] = [{"kind": "exhibit.read"}, {"digest": "x"}, {"actor": None}]


@pytest.mark.parametrize("change", CHANGES)
def test_refuses_an_update(chain: list[CustodyEvent], change: dict[str, Any]) -> None:
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        CustodyEvent.objects.filter(seq=1).update(**change)


def test_refuses_a_delete(chain: list[CustodyEvent]) -> None:
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        CustodyEvent.objects.filter(seq=3).delete()


def test_refuses_a_truncate(chain: list[CustodyEvent]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused above")

    refused = pytest.raises(DatabaseError, match="never")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("TRUNCATE evidence_custodyevent")


@pytest.mark.parametrize("wrong", [{"previous": "f" * 64}, {"seq": 9}])
def test_refuses_a_row_that_does_not_follow(
    case: Case, chain: list[CustodyEvent], wrong: dict[str, Any]
) -> None:
    last = chain[-1]
    row = {
        "case": case, "seq": 4, "kind": "exhibit.read", "at": last.at,
        "canonical": b"{}", "previous": last.digest, "digest": "e" * 64,
    }  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        CustodyEvent.objects.create(**{**row, **wrong})
