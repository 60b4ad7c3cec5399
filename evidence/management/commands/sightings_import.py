"""Places from a list."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from evidence.services import imports

WRONG_USE = 2
MOST_BYTES = 20 * 1024 * 1024


class Command(BaseCommand):
    """Note every link of a file in a case, as one of the people who may."""

    help = (
        "Note the links of FILE in the case REF. FILE is a CSV table whose header has url and may "
        "have seen_at, zone, uploader and note, or a text with one link a line; - reads standard "
        "input. Links the case holds are left alone, so running it twice changes nothing. "
        "Exit status: 0 all rows were read, 1 some were not, 2 wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Case, file, person, and whether to write."""
        parser.add_argument("ref", help="the case, like K7-QRM4")
        parser.add_argument("file", help="a CSV or text file, or -")
        parser.add_argument("--as", dest="username", required=True, help="who notes them")
        parser.add_argument("--dry-run", action="store_true", help="say what would be done")

    def handle(self, *args: Any, **options: Any) -> None:
        """Parse, call, print."""
        now = timezone.now()
        actor, case = _actor_and_case(options["username"], ref=options["ref"])
        try:
            rows = imports.read_rows(_text(options["file"]), own_zone=actor.zone, now=now)
            if options["dry_run"]:
                counts = imports.counted(case, rows=rows)
            else:
                counts = imports.take(case, rows=rows, actor=actor, now=now)
        except (imports.HeaderRefused, DomainError) as fault:
            raise CommandError(str(fault), returncode=WRONG_USE) from fault
        for row in rows:
            if row.fault:
                self.stderr.write(f"Row {row.number}: {row.fault}")
        would = "Would note" if options["dry_run"] else "Noted"
        self.stdout.write(
            f"{would} {counts.new} new, {counts.known} known already, "
            f"{counts.faulty} not understood."
        )
        if counts.faulty:
            raise CommandError("Some rows were not understood.", returncode=1)


def _actor_and_case(username: str, *, ref: str) -> tuple[Person, Case]:
    actor = Person.objects.filter(username=username, is_active=True).first()
    if actor is None:
        raise CommandError(f"There is nobody named {username!r}.", returncode=WRONG_USE)
    case = access.visible_to(actor).filter(ref=ref).first()
    if case is None or not access.can(actor, Permission.LOG, case):
        raise CommandError(f"{username} has no case {ref!r} to work on.", returncode=WRONG_USE)
    return actor, case


def _text(name: str) -> str:
    try:
        raw = sys.stdin.buffer.read(MOST_BYTES + 1) if name == "-" else _bytes(Path(name))
        if len(raw) > MOST_BYTES:
            raise CommandError("The file is larger than 20 MB.", returncode=WRONG_USE)
        return raw.decode("utf-8-sig")
    except OSError as fault:
        sentence = f"The file cannot be read: {fault.strerror}."
        raise CommandError(sentence, returncode=WRONG_USE) from fault
    except UnicodeDecodeError as fault:
        raise CommandError("The file is not UTF-8 text.", returncode=WRONG_USE) from fault


def _bytes(path: Path) -> bytes:
    with path.open("rb") as source:
        return source.read(MOST_BYTES + 1)
