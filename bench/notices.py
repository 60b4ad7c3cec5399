"""1,000 places made into approved letters: `python -m bench.notices`.

On a database of its own that is thrown away. Counted is all that happens from open places to
approved texts: the drafts, each text rendered to be read, and each approved in a transaction of
its own with its locks, its digest, its gaps and its row in the story. Once through a way that
takes one place a letter (1,000 letters), once through one that takes 200 (5 letters). The goal is
held against processor time, the database in the same process included, because other work on the
machine stretches the clock; both are shown.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from hashlib import sha256

HOME = tempfile.TemporaryDirectory(prefix="redress-bench-")
os.environ["REDRESS_DATA"] = HOME.name
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django  # noqa: E402  the settings read the environment set above

django.setup()

from django.core.management import call_command  # noqa: E402  after Django's settings

from accounts.models import Person  # noqa: E402  after Django's settings
from cases.models import Age, Case, Contact, Happened, Taker  # noqa: E402  after Django's settings
from evidence import places  # noqa: E402  after Django's settings
from evidence.links import normalise  # noqa: E402  after Django's settings
from evidence.models import Sighting  # noqa: E402  after Django's settings
from takedowns.models import Notice, NoticeState  # noqa: E402  after Django's settings
from takedowns.services import approving, notices, proposals  # noqa: E402  after Django's settings

PLACES = 1_000
GOAL = 100.0
"""Places a second; with one place a letter it is letters a second too."""
LIMITS = (1, 200)
ADDRESS = "https://x.com/quiet_account_{0}/status/18580000000000{0:05}"


@dataclass(frozen=True)
class Took:
    """Letters made; seconds of the processor for each step, and by the clock for all."""

    letters: int
    draft: float
    read: float
    approve: float
    clock: float

    @property
    def whole(self) -> float:
        return self.draft + self.read + self.approve


def case_of(limit: int, person: Person, *, now: datetime) -> Case:
    """A case whose letters lack nothing, with PLACES open places on one service."""
    case = Case.objects.create(
        client=person, client_name=f"Case {limit}", opened_by=person, opened_at=now,
        happened=[Happened.IMAGE], age=Age.ADULT, country="DE", taker=Taker.SELF,
        intake_done_at=now, next_sighting=PLACES + 1,
    )  # fmt: skip
    Contact.objects.create(
        case=case, name="Somebody", mail="somebody@mailbox.example", changed_at=now
    )
    Sighting.objects.bulk_create(_place(case, number, now=now) for number in range(PLACES))
    return case


def _place(case: Case, number: int, *, now: datetime) -> Sighting:
    link = normalise(ADDRESS.format(number))
    found = places.recognise(link.url)
    return Sighting(
        case=case, number=number + 1, as_seen=link.as_seen, url=link.url,
        key=sha256(link.key.encode()).hexdigest(), host=link.host,
        platform=found.platform_id or "", platform_name=found.platform_name or "",
        page_kind=found.page_kind, identifiers=dict(found.identifiers), seen_at=now,
        seen_zone="Europe/Berlin", logged_at=now, logged_by=case.opened_by,
    )  # fmt: skip


def run(limit: int, person: Person, *, now: datetime) -> Took:
    case = case_of(limit, person, now=now)
    [group] = proposals.proposals(case).groups
    route = group.routes[0]
    route = replace(route, channel=replace(route.channel, max_urls=limit))
    clock = time.perf_counter()
    began = time.process_time()
    drafts = notices.draft_all(
        case, group=group, route=route, sightings=group.sightings, actor=person, now=now
    )
    approving.answer_all(case, extra={"signature_name": "Somebody"}, actor=person, now=now)
    drafted = time.process_time()
    read = approving.ready(case, drafts=Notice.objects.filter(case=case), written_on=now.date())
    picked = [
        approving.Pick(
            each.notice.pk, each.prepared.digest,
            tuple(word.key for word in each.prepared.letter.declarations),
        )
        for each in read if each.prepared.letter
    ]  # fmt: skip
    shown = time.process_time()
    done = approving.approve_many(case, picks=picked, written_on=now.date(), actor=person, now=now)
    ended, clock = time.process_time(), time.perf_counter() - clock
    sound = len(done.approved) == len(drafts) == -(-PLACES // limit) and not done.left
    whole = Notice.objects.filter(case=case, state=NoticeState.APPROVED).exclude(digest="")
    if not sound or whole.count() != len(drafts):
        raise SystemExit(f"With a limit of {limit} not every letter was approved.")
    return Took(len(drafts), drafted - began, shown - drafted, ended - shown, clock)


def main() -> int:
    """0 where the goal is met, 1 where not."""
    call_command("migrate", verbosity=0)
    now = datetime.now(UTC)
    person = Person.objects.create(username="bench")
    met = True
    for limit in LIMITS:
        took = run(limit, person, now=now)
        met = met and PLACES / took.whole >= GOAL
        sys.stdout.write(
            f"{PLACES:,} places, {limit} a letter: {took.letters:,} letters in {took.whole:.2f} s "
            f"of processor time (drafted {took.draft:.2f}, rendered {took.read:.2f}, approved "
            f"{took.approve:.2f}), {took.clock:.2f} s by the clock\n"
            f"  {PLACES / took.whole:,.0f} places and {took.letters / took.whole:,.1f} letters a "
            f"second, goal {GOAL:.0f} places; by the clock {PLACES / took.clock:,.0f} and "
            f"{took.letters / took.clock:,.1f}\n"
        )
    return 0 if met else 1


if __name__ == "__main__":
    with HOME:
        sys.exit(main())
