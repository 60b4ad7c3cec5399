"""No word of a case stands clear in a dump of the database, and an old dump brings none back."""

import importlib
from datetime import datetime
from typing import Any

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Person
from cases import sealing
from cases.models import Case, Contact, Retention
from cases.sealing import DoesNotOpen
from cases.services import retention
from cases.services.retention import GRACE
from dossiers.models import ImagePolicy, Part, ReaderRole
from dossiers.services import releasing
from evidence.services import rotating
from tests import canaries, factories
from tests.dossiers.conftest import Make

pytestmark = pytest.mark.django_db

CANARY = "kingfisher-4711"
SEALED = ("cases_",)
"""Tables none of whose columns may hold the word."""

older = importlib.import_module("evidence.migrations.0018_seal_what_was_written_in_cases")


@pytest.fixture
def lived(full: Case, wren: Person, make: Make, now: datetime) -> Case:
    """A case with a word in every text anything may be typed into."""
    made = make(full, wren, images=ImagePolicy.FULL, originals=True)
    terms = releasing.Terms(CANARY, ReaderRole.COUNSEL, Part.BUNDLE, days=14, most=5)
    releasing.release(made, terms=terms, actor=wren, now=now)
    if not Contact.objects.filter(case=full).exists():
        factories.contact(full)
    canaries.put_everywhere(full, CANARY)
    full.refresh_from_db()
    return full


def rows_in(table: str) -> list[dict[str, Any]]:
    return [dict(row) for name, row in canaries.raw_rows() if name == table]


def put_back(table: str, row: dict[str, Any]) -> None:
    names = ", ".join(connection.ops.quote_name(name) for name in row)
    marks = ", ".join(["%s"] * len(row))
    with connection.cursor() as cursor:
        cursor.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))  # noqa: S608  # names of the house


def test_keeps_no_word_clear_in_a_raw_dump(lived: Case) -> None:
    assert lived.contact.name == lived.client_name == CANARY

    found = {place for place in canaries.where_clear(CANARY) if place[0].startswith(SEALED)}

    assert found == set()


def test_brings_no_text_back_from_an_old_dump(lived: Case, wren: Person, now: datetime) -> None:
    [old] = rows_in("cases_contact")
    retention.ask_for_deletion(lived, actor=wren, now=now)
    assert retention.dispose(lived, now=now + GRACE)

    put_back("cases_contact", old)

    restored = Contact.objects.get(case=lived.pk)
    assert sealing.is_sealed(old["name"])
    with pytest.raises(DoesNotOpen):
        _ = restored.name


def test_ends_the_texts_of_a_case_without_any_file(wren: Person, now: datetime) -> None:
    case = factories.case(client=wren, client_name=CANARY)
    old = rows_in("cases_case")[-1]["client_name"]
    retention.ask_for_deletion(case, actor=wren, now=now)
    assert retention.dispose(case, now=now + GRACE)

    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET client_name = %s WHERE id = %s", [old, case.pk])

    with pytest.raises(DoesNotOpen):
        _ = Case.objects.get(pk=case.pk).client_name


def test_reads_on_after_the_instance_key_was_changed(wren: Person, now: datetime) -> None:
    case = factories.case(client=wren, client_name=CANARY)
    before = rows_in("cases_case")[-1]["client_name"]

    rotating.rotate(now=now)
    sealing.forget(case.key_name)

    assert rows_in("cases_case")[-1]["client_name"] == before
    assert Case.objects.get(pk=case.pk).client_name == CANARY


def test_seals_an_older_database_with_the_keys_its_files_have(lived: Case, now: datetime) -> None:
    name = lived.key_name
    with connection.cursor() as cursor:
        cursor.execute("UPDATE cases_case SET key_name = '', client_name = %s", [CANARY])
        cursor.execute("UPDATE cases_contact SET name = %s", [CANARY])

    older.give_keys(apps, connection.schema_editor())
    older.seal(apps, connection.schema_editor())

    again = Case.objects.get(pk=lived.pk)
    assert (again.key_name, again.client_name, again.contact.name) == (name, CANARY, CANARY)
    assert not {at for at in canaries.where_clear(CANARY) if at[0].startswith(SEALED)}


def test_holds_a_case_by_whether_a_reason_stands(lived: Case, wren: Person, now: datetime) -> None:
    retention.hold(lived, reason="a court asked", actor=wren, now=now)

    assert not Retention.objects.filter(hold_reason="").exists()
    assert Retention.objects.get().hold_reason == "a court asked"
