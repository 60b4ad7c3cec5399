"""Fingerprints that come from the person's own device."""

import json
from datetime import datetime
from typing import Any

import pytest

from accounts.models import Person
from cases.errors import NotPermitted
from cases.models import Age, Case
from evidence.errors import FileRefused
from evidence.fingerprints.stated import NotFingerprints, stated
from evidence.models import CustodyEvent, Fingerprint, Match, Reference, SealedFile, WorkedOut
from evidence.services import references
from tests.evidence import makers
from tests.evidence.stating import stated_by_device

ODD: list[tuple[str, Any]] = [
    ("version", 1), ("version", 3), ("version", True), ("sha256", "0" * 63), ("sha256", "G" * 64),
    ("size", [640]), ("size", [0, 480]), ("size", [100_000, 100_000]), ("region", [0, 0, 700, 9]),
    ("region", [5, 5, 5, 9]), ("width", 641), ("height", "480"), ("quality", 101),
    ("quality", 1.5), ("whole", ["0" * 64] * 7), ("whole", "0" * 64), ("exchange", None),
    ("phash", "A" * 64), ("crops", [{"box": [1, 2, 3, 4], "value": "0" * 64, "quality": 60}]),
    ("crops", [{"box": [0, 0, 512, 384], "value": "0" * 64, "quality": 49}]),
    ("crops", [{"box": [0, 0, 512, 384], "value": "0" * 64, "quality": 60}] * 2),
]  # fmt: skip


def told(**changed: Any) -> str:
    return json.dumps(json.loads(stated_by_device(makers.picture())) | changed)


def test_reads_back_what_a_device_states() -> None:
    read = stated(stated_by_device(makers.picture(), region=(10, 20, 400, 300)))

    assert read.region == (10, 20, 400, 300)
    assert (read.prints.width, read.prints.height) == (390, 280)
    assert len(read.prints.crops) > 40


@pytest.mark.parametrize(("name", "value"), ODD, ids=lambda value: str(value)[:24])
def test_refuses_whatever_is_odd(name: str, value: Any) -> None:
    with pytest.raises(NotFingerprints):
        stated(told(**{name: value}))


@pytest.mark.parametrize("text", ["", "[]", "[" * 9_000, "{}", told(more=1), " " * 20_000])
def test_refuses_another_shape(text: str) -> None:
    with pytest.raises(NotFingerprints):
        stated(text)


def test_refuses_parts_out_of_order() -> None:
    crops = json.loads(told())["crops"]

    with pytest.raises(NotFingerprints, match="order"):
        stated(told(crops=[crops[2], crops[1]]))


@pytest.mark.django_db
def test_keeps_them_without_any_file_and_says_where_they_come_from(
    case: Case, wren: Person, now: datetime
) -> None:
    given = references.give_stated(case, stated(told()), label="mine", actor=wren, now=now)

    assert given.reference.worked_out == WorkedOut.DEVICE
    assert not SealedFile.objects.exists()
    event = CustodyEvent.objects.latest("pk")
    assert event.kind == "reference.fingerprinted"
    assert json.loads(bytes(event.canonical))["payload"]["worked_out"] == "DEVICE"


@pytest.mark.django_db
def test_finds_the_same_with_them_as_with_the_file(case: Case, wren: Person, now: datetime) -> None:
    exhibit = makers.read_exhibit(case, actor=wren, seed=7)
    told = stated(stated_by_device(makers.picture(7)))

    given = references.give_stated(case, told, label="", actor=wren, now=now)

    makers.compared(now=now)
    assert given.comparing == 1
    assert Match.objects.get().exhibit == exhibit


@pytest.mark.django_db
@pytest.mark.parametrize("age", [Age.MINOR, Age.UNSURE, Age.UNANSWERED])
def test_takes_no_fingerprint_where_no_file_is_taken(
    case: Case, wren: Person, now: datetime, age: Age
) -> None:
    case.age = age
    case.save()

    with pytest.raises(FileRefused):
        references.give_stated(case, stated(told()), label="", actor=wren, now=now)

    assert not Reference.objects.exists() and not Fingerprint.objects.exists()


@pytest.mark.django_db
def test_takes_none_from_the_stranger(case: Case, dan: Person, now: datetime) -> None:
    with pytest.raises(NotPermitted):
        references.give_stated(case, stated(told()), label="", actor=dan, now=now)
