"""Ranking the ways for ten and for a thousand places: `python -m bench.routes`.

One case on a fresh SQLite database, its places spread over every service the registry knows by
name, and a team that has sent letters before. Queries are counted, time is processor time, the
middle of RUNS. The questions that decide are worked out too, as the page does it.
"""

import importlib
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import Any

from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from bench.pages import say, stand_on

FEW, MANY = 10, 1000
RUNS = 5
MOST_MS = 2000
"""What a thousand places may take, the database included."""


def main() -> int:
    """0 where the number of queries is the same for few and many and the time is kept, else 1."""
    with tempfile.TemporaryDirectory(prefix="bench-routes-") as folder:
        stand_on(Path(folder))
        few, _ = _measured(FEW)
        many, took = _measured(MANY)
    if few != many:
        say(f"{few} queries for {FEW} places, but {many} for {MANY}.")
    return 0 if few == many and took <= MOST_MS else 1


def _measured(places: int) -> tuple[int, float]:
    filled = importlib.import_module("bench._ways")
    case, reader = filled.case_with(places, now=timezone.now())
    times, queries = [], 0
    for _ in range(RUNS):
        began = time.process_time()
        with CaptureQueriesContext(connection) as asked:
            found: Any = filled.ways_of(case, reader)
        times.append(1000 * (time.process_time() - began))
        queries = len(asked)
    ways = sum(len(group.routes) for group in found.groups)
    say(
        f"{places:5} places {len(found.groups):4} groups {ways:5} ways "
        f"{queries:3} queries {median(times):8.1f} ms"
    )
    return queries, median(times)


if __name__ == "__main__":
    sys.exit(main())
