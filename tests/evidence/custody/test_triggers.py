"""The database refuses to rewrite custody."""

import pytest
from django.db import DatabaseError, connection, transaction

from evidence.models import CustodyEvent
from evidence.services import custody

pytestmark = pytest.mark.django_db


@pytest.fixture
def chain(case, wren, now):
    return [
        custody.record(case, "exhibit.kept", item=None, actor=wren, now=now, digest="ab" * 32),
        custody.record(case, "exhibit.read", item=None, actor=None, now=now),
        custody.record(case, "exhibit.revealed", item=None, actor=wren, now=now),
    ]


def test_a_sound_chain_verifies(case, chain):
    assert custody.verify(case) is None


@pytest.mark.parametrize("change", ["kind = 'exhibit.read'", "digest = 'x'", "actor = NULL"])
def test_refuses_an_update(chain, change):
    with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(f"UPDATE evidence_custodyevent SET {change} WHERE seq = 1")


def test_refuses_a_delete(chain):
    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        CustodyEvent.objects.filter(seq=3).delete()


def test_refuses_a_truncate(chain):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused above")

    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE evidence_custodyevent")


@pytest.mark.parametrize("wrong", [{"previous": "f" * 64}, {"seq": 9}])
def test_refuses_a_row_that_does_not_follow(case, chain, wrong):
    last = chain[-1]
    row = {
        "case": case, "seq": 4, "kind": "exhibit.read", "at": last.at,
        "canonical": b"{}", "previous": last.digest, "digest": "e" * 64,
    }  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        CustodyEvent.objects.create(**{**row, **wrong})
