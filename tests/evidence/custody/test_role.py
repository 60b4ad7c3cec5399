"""The role of the operators' page, made with its own words, can add to custody and nothing else."""

import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from accounts.models import Person
from cases.models import Case
from evidence.models import CustodyEvent, Reason, TimestampRequest
from evidence.services import checkpoints, custody, stamping, verifying, verifying_place
from evidence.services.stamping import Answer

pytestmark = pytest.mark.django_db

PAGE = Path(__file__).resolve().parents[3] / "docs" / "operators.md"
TABLES = ["custodyevent", "systemevent", "checkpoint", "chainhead", "timestamp"]
ACTS = [
    "UPDATE evidence_{} SET {} = {}",
    "DELETE FROM evidence_{}",
    "TRUNCATE evidence_{} CASCADE",
    "ALTER TABLE evidence_{} DISABLE TRIGGER ALL",
    "DROP TABLE evidence_{} CASCADE",
]


def documented() -> tuple[str, str]:
    """The two blocks of SQL: the roles, and their rights."""
    roles, rights = re.findall(r"```sql\n(.*?)```", PAGE.read_text(), re.DOTALL)
    return roles, rights


@pytest.fixture
def as_app(case: Case) -> Iterator[None]:
    """Signed in to the database as the application's role; all of it is rolled back."""
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has no roles")
    roles, rights = documented()
    [made] = [line for line in roles.splitlines() if line.startswith("CREATE ROLE app")]
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(made)
        cursor.execute(rights)
        cursor.execute("SET ROLE app")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET ROLE")


def tried(statement: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.usefixtures("as_app")
@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("act", ACTS)
def test_is_refused_whatever_would_rewrite_custody(table: str, act: str) -> None:
    column = '"index"' if table == "chainhead" else "id"

    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        tried(act.format(table, column, column))


@pytest.mark.usefixtures("as_app")
@pytest.mark.parametrize(
    "statement",
    [
        "SET session_replication_role = replica",
        "DROP FUNCTION custody_refuse() CASCADE",
        "DROP TRIGGER custody_no_change ON evidence_custodyevent",
        "CREATE OR REPLACE FUNCTION custody_refuse() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RETURN NEW; END $$",
    ],
)
def test_is_refused_the_ways_round_the_triggers(statement: str) -> None:
    with pytest.raises(DatabaseError, match=r"permission denied|must be owner"):
        tried(statement)


@pytest.mark.usefixtures("as_app")
def test_can_do_its_work(case: Case, wren: Person, now: datetime) -> None:
    custody.record(case, "exhibit.read", item=None, actor=wren, now=now)
    custody.record_many(case, [custody.Act("exhibit.read")] * 3, now=now)
    mark = checkpoints.make(reason=Reason.SCHEDULE, now=now)
    TimestampRequest.objects.create(
        checkpoint=mark, way="OTS", authority="https://c.example", requested_at=now, due_at=now
    )
    request = stamping.claim(now=now)
    assert request is not None
    stamping.keep(request, Answer(trouble="offline"), now=now)

    assert CustodyEvent.objects.filter(case=case).count() == 4
    assert verifying.verify(case).findings == ()
    assert verifying_place.verify().findings == ()
