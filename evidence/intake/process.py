"""Starting the child and taking its answer, whatever it does."""

from __future__ import annotations

import logging
import os
import selectors
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Final

from evidence.intake.sentences import Refusal

ANSWER_BYTES: Final = 48 << 20
log = logging.getLogger("redress.evidence")

_ROOT: Final = Path(__file__).resolve().parents[2]
_GRACE: Final = 2.0
_CHUNK: Final = 1 << 16
_KEPT_VARIABLES: Final = (
    "LANG",
    "LD_LIBRARY_PATH",
    "OPENBLAS_CORETYPE",
    "OPENBLAS_L2_SIZE",
    "PATH",
    "SYSTEMROOT",
)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child wrote, or why there is nothing."""

    output: bytes
    refusal: Refusal | None


def run_child(module: str, order: str, *, content: int | bytes, seconds: float) -> Outcome:
    """Run a child module on an open file, or on bytes sent down a pipe, and never hang."""
    with subprocess.Popen(
        [sys.executable, "-s", "-m", module, order],
        stdin=content if isinstance(content, int) else subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env=_environment(),
        start_new_session=True,
    ) as process:
        if isinstance(content, bytes):
            threading.Thread(target=_feed, args=(process, content), daemon=True).start()
        deadline = time.monotonic() + seconds + _GRACE
        output = _collected(process, deadline=deadline)
        status = None if output is None else _ended(process, deadline=deadline)
        if output is None or status is None:
            _end(process)
            return Outcome(b"", Refusal.TOO_LONG)
        return Outcome(output, _refusal(status))


def _environment() -> dict[str, str]:
    kept = {name: os.environ[name] for name in _KEPT_VARIABLES if name in os.environ}
    return {**kept, "PYTHONPATH": str(_ROOT), "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}


def _collected(process: subprocess.Popen[bytes], *, deadline: float) -> bytes | None:
    """Return the output up to its end; None past the deadline or the most bytes."""
    assert process.stdout is not None
    pieces: list[bytes] = []
    total = 0
    with selectors.DefaultSelector() as ready:
        ready.register(process.stdout, selectors.EVENT_READ)
        while total <= ANSWER_BYTES:
            left = deadline - time.monotonic()
            if left <= 0 or not ready.select(left):
                return None
            piece = os.read(process.stdout.fileno(), _CHUNK)
            if not piece:
                return b"".join(pieces)
            pieces.append(piece)
            total += len(piece)
    return None


def _feed(process: subprocess.Popen[bytes], content: bytes) -> None:
    pipe: IO[bytes] | None = process.stdin
    if pipe is None:
        return
    try:
        with pipe:
            pipe.write(content)
    except OSError:
        return  # the child ended before it read everything, and its exit status says why


def _ended(process: subprocess.Popen[bytes], *, deadline: float) -> int | None:
    """Return the exit status; None where the child closed its output and lives on."""
    try:
        return process.wait(max(0.1, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        return None


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started: it leads a session of its own."""
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _refusal(status: int) -> Refusal | None:
    if status == 0:
        return None
    if status == -signal.SIGXCPU:
        return Refusal.TOO_LONG
    if status == -signal.SIGKILL:
        return Refusal.TOO_MUCH_MEMORY
    log.warning("a reader of files ended with status %s", status)
    return Refusal.DAMAGED
