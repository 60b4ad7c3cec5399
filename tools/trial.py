"""Run every test twice: on SQLite with the local broker, and on PostgreSQL with Redis.

What follows `python -m tools.trial` goes to pytest, both times. Where there are two cores or more
the passes run side by side: the first is shown as it comes, the second once the first is over.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from typing import BinaryIO

from tools import servers, system
from tools.place import PYTHON, ROOT, complain, say

NOTHING_COLLECTED = 5
INTERRUPTED = 2
# A developer's own servers and data are not for tests.
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "REDRESS_DATA", "REDRESS_PORT", "REDRESS_MAIL_URL")

running: set["subprocess.Popen[bytes]"] = set()
"""The passes under way, so that whoever stops us stops them."""


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of pytest: its shape in words, its exit status and its closing line."""

    shape: str
    status: int
    closing: str


@dataclass(frozen=True, slots=True)
class Pass:
    """Where one pass writes its words, and how it is called."""

    shape: str
    arguments: list[str]
    out: BinaryIO

    def run(self, *, addresses: dict[str, str]) -> Run:
        """Run pytest, writing its words as they come."""
        environment = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
        environment |= {"REDRESS_TEST_CHROMIUM": system.chromium(), **addresses}
        environment["OPENBLAS_NUM_THREADS"] = "1"  # sums here are small; more threads only wait
        with tempfile.TemporaryDirectory(prefix="redress-test-") as data:
            return self._run(environment | {"REDRESS_DATA": data})

    def _run(self, environment: dict[str, str]) -> Run:
        command = [str(PYTHON), "-m", "pytest", *self.arguments]
        if sys.stdout.isatty():
            command.append("--color=yes")
        self.out.write(f"\n--- {self.shape} ---\n".encode())
        closing = b""
        with subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        ) as process:
            if process.stdout is None:
                raise AssertionError("pytest was started with a pipe")
            running.add(process)
            while words := os.read(process.stdout.fileno(), 65536):
                self.out.write(words)
                self.out.flush()
                closing = (closing + words)[-4000:]
            running.discard(process)
        lines = closing.decode(errors="replace").strip().splitlines()
        return Run(self.shape, process.wait(), lines[-1] if lines else "(no words)")


def on_sqlite(arguments: list[str], *, out: BinaryIO) -> Run:
    return Pass("SQLite and the local broker", arguments, out).run(addresses={})


def on_servers(arguments: list[str], *, out: BinaryIO) -> Run | None:
    """The second pass, or None where a server is missing."""
    missing = servers.absent()
    programs = system.postgres_programs()
    if missing or programs is None:
        complain(f"Not run on PostgreSQL and Redis: {' and '.join(missing)} not found here.")
        return None
    with contextlib.ExitStack() as stack:
        database = stack.enter_context(servers.postgres(programs))
        queue = stack.enter_context(servers.redis())
        # The first two are what the app reads; journeys make a database of their own by the others.
        addresses = {
            "DATABASE_URL": database,
            "REDIS_URL": queue,
            "REDRESS_TEST_DATABASE_URL": database,
            "REDRESS_TEST_REDIS_URL": queue,
        }
        return Pass("PostgreSQL and Redis", arguments, out).run(addresses=addresses)


def one_after_the_other(arguments: list[str]) -> list[Run | None]:
    first = on_sqlite(arguments, out=sys.stdout.buffer)
    if first.status == INTERRUPTED:
        return [first]
    return [first, on_servers(arguments, out=sys.stdout.buffer)]


def side_by_side(arguments: list[str]) -> list[Run | None]:
    """Both passes at once; the second one's words are kept until the first is over."""
    with tempfile.TemporaryFile() as kept, ThreadPoolExecutor(max_workers=1) as apart:
        second: Future[Run | None] = apart.submit(on_servers, arguments, out=kept)
        try:
            first = on_sqlite(arguments, out=sys.stdout.buffer)
        except BaseException:
            for process in set(running):
                process.send_signal(signal.SIGINT)
            raise
        say("\nThe other pass is still running ..." if not second.done() else "")
        try:
            return [first, second.result()]
        finally:
            kept.seek(0)
            shutil.copyfileobj(kept, sys.stdout.buffer)
            sys.stdout.buffer.flush()


def way() -> Callable[[list[str]], list[Run | None]]:
    return side_by_side if (os.cpu_count() or 1) > 1 else one_after_the_other


def main() -> int:
    arguments, started_at = sys.argv[1:], time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        runs = [run for run in way()(arguments) if run is not None]
    except servers.NoServer as fault:
        complain(str(fault))
        return 1
    except KeyboardInterrupt:
        complain("Stopped.")
        return 130
    say(f"\nBoth runs in {time.monotonic() - started_at:.0f} s:" if len(runs) > 1 else "\nResult:")
    for run in runs:
        say(f"{run.shape}: {run.closing}")
    good = {0, NOTHING_COLLECTED} if arguments else {0}
    return 0 if all(run.status in good for run in runs) else 1


if __name__ == "__main__":
    sys.exit(main())
