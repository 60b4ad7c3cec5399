"""Run every test twice: on SQLite with the local broker, then on PostgreSQL with Redis.

What follows `python -m tools.trial` goes to pytest, both times.
"""

import contextlib
import os
import signal
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass

from tools import servers, system
from tools.place import PYTHON, ROOT, complain, say

NOTHING_COLLECTED = 5
INTERRUPTED = 2
# A developer's own servers and data are not for tests.
NOT_INHERITED = ("DATABASE_URL", "REDIS_URL", "REDRESS_DATA", "REDRESS_PORT", "REDRESS_MAIL_URL")


@dataclass(frozen=True, slots=True)
class Run:
    """One pass of pytest: its shape in words, its exit status and its closing line."""

    shape: str
    status: int
    closing: str


def pytest(shape: str, *, arguments: list[str], addresses: dict[str, str]) -> Run:
    """Run pytest, showing its words as they come."""
    environment = {key: value for key, value in os.environ.items() if key not in NOT_INHERITED}
    environment |= {"REDRESS_TEST_CHROMIUM": system.chromium(), **addresses}
    environment["OPENBLAS_NUM_THREADS"] = "1"  # sums here are small; more threads only wait
    with tempfile.TemporaryDirectory(prefix="redress-test-") as data:
        return _run(shape, arguments=arguments, environment=environment | {"REDRESS_DATA": data})


def _run(shape: str, *, arguments: list[str], environment: dict[str, str]) -> Run:
    command = [str(PYTHON), "-m", "pytest", *arguments]
    if sys.stdout.isatty():
        command.append("--color=yes")
    say(f"\n--- {shape} ---")
    closing = b""
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE) as process:
        if process.stdout is None:
            raise AssertionError("pytest was started with a pipe")
        while words := os.read(process.stdout.fileno(), 65536):
            sys.stdout.buffer.write(words)
            sys.stdout.flush()
            closing = (closing + words)[-4000:]
    lines = closing.decode(errors="replace").strip().splitlines()
    return Run(shape, process.wait(), lines[-1] if lines else "(no words)")


def on_sqlite(arguments: list[str]) -> Run:
    return pytest("SQLite and the local broker", arguments=arguments, addresses={})


def on_servers(arguments: list[str]) -> Run | None:
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
        return pytest("PostgreSQL and Redis", arguments=arguments, addresses=addresses)


def main() -> int:
    arguments, started_at = sys.argv[1:], time.monotonic()
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    try:
        runs = [on_sqlite(arguments)]
        if runs[0].status != INTERRUPTED:
            runs += filter(None, [on_servers(arguments)])
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
