"""The database refuses to rewrite custody."""

from datetime import datetime
from typing import Any

import pytest
from django.db import DatabaseError, connection, models, transaction

from accounts.models import Person
from cases.models import Case
from evidence.models import (
    ChainHead,
    Checkpoint,
    CustodyEvent,
    Reason,
    SystemEvent,
    Timestamp,
    Way,
)
from evidence.services import checkpoints, custody

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


@pytest.fixture
def marked(chain: list[CustodyEvent], now: datetime, settings: Any) -> Checkpoint:
    """A checkpoint with its heads, a row of the system's chain, and a timestamp."""
    made = checkpoints.make(reason=Reason.SCHEDULE, now=now)
    Timestamp.objects.create(
        checkpoint=made, way=Way.OTS, authority="https://clock.example", requested_at=now,
        stamped_at=now, asked=b"a", answer=b"b", final=False,
    )  # fmt: skip
    return made


GUARDED = [CustodyEvent, SystemEvent, Checkpoint, ChainHead, Timestamp]


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
@pytest.mark.usefixtures("marked")
def test_refuses_to_change_any_column(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
            model._default_manager.update(**{field.attname: models.F(field.attname)})


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
@pytest.mark.usefixtures("marked")
def test_refuses_to_remove_any_row(model: type[models.Model]) -> None:
    rows = model._default_manager.all()

    with pytest.raises(DatabaseError, match="never"), transaction.atomic():
        rows._raw_delete(rows.db)


@pytest.mark.parametrize("model", GUARDED, ids=lambda model: model.__name__)
@pytest.mark.usefixtures("marked")
def test_refuses_to_empty_any_table(model: type[models.Model]) -> None:
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no TRUNCATE; its DELETE is refused above")

    refused = pytest.raises(DatabaseError, match="never")
    with refused, transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"TRUNCATE {model._meta.db_table} CASCADE")


@pytest.mark.parametrize("wrong", [{"previous": "f" * 64}, {"seq": 9}, {"seq": 2}])
def test_refuses_a_row_of_the_system_that_does_not_follow(
    marked: Checkpoint, wrong: dict[str, Any]
) -> None:
    last = SystemEvent.objects.order_by("-seq").first()
    assert last is not None
    row = {
        "seq": last.seq + 1, "kind": "verification.ran", "at": last.at, "canonical": b"{}",
        "previous": last.digest, "digest": "e" * 64,
    }  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        SystemEvent.objects.create(**{**row, **wrong})


@pytest.mark.parametrize("wrong", [{"number": 3}, {"number": 1}, {"size": 0}])
def test_refuses_a_checkpoint_that_does_not_follow(
    marked: Checkpoint, wrong: dict[str, Any]
) -> None:
    row = {
        "number": 2, "reason": Reason.SCHEDULE, "made_at": marked.made_at, "size": marked.size,
        "root": marked.root, "frontier": b"", "note": "",
    }  # fmt: skip

    with pytest.raises(DatabaseError), transaction.atomic():
        Checkpoint.objects.create(**{**row, **wrong})


@pytest.mark.parametrize("index", [0, 7])
def test_refuses_a_head_that_does_not_follow(marked: Checkpoint, index: int) -> None:
    with pytest.raises(DatabaseError), transaction.atomic():
        ChainHead.objects.create(index=index, checkpoint=marked, seq=1, digest="e" * 64)


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
