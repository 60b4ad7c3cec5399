"""Exact search in a case's fingerprints, numpy alone: `python -m bench.search`.

Goals: a query in 10,000 values in at most 0.2 ms, in a million in at most 5 ms. Exit status 1
where one is missed. The values are random, each query lies 20 bits from one of them, and every
one of them must be found.
"""

from __future__ import annotations

import os
import sys
import time
from statistics import median

import numpy as np

from evidence.fingerprints.search import Bank

LIMITS = (31, 80)
GOALS = {10_000: 0.2, 1_000_000: 5.0}
QUERIES = 64


def near(value: bytes, rng: np.random.Generator) -> bytes:
    """Return the value with 20 bits changed."""
    mask = sum(1 << int(place) for place in rng.permutation(256)[:20])
    return (int.from_bytes(value) ^ mask).to_bytes(32)


def cost(bank: Bank, queries: list[tuple[int, bytes]], *, limit: int) -> float:
    """Return the median processor time of a query in ms; fail where a planted one is missed."""
    times = []
    for place, query in queries:
        begun = time.process_time()
        found, _ = bank.within(query, limit=limit)
        times.append((time.process_time() - begun) * 1000)
        if place not in found:
            raise AssertionError("a planted copy was not found")
    return median(times)


def main() -> int:
    rng, missed = np.random.default_rng(5), False
    for size, goal in GOALS.items():
        values = os.urandom(32 * size)
        bank = Bank(values)
        places = [int(each) for each in rng.integers(0, size, QUERIES)]
        queries = [(at, near(values[32 * at : 32 * at + 32], rng)) for at in places]
        for limit in LIMITS:
            cost(bank, queries[:4], limit=limit)
            took = cost(bank, queries, limit=limit)
            bound = f"goal {goal} ms" if limit == LIMITS[0] else "no goal"
            missed = missed or (limit == LIMITS[0] and took > goal)
            sys.stdout.write(
                f"{size:>9,} values, up to {limit} bits: {took:7.3f} ms a query ({bound}), "
                f"{QUERIES} of {QUERIES} found\n"
            )
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main())
