"""Server time of the advocates' pages on a filled SQLite database: `python -m bench.pages`.

Forty cases with twenty places each, one supervisor who reads all of them. Each page is asked for
once to warm up and then five times; the middle time counts. It is processor time: SQLite runs in
the same process, so nothing is left out, and a busy machine does not change it much. The front
page, signed out, is the measure beside it, so that the ratio says something on any machine.
"""

import importlib
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import django
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

RUNS = 5
MOST_MS = 200
"""What every page of the training world may take at the server."""

Ask = Callable[[str], int]


def main() -> int:
    """0 where every page answers in time, 1 where one does not."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as folder:
        stand_on(Path(folder))
        return _measure()


def stand_on(folder: Path) -> None:
    """Django on a fresh SQLite database in this folder."""
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "REDRESS_DATA": str(folder),
        "REDRESS_HOSTS": "testserver",
        "REDRESS_DEBUG": "",
        "DATABASE_URL": "",
        "REDIS_URL": "",
    }
    django.setup()
    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)


def _measure() -> int:
    filled = importlib.import_module("bench._filled")
    ada, case = filled.fill(now=timezone.now())
    inside, outside = filled.signed_in(ada), filled.stranger()
    pages = {
        "today": reverse("takedowns:today"),
        "caseload": reverse("takedowns:caseload"),
        "case": reverse("cases:case", args=[case.ref]),
        "places": reverse("evidence:sightings", args=[case.ref]),
        "platforms": reverse("takedowns:platforms"),
    }
    front = _milliseconds(lambda address: outside.get(address).status_code, reverse("cases:home"))
    say(f"{'front page':12} {front:7.1f} ms")
    slow = []
    for name, address in pages.items():
        took = _milliseconds(lambda address: inside.get(address).status_code, address)
        say(f"{name:12} {took:7.1f} ms {took / front:6.1f} times the front page")
        slow += [name] if took > MOST_MS else []
    if slow:
        say(f"Over {MOST_MS} ms: {', '.join(slow)}.")
    return 1 if slow else 0


def _milliseconds(ask: Ask, address: str) -> float:
    """The middle of RUNS answers; a page that does not answer with 200 stops the measurement."""
    times = []
    for _ in range(RUNS + 1):
        began = time.process_time()
        status = ask(address)
        times.append(1000 * (time.process_time() - began))
        if status != 200:
            raise SystemExit(f"{address} answered {status}, so nothing can be measured.")
    return median(times[1:])


def say(line: str) -> None:
    """One line at once, so that a long run can be watched."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
