"""What was given before captures were recorded gets the capture it would have had."""

import importlib
from datetime import datetime

import pytest
from django.apps import apps
from django.db import connection

from accounts.models import Person
from cases.models import Case
from evidence.models import Capture, CaptureWay, Knowledge
from evidence.services.sightings import Noticed
from tests.evidence import makers

pytestmark = pytest.mark.django_db

migration = importlib.import_module("evidence.migrations.0012_captures_of_what_is_there")


def test_gives_every_old_place_and_file_one_capture(
    case: Case, wren: Person, now: datetime
) -> None:
    seen = makers.sighting(case, actor=wren, noticed=Noticed(seen_at=now, seen_zone="UTC"))
    unseen = makers.sighting(case, actor=wren, link=makers.OTHER_LINK)
    exhibit = makers.exhibit(case, actor=wren)
    Capture.objects.all().delete()

    for _ in range(2):
        migration.give_captures(apps, connection.schema_editor())

    rows = {row.sighting_id or row.exhibit_id: row for row in Capture.objects.all()}
    assert Capture.objects.count() == 3
    assert {row.way for row in rows.values()} == {CaptureWay.GIVEN}
    assert (rows[seen.pk].knowledge, rows[seen.pk].seen_at) == (Knowledge.OWN, now)
    assert rows[unseen.pk].knowledge == Knowledge.UNKNOWN
    assert (rows[exhibit.pk].logged_at, rows[exhibit.pk].logged_by) == (now, wren)
