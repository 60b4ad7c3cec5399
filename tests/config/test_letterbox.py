"""The local queue hands out whole messages only."""

import os
from pathlib import Path
from uuid import uuid4

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from config import letterbox


@pytest.fixture
def box(tmp_path: Path) -> Connection:
    """A queue in a folder of its own; kombu remembers names, so each test takes another."""
    letterbox.announce()
    for name in ("queue", "control", "done"):
        (tmp_path / name).mkdir()
    options = {
        "data_folder_in": str(tmp_path / "queue"),
        "data_folder_out": str(tmp_path / "queue"),
        "control_folder": str(tmp_path / "control"),
        "processed_folder": str(tmp_path / "done"),
        "store_processed": True,
    }
    return Connection(letterbox.ADDRESS, transport_options=options)


def test_gives_back_what_was_put_in(box: Connection) -> None:
    queue = box.SimpleQueue(f"room-{uuid4()}")

    queue.put({"id": "1"})

    assert queue.get(timeout=5).payload == {"id": "1"}


def test_shows_no_message_before_it_is_whole(
    box: Connection, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    queue = box.SimpleQueue(f"room-{uuid4()}")
    seen: list[tuple[str, bool]] = []

    def replace(aside: Path, whole: Path) -> None:
        seen.append((aside.read_text(), whole.exists()))

    monkeypatch.setattr(os, "replace", replace)
    queue.put({"id": "1"})

    [(written, visible)] = seen
    assert written.endswith("}")
    assert not visible


def test_says_so_when_the_folder_is_gone(box: Connection, tmp_path: Path) -> None:
    queue = box.SimpleQueue(f"room-{uuid4()}")
    (tmp_path / "queue").rmdir()

    with pytest.raises(ChannelError):
        queue.put({"id": "1"})
