"""Custody: durable appends, batches and verification, on PostgreSQL as an organisation runs it.

`python -m bench.custody` starts a throw-away PostgreSQL that writes through to the disk
(fsync on), fills it, and prints each figure with its goal. `python -m bench.custody fill` is
what it runs inside, with DATABASE_URL set.
"""

import os
import subprocess
import sys
import tempfile
import time
from multiprocessing import get_context

import django
from django.core.management import call_command

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.db import connection  # noqa: E402  after Django's settings
from django.utils import timezone  # noqa: E402  after Django's settings

from accounts.models import Person  # noqa: E402  after Django's settings
from cases.models import Case  # noqa: E402  after Django's settings
from evidence.models import (  # noqa: E402  after Django's settings
    CustodyEvent,
    Exhibit,
    Reason,
    SealedFile,
)
from evidence.proofs import chain  # noqa: E402  after Django's settings
from evidence.services import (  # noqa: E402  after Django's settings
    checkpoints,
    custody,
    traces,
    verifying,
    verifying_place,
)
from evidence.services.findings import Verdict  # noqa: E402  after Django's settings
from tools import servers, system  # noqa: E402  after Django's settings

WRITERS = 8
SECONDS = 4.0
BATCH, BATCHES = 1000, 20
EXHIBITS, ROWS_EACH = 10_000, 4
"""An exhibit is kept, read and copied twice: four rows."""
MARKS = 50
WRITTEN_THROUGH = ("fsync=on", "synchronous_commit=on", "max_connections=60")


def new_case() -> Case:
    """A case of nobody."""
    person, _ = Person.objects.get_or_create(username="bench")
    return Case.objects.create(opened_by=person, opened_at=timezone.now())


def write(key: int) -> int:
    """Append one row a transaction for a while, in a process of its own; how many."""
    case, written = Case.objects.get(pk=key), 0
    actor = case.opened_by
    until = time.perf_counter() + SECONDS
    while time.perf_counter() < until:
        custody.record(case, "exhibit.read", item=None, actor=actor, now=timezone.now())
        written += 1
    connection.close()
    return written


def appended(keys: list[int]) -> tuple[float, int]:
    """Rows a second of all writers together, and chains that forked or broke."""
    with get_context("spawn").Pool(WRITERS) as pool:
        pool.map(abs, range(WRITERS))  # all are up before any starts
        written = sum(pool.map(write, keys, chunksize=1))
    cases = Case.objects.filter(pk__in=keys)
    broken = sum(custody.verify(case) is not None for case in cases)
    lost = written - CustodyEvent.objects.filter(case__in=cases).count()
    return written / SECONDS, broken + abs(lost)


def batched() -> float:
    """Rows a second through `record_many`, a thousand a transaction."""
    case, now = new_case(), timezone.now()
    acts = [custody.Act("exhibit.read", None, case.opened_by, {"n": n}) for n in range(BATCH)]
    started = time.perf_counter()
    for _ in range(BATCHES):
        custody.record_many(case, acts, now=now)
    return BATCH * BATCHES / (time.perf_counter() - started)


def filled() -> Case:
    """A case of many exhibits with all their rows, and checkpoints all along; without files."""
    case, now = new_case(), timezone.now()
    by = case.opened_by
    files = [
        SealedFile(case=case, name=f"{n}", bytes=n, sha256=f"{n:064x}",
                    wrapped_key=b"", sealed_at=now)
        for n in range(EXHIBITS)
    ]  # fmt: skip
    exhibits = [
        Exhibit(case=case, number=n, file=file, kept_at=now, kept_by=by, original_name="a.png")
        for n, file in enumerate(files, 1)
    ]
    SealedFile.objects.bulk_create(files, batch_size=1000)
    Exhibit.objects.bulk_create(exhibits, batch_size=1000)
    step = EXHIBITS // MARKS
    for at in range(0, EXHIBITS, step):
        acts = [act for one in exhibits[at : at + step] for act in acts_of(one)]
        custody.record_many(case, acts, now=now)
        checkpoints.make(reason=Reason.SCHEDULE, now=now)
    return case


def acts_of(exhibit: Exhibit) -> list[custody.Act]:
    """The rows an exhibit leaves on its way in."""
    kept = {"row": traces.of_exhibit(exhibit), **traces.payload_of(exhibit.file)}
    more = [custody.Act("exhibit.read", exhibit.pk)] * (ROWS_EACH - 1)
    return [custody.Act("exhibit.kept", exhibit.pk, exhibit.kept_by, kept), *more]


def fill() -> int:
    """All figures; 1 where a goal is missed."""
    call_command("migrate", verbosity=0)
    shared, forks = appended([new_case().pk] * WRITERS)
    apart, more_forks = appended([new_case().pk for _ in range(WRITERS)])
    batch = batched()
    case = filled()
    rows = list(custody.rows_of(CustodyEvent.objects.filter(case=case)))
    started = time.process_time()
    held = chain.check(rows, chain=case.ref)
    pure = len(rows) / (time.process_time() - started)
    started = time.perf_counter()
    read = custody.checked(case)
    whole_rows = len(rows) / (time.perf_counter() - started)
    started, worked = time.perf_counter(), time.process_time()
    found, place = verifying.verify(case, with_files=False), verifying_place.verify()
    whole, worked = time.perf_counter() - started, time.process_time() - worked
    sound = isinstance(held, chain.Sound) and held == read
    sound = sound and found.verdict == place.verdict == Verdict.SOUND
    lines = [
        (f"{WRITERS} writers, one chain: {shared:,.0f} durable rows/s (goal 250)", shared >= 250),
        (f"{WRITERS} writers, {WRITERS} chains: {apart:,.0f} durable rows/s", True),
        (f"forks, breaks and lost rows: {forks + more_forks} (goal 0)", not forks + more_forks),
        (f"record_many: {batch:,.0f} rows/s (goal 10,000)", batch >= 10_000),
        (f"verified in Python: {pure:,.0f} rows a CPU second (goal 250,000)", pure >= 250_000),
        (f"the same, read from PostgreSQL: {whole_rows:,.0f} rows/s", True),
        (f"{EXHIBITS:,} exhibits, {len(rows):,} rows, {place.checkpoints} checkpoints verified "
         f"without files: {whole:.2f} s, {worked:.2f} s CPU (goal 2 s)", whole <= 2.0),
        (f"all of it sound: {'yes' if sound else 'NO'}", sound),
    ]  # fmt: skip
    for line, _ in lines:
        sys.stdout.write(f"custody, {line}\n")
    return 0 if all(good for _, good in lines) else 1


def main() -> int:
    """Start a PostgreSQL that writes through, and measure on it; without one, on SQLite."""
    if sys.argv[1:] == ["fill"]:
        return fill()
    command = [sys.executable, "-m", "bench.custody", "fill"]
    programs = system.postgres_programs()
    with tempfile.TemporaryDirectory(prefix="redress-bench-") as data:
        environment = os.environ | {"REDRESS_DATA": data}
        environment.pop("REDIS_URL", None)
        if programs is None:
            sys.stdout.write("custody: no PostgreSQL here, measured on SQLite\n")
            environment.pop("DATABASE_URL", None)
            return subprocess.run(command, env=environment, check=False).returncode
        with servers.postgres(programs, kept=WRITTEN_THROUGH) as address:
            environment["DATABASE_URL"] = address
            return subprocess.run(command, env=environment, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
