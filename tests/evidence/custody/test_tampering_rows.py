"""One bit flipped in a place, a look, a capture or a signature: custody names the row."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import pytest
from django.db import models

from accounts.models import Person
from cases.models import Case
from evidence.models import (
    Capture,
    CoSignature,
    CustodyEvent,
    Kind,
    Method,
    Observation,
    Presence,
    Sighting,
)
from evidence.proofs.chain import payload_of
from evidence.services import (
    cosigning,
    describing,
    disposing,
    exhibits,
    imports,
    observations,
    sightings,
    verifying,
)
from evidence.services.cosigning import Seen
from evidence.services.describing import Described
from evidence.services.sightings import Noticed
from evidence.services.unlinked import Unlinked
from tests.evidence import makers
from tests.evidence.custody.bending import Bend, bends_of, findings_after, past_the_triggers
from tests.factories import NOON

pytestmark = pytest.mark.django_db

MODELS = [Sighting, Observation, Capture, CoSignature]
NOTICED = Noticed(
    seen_at=NOON, seen_zone="Europe/Berlin", uploader="someone", posted_text="yesterday",
    views=40, followers=2, hashtags="#nothing", reached_account="another", note="as it was",
)  # fmt: skip


def findings(case: Case) -> list[str]:
    return [each.sentence for each in verifying.verify(case, with_files=False).findings]


@pytest.fixture
def noted(case: Case, wren: Person, bea: Person) -> Case:
    """A link, a chat found through it, a file, an archive's copy, looks and a signature."""
    place = makers.sighting(case, actor=wren, noticed=NOTICED)
    file = makers.exhibit(case, actor=wren)
    exhibits.put_with(file, sighting=place, actor=wren)
    chat = Unlinked(Kind.CHAT, "a group", platform="Somewhere", handle="h", group="g", message="7")
    sightings.log_place(
        case, place=chat, noticed=Noticed(reached_from=place.number), actor=wren, now=NOON
    )
    said = Described(
        method=Method.SCREENSHOT, tool="a tool", tool_version="1", device="a phone", cropped="NO",
        not_shown="the rest", told_by="a friend", captured_at=NOON,
    )  # fmt: skip
    describing.describe(file, said=said, actor=wren, now=NOON)
    describing.note_archive(
        place, address="https://archive.example/1", archived_at=NOON, actor=wren, now=NOON
    )
    observations.observe(
        place, presence=Presence.GONE, observed_at=NOON, actor=wren, now=NOON, note="gone now"
    )
    file.refresh_from_db()
    for _ in range(2):
        seen = Seen(presence=Presence.LIVE, opened_at=NOON, same_picture=True)
        cosigning.cosign(place, seen=seen, exhibit=file, actor=bea, now=NOON)
    return case


@pytest.fixture
def unguarded(noted: Case) -> Iterator[None]:
    with past_the_triggers():
        yield


def rows_of(model: type[models.Model]) -> list[Any]:
    return list(model._default_manager.all())


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_names_the_row_with_one_bit_flipped(noted: Case, model: type[models.Model]) -> None:
    assert findings(noted) == []
    bends = [
        bend for row in rows_of(model)
        for bend in [*bends_of(row, without=frozenset()), *put_into_empty(row)]
    ]  # fmt: skip

    unseen = [bend[1:] for bend in bends if not names_it(bend, noted)]

    assert len(bends) > 20
    assert unseen == []


def put_into_empty(row: models.Model) -> Iterator[Bend]:
    """Words where none stood."""
    for column in row._meta.concrete_fields:
        if getattr(row, column.attname) == "":
            yield row, column.attname, "x"


def names_it(bend: Bend, case: Case) -> bool:
    row, column, value = bend
    rows = type(row)._default_manager.filter(pk=row.pk)
    found = findings_after(partial(rows.update, **{column: value}), partial(findings, case))
    return found is None or any(str(row.pk) in sentence for sentence in found)


@pytest.mark.usefixtures("unguarded")
@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_names_any_row_that_was_removed(noted: Case, model: type[models.Model]) -> None:
    for row in rows_of(model):
        rows = model._default_manager.filter(pk=row.pk)
        found = findings_after(partial(rows._raw_delete, rows.db), partial(findings, noted))

        assert found is None or any(str(row.pk) in sentence for sentence in found)


def a_place(case: Case) -> Sighting:
    by = case.opened_by
    return Sighting.objects.create(
        case=case, number=40, kind=Kind.PERSON, locator="x", logged_at=NOON, logged_by=by
    )


def a_look(case: Case) -> Observation:
    place = case.sightings.get(number=1)
    return place.observations.create(presence=Presence.GONE, observed_at=NOON)


def a_capture(case: Case) -> Capture:
    by = case.opened_by
    exhibit = case.exhibits.get()
    return Capture.objects.create(
        case=case, exhibit=exhibit, way="BROWSER", logged_at=NOON, logged_by=by
    )


@pytest.mark.parametrize("put", [a_place, a_look, a_capture])
def test_names_a_row_that_nobody_told_of(noted: Case, put: Callable[[Case], models.Model]) -> None:
    row = put(noted)

    [found] = findings(noted)

    assert str(row.pk) in found
    assert found.endswith("no custody row tells of it")


def test_is_told_of_every_change(noted: Case, wren: Person) -> None:
    place = noted.sightings.get(number=1)

    sightings.change(place, noticed=Noticed(seen_at=NOON, note="better"), actor=wren, now=NOON)

    assert findings(noted) == []
    assert CustodyEvent.objects.filter(kind="place.changed", item=place.pk).count() == 1


def test_says_nothing_of_rows_from_before_custody_told_of_them(case: Case, wren: Person) -> None:
    old = a_place(case)
    old.observations.create(presence=Presence.LIVE, observed_at=NOON)
    Sighting.objects.filter(pk=old.pk).update(number=1)
    Case.objects.filter(pk=case.pk).update(next_sighting=2)

    new = makers.sighting(case, actor=wren, noticed=NOTICED)
    observations.observe(old, presence=Presence.GONE, observed_at=NOON, actor=wren, now=NOON)

    assert new.number == 2
    assert findings(case) == []


def test_is_told_which_places_went_with_a_list(case: Case, wren: Person) -> None:
    whole = makers.added(case, "https://a.example/1\nhttps://a.example/2", actor=wren)
    assert findings(case) == []

    imports.ask_to_undo(whole, actor=wren, now=NOON)
    makers.work(whole)

    assert not case.sightings.exists()
    assert CustodyEvent.objects.filter(kind="place.removed").count() == 2
    assert findings(case) == []


def test_stays_sound_when_the_files_are_destroyed(noted: Case, wren: Person) -> None:
    makers.added(noted, "https://a.example/1\nhttps://a.example/2", actor=wren)

    disposing.destroy_files(noted, actor=wren, now=NOON)

    assert findings(noted) == []


def test_tells_custody_ids_and_keyed_digests_only(noted: Case) -> None:
    kinds = ("place.noted", "place.changed", "place.observed")
    allowed = {"row", "list", "capture", "capture_row", "observation", "observation_row"}

    for event in CustodyEvent.objects.filter(kind__in=kinds):
        payload = payload_of(bytes(event.canonical))

        assert payload.keys() <= allowed
        assert all(len(value) in (0, 36, 64) for value in payload.values())
