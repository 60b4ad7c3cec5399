"""Each picture is read by the real reader once in a run; asked again, it says the same."""

from hashlib import sha256
from typing import Any, BinaryIO

import pytest

from evidence.intake import reader
from evidence.services import readings, references

_said: dict[tuple[object, ...], reader.Reading] = {}


def _read_once(source: BinaryIO, **asked: Any) -> reader.Reading:
    clear = source.read()
    key = (sha256(clear).digest(), *sorted(asked.items()))
    if key not in _said:
        _said[key] = reader.read_file(clear, **asked)
    return _said[key]


@pytest.fixture(autouse=True)
def read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Services ask a reader with a memory; what reading does is proved in `intake`."""
    for service in (readings, references):
        monkeypatch.setattr(service, "read_file", _read_once)
