"""Places from a list."""

import sys
from argparse import ArgumentParser
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from evidence.intake.workbooks import is_workbook
from evidence.models import Import, ImportState
from evidence.services import drafts, imports, lists
from evidence.services.lists import MOST_BYTES

WRONG_USE = 2


class Command(BaseCommand):
    """Note every link of a file in a case, as one of the people who may."""

    help = (
        "Note the places of FILE in the case REF. FILE is a table (CSV or XLSX) whose header has "
        "url, or locator for places without a link, and may have "
        f"{', '.join(name for name in lists.COLUMNS if name not in ('url', 'locator'))}; or a text "
        "with one link a line. - reads standard input. Places the case holds are left alone, so "
        "running it twice changes nothing; the pages of the case can undo it for a while. "
        "Exit status: 0 all rows were read, 1 some were not, 2 wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Case, file, person, and whether to write."""
        parser.add_argument("ref", help="the case, like K7-QRM4")
        parser.add_argument("file", help="a CSV, XLSX or text file, or -")
        parser.add_argument("--as", dest="username", required=True, help="who notes them")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, call, print."""
        now = timezone.now()
        actor, case = _actor_and_case(options["username"], ref=options["ref"])
        given = _given(options["file"])
        try:
            counts = self._looked(case, given, actor=actor, now=now)
            if not options["dry_run"]:
                counts.new = _taken(case, given, actor=actor, now=now)
        except (lists.HeaderRefused, DomainError) as fault:
            raise CommandError(str(fault), returncode=WRONG_USE) from fault
        would = "Would note" if options["dry_run"] else "Noted"
        self.stdout.write(
            f"{would} {counts.new} new, {counts.known} known already, "
            f"{counts.faulty} not understood."
        )
        if counts.faulty:
            raise CommandError("Some rows were not understood.", returncode=1)

    def _looked(self, case: Case, given: bytes, *, actor: Person, now: datetime) -> "_Counts":
        """Look every row over and tell of the faulty ones."""
        cells = lists.cells_of(given, is_workbook=is_workbook(given))
        counts = _Counts()
        for seen in drafts.looked_over(case, cells, zone=actor.zone, now=now):
            counts.new += seen.kind == drafts.Kind.NEW
            counts.known += seen.kind == drafts.Kind.KNOWN
            counts.faulty += seen.kind == drafts.Kind.FAULTY
            if seen.row.fault:
                self.stderr.write(f"Row {seen.row.number}: {seen.row.fault}")
        return counts


@dataclass
class _Counts:
    """How many rows are new, known already, or faulty."""

    new: int = 0
    known: int = 0
    faulty: int = 0


def _taken(case: Case, given: bytes, *, actor: Person, now: datetime) -> int:
    """Take the list as the worker would; how many places it made."""
    workbook = is_workbook(given)
    whole = imports.begin(
        case, given=given, is_workbook=workbook, zone=actor.zone, actor=actor, now=now
    )
    _worked(whole, now=now)
    whole.refresh_from_db()
    if whole.state == ImportState.READY and whole.new:
        imports.ask_to_add(whole, actor=actor, now=now)
        _worked(whole, now=now)
        whole.refresh_from_db()
    elif whole.state == ImportState.READY:
        imports.discard(whole, actor=actor)
    return whole.added


def _worked(whole: Import, *, now: datetime) -> None:
    claimed = imports.claim(now=now, only=whole.pk)
    while claimed is not None:
        claimed = imports.work(claimed, now=now)


def _actor_and_case(username: str, *, ref: str) -> tuple[Person, Case]:
    actor = Person.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandError(f"There is nobody named {username!r}.", returncode=WRONG_USE)
    case = access.visible_to(actor).filter(ref=ref).first()
    if case is None or not access.can(actor, Permission.LOG, case):
        raise CommandError(f"{username} has no case {ref!r} to work on.", returncode=WRONG_USE)
    return actor, case


def _given(name: str) -> bytes:
    try:
        given = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _bytes(Path(name))
    except OSError as fault:
        sentence = f"The file cannot be read: {fault.strerror}."
        raise CommandError(sentence, returncode=WRONG_USE) from fault
    if len(given) > MOST_BYTES:
        raise CommandError("The file is larger than 10 MB.", returncode=WRONG_USE)
    return given


def _bytes(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(MOST_BYTES + 1)
