from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest

from evidence.intake import process, reader
from evidence.intake.process import Outcome, run_child
from evidence.intake.sentences import Refusal
from tests.data.pictures import drawn_picture, encoded

Stub = Callable[[str], None]

PICTURE = encoded(drawn_picture(1, width=120, height=90))


@pytest.fixture
def child_doing(monkeypatch: pytest.MonkeyPatch) -> Stub:
    """Put a program of our own where the child would start."""
    started: Callable[..., subprocess.Popen[bytes]] = subprocess.Popen

    def replace(program: str) -> None:
        def start(_: object, **options: Any) -> subprocess.Popen[bytes]:
            return started([sys.executable, "-c", program], **options)

        monkeypatch.setattr(subprocess, "Popen", start)

    return replace


def run(seconds: float = 5) -> Outcome:
    return run_child("evidence.intake.child", "{}", content=b"abc" * 100_000, seconds=seconds)


def test_ends_a_child_that_never_answers(
    child_doing: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_GRACE", 0.1)
    child_doing("import time; time.sleep(60)")

    assert run(seconds=0.4).refusal is Refusal.TOO_LONG


def test_ends_a_child_that_closes_its_output_and_lives_on(
    child_doing: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "_GRACE", 0.1)
    child_doing("import os, time; os.close(1); time.sleep(60)")

    assert run(seconds=0.4).refusal is Refusal.TOO_LONG


def test_ends_a_child_that_never_stops_talking(
    child_doing: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(process, "ANSWER_BYTES", 1 << 20)
    child_doing("import os\nwhile True: os.write(1, bytes(65536))")

    assert run().refusal is Refusal.TOO_LONG


@pytest.mark.parametrize(
    ("program", "refusal"),
    [
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", Refusal.TOO_MUCH_MEMORY),
        ("import os, signal; os.kill(os.getpid(), signal.SIGSEGV)", Refusal.DAMAGED),
        ("import os, signal; os.kill(os.getpid(), signal.SIGXCPU)", Refusal.TOO_LONG),
        ("raise SystemExit(3)", Refusal.DAMAGED),
    ],
)
def test_tells_how_a_child_ended(child_doing: Stub, program: str, refusal: Refusal) -> None:
    child_doing(program)

    assert run().refusal is refusal


@pytest.mark.parametrize(
    "said",
    [
        "",
        "not json",
        "[]",
        "{}",
        '{"parts": "x"}',
        '{"parts": [4]}\\nabcd',
        '{"refusal": "no such reason", "parts": []}',
        '{"parts": [0], "frames": 1, "animated": false, "metadata": {"odd": 1}}',
    ],
)
def test_takes_nonsense_from_a_child_for_a_damaged_file(child_doing: Stub, said: str) -> None:
    child_doing(f"print('''{said}''')")

    reading = reader.read_file(PICTURE)

    assert "cut short or damaged" in reading.why_not
    assert reading.fingerprints is None


def test_hands_the_child_no_secret_of_ours(
    child_doing: Stub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REDRESS_PROBE", "secret")
    child_doing("import os; print(sorted(os.environ))")

    assert b"REDRESS_PROBE" not in run().output


def test_leaves_no_child_behind(child_doing: Stub) -> None:
    child_doing("import os; print(os.getpid())")

    pid = int(run().output)

    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)


def test_confines_the_child_before_it_looks_at_the_file() -> None:
    probe = (
        "import resource; from evidence.intake.confining import confine; "
        "from evidence.intake.limits import Limits; confine(Limits()); "
        "print(resource.getrlimit(resource.RLIMIT_AS)[0], "
        "resource.getrlimit(resource.RLIMIT_CORE)[0], "
        "resource.getrlimit(resource.RLIMIT_FSIZE)[0])"
    )

    said = subprocess.run([sys.executable, "-c", probe], capture_output=True, text=True, check=True)

    assert said.stdout.split() == [str(1536 << 20), "0", "0"]
