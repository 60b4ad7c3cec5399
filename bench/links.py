"""10,000 links given as a list, looked over, added and undone: `python -m bench.links`.

On a database of its own that is thrown away. The goal is 20 s for looking over and adding; memory
counts as flat where four times as many rows raise the peak by no more than MOST_MEBIBYTES.
"""

from __future__ import annotations

import os
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime

HOME = tempfile.TemporaryDirectory(prefix="redress-bench-")
os.environ["REDRESS_DATA"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402  the settings read the environment set above

django.setup()

from django.core.management import call_command  # noqa: E402  after Django's settings

from accounts.models import Person  # noqa: E402  after Django's settings
from cases.models import Age, Case, Happened  # noqa: E402  after Django's settings
from evidence.models import Import, Sighting  # noqa: E402  after Django's settings
from evidence.services import imports  # noqa: E402  after Django's settings

ROWS = 10_000
FEW = 2_500
GOAL_SECONDS = 20.0
MOST_MEBIBYTES = 24
FORMS = (
    "https://pictures.example/view/{0}?utm_source=list",
    "hxxps://www[.]forum[.]example/t/{0}#post-{0}",
    "https://x.com/someone/status/18500000000{0:05}?s=20",
    "https://www.google.com/url?q=https%3A%2F%2Fleak.example%2F{0}&sa=D",
    "https://пример.example/фото/{0}",
)
"""Every fifth link of a form is given twice."""


def table(rows: int) -> bytes:
    """A list whose every row says something else."""
    lines = ["url,seen_at,zone,uploader,views"]
    for at in range(rows):
        link = FORMS[at % len(FORMS)].format(at - (at % 25 == 24) * 5)
        lines.append(f"{link},2026-01-{at % 28 + 1:02}T{at % 24:02}:30,Europe/Berlin,a{at},{at}")
    return "\n".join(lines).encode()


def case_of(number: int, person: Person, *, now: datetime) -> Case:
    return Case.objects.create(
        client=person, client_name=f"Case {number}", opened_by=person, opened_at=now,
        happened=[Happened.IMAGE], age=Age.ADULT, country="DE", intake_done_at=now,
    )  # fmt: skip


def worked(whole: Import, *, now: datetime) -> float:
    """The processor seconds a worker took, the database in the same process included."""
    began = time.process_time()
    claimed = imports.claim(now=now, only=whole.pk)
    while claimed is not None:
        claimed = imports.work(claimed, now=now)
    whole.refresh_from_db()
    return time.process_time() - began


def run(rows: int, case: Case, *, now: datetime) -> tuple[float, float, Import]:
    """Look a list over and add it; the seconds of each, and the list."""
    person = case.opened_by
    whole = imports.begin(
        case, given=table(rows), is_workbook=False, zone="UTC", actor=person, now=now
    )
    looked = worked(whole, now=now)
    imports.ask_to_add(whole, actor=person, now=now)
    return looked, worked(whole, now=now), whole


def peak() -> float:
    """The most memory this process has held so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def main() -> int:
    """0 where the goals are met, 1 where not."""
    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    person = Person.objects.create(username="bench")
    run(FEW, case_of(1, person, now=now), now=now)
    few = peak()
    looked, added, whole = run(ROWS, case_of(2, person, now=now), now=now)
    many = peak()
    made = Sighting.objects.filter(whole=whole).count()
    imports.ask_to_undo(whole, actor=person, now=now)
    undone = worked(whole, now=now)
    sys.stdout.write(
        f"{ROWS:,} rows: looked over {looked:.1f} s, added {added:.1f} s ({made:,} places), "
        f"undone {undone:.1f} s\n"
        f"looked over and added {looked + added:.1f} s of processor time, "
        f"goal {GOAL_SECONDS:.0f} s\n"
        f"memory: {few:.0f} MiB after {FEW:,} rows, {many:.0f} MiB after {ROWS:,}\n"
    )
    sound = made == ROWS - whole.known and whole.removed == made
    return 0 if sound and looked + added <= GOAL_SECONDS and many - few <= MOST_MEBIBYTES else 1


if __name__ == "__main__":
    with HOME:
        sys.exit(main())
