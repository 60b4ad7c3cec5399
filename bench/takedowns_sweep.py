"""The sweep of reminders on a filled SQLite database: `python -m bench.takedowns_sweep`.

1,000 reminders of which 100 are due, then 100,000 of which 100 are due. One sweep finds the due
ones and shows each, as the worker does; it is put back and done RUNS times, the middle time counts.
Goal: the large table takes at most twice as long as the small one. Exit status 1 where it is
missed, or where a sweep shows another number than 100.
"""

import importlib
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median

import django
from django.core.management import call_command
from django.utils import timezone

SMALL, LARGE, DUE = 1_000, 100_000, 100
RUNS = 5
MOST = 2.0


def main() -> int:
    """0 where the goal is reached."""
    with tempfile.TemporaryDirectory(prefix="bench-sweep-") as folder:
        _stand_on(Path(folder))
        filled = importlib.import_module("bench._reminders")
        now = timezone.now()
        took = {}
        for rows in (SMALL, LARGE):
            filled.fill(rows, due=DUE, now=now)
            took[rows] = _middle(rows, lambda: filled.sweep(now=now, due=DUE))
    ratio = took[LARGE] / took[SMALL]
    say(f"{LARGE:,} rows take {ratio:.2f} times as long as {SMALL:,} (goal at most {MOST})")
    return 0 if ratio <= MOST else 1


def _middle(rows: int, sweep: Callable[[], float]) -> float:
    """Milliseconds of processor time; SQLite runs in the same process, so nothing is left out."""
    middle = median([sweep() for _ in range(RUNS + 1)][1:])
    say(f"{rows:>8,} rows, {DUE} due: {middle:7.1f} ms a sweep, {middle / DUE:.2f} ms a reminder")
    return middle


def _stand_on(folder: Path) -> None:
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDRESS_DATA": str(folder),
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    django.setup()
    call_command("migrate", verbosity=0)


def say(line: str) -> None:
    """One line at once, so that a long run can be watched."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
