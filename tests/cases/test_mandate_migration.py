"""The data step that keeps mandates given before as wide as they were said."""

import importlib
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Person
from cases.models import Case, Mandate, Way

pytestmark = pytest.mark.django_db

migration = importlib.import_module("cases.migrations.0003_narrow_what_a_mandate_allows")


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (["NOTICES", "DOSSIER"], ["NOTICES", "FOLLOW_UPS", "DOSSIER"]),
        (["DOSSIER"], ["DOSSIER"]),
        (["NOTICES", "FOLLOW_UPS"], ["NOTICES", "FOLLOW_UPS"]),
    ],
)
def test_keeps_later_letters_allowed_where_letters_were(
    before: list[str], after: list[str], case: Case, bea: Person, wren: Person, now: datetime
) -> None:
    held = Mandate.objects.create(
        case=case, holder=bea, scope=before, words="yes", way=Way.ONLINE, given_at=now,
        recorded_by=wren,
    )  # fmt: skip

    migration.keep_later_letters_allowed(apps, connection.schema_editor())

    held.refresh_from_db()
    assert held.scope == after
