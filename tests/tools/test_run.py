"""`make run`: what it refuses, and that all parts stop together."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT
from tools import run
from tools.children import Child
from tools.servers import free_port

SLEEP = [sys.executable, "-c", "import time; time.sleep(600)"]
DEAF = [
    sys.executable,
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); time.sleep(600)",
]
ORPHAN = """
import os, signal, sys
from tools.children import Child
words = "import time; print('up', flush=True); time.sleep(20); print('still here')"
child = Child("sleeper", [sys.executable, "-c", words])
signal.pause()
"""


class Asked(run.Stop):
    """Somebody asked to stop, without any signal handler."""

    def __init__(self, *, asked: bool) -> None:
        self.asked = asked


def start(port: str, data: Path) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"REDRESS_PORT": port, "REDRESS_DATA": str(data)}
    return subprocess.run(
        [sys.executable, "-m", "tools.run"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture
def sleeper() -> Iterator[Child]:
    child = Child("The sleeper", SLEEP)
    yield child
    child.stop()


@pytest.mark.parametrize("port", ["web", "0", "65536", "-1"])
def test_refuses_a_port_that_is_no_port(port: str, tmp_path: Path) -> None:
    done = start(port, tmp_path)

    assert done.returncode == 2
    assert done.stderr == f"REDRESS_PORT is {port!r}; set it to a whole number from 1 to 65535.\n"


def test_refuses_a_taken_port_in_one_sentence(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = start(str(port), tmp_path)

    assert done.returncode == 2
    assert done.stderr.startswith(f"Port {port} is taken")
    assert done.stderr.count("\n") == 1


def test_refuses_data_that_is_in_use(tmp_path: Path) -> None:
    with (tmp_path / "run.lock").open("a") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        done = start(str(free_port()), tmp_path)

    assert done.returncode == 2
    assert "already runs" in done.stderr


def test_refuses_a_data_folder_that_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    done = start(str(free_port()), tmp_path / "file" / "data")

    assert done.returncode == 2
    assert "cannot be used" in done.stderr
    assert "Traceback" not in done.stderr


def test_says_which_part_stopped(sleeper: Child, capsys: pytest.CaptureFixture[str]) -> None:
    broken = Child("The worker", [sys.executable, "-c", "raise SystemExit(3)"])

    status = run.watch([sleeper, broken], port=free_port(), stop=Asked(asked=False))

    assert status == 1
    assert "The worker stopped by itself (exit status 3)" in capsys.readouterr().err


def test_ends_well_when_asked_to_stop(sleeper: Child) -> None:
    assert run.watch([sleeper], port=free_port(), stop=Asked(asked=True)) == 0


def test_stops_a_child_when_asked(sleeper: Child) -> None:
    sleeper.stop()

    assert sleeper.ending() == "by signal SIGTERM"


def test_forces_a_child_that_does_not_listen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tools.children.STOP_SECONDS", 0.5)
    child = Child("The deaf", DEAF)

    child.stop()

    assert not child.running()


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux ends a child with its parent")
def test_leaves_no_child_behind_when_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN], cwd=ROOT, stdout=subprocess.PIPE
    ) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == b"up\n"

        parent.send_signal(signal.SIGKILL)

        # The pipe ends when the last process that holds it has gone: the child's copy too.
        assert parent.stdout.read() == b""
