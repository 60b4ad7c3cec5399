"""Load the training world: two teams, invented cases, abstract pictures."""

import logging
from argparse import ArgumentTypeError
from datetime import UTC, datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils import timezone

from dossiers.management.training import world
from dossiers.management.training.cast import PARTS, PASSWORD

YEARS = range(2001, 2100)


def moment(text: str) -> datetime:
    """ISO 8601; without a zone it is UTC."""
    try:
        read = datetime.fromisoformat(text)
    except ValueError as fault:
        raise ArgumentTypeError(f"{text!r} is not a moment such as 2026-11-22T12:00.") from fault
    if read.year not in YEARS:
        raise ArgumentTypeError(f"{text!r} lies too far away; give a moment of this century.")
    return read.astimezone(UTC) if read.tzinfo else read.replace(tzinfo=UTC)


class Command(BaseCommand):
    """Idempotent: where the training world is loaded, nothing changes."""

    help = "Load the training world: two teams, invented cases, abstract pictures of nobody."

    def add_arguments(self, parser: CommandParser) -> None:
        """`--now` and `--force`."""
        parser.add_argument(
            "--now", type=moment, help="tell the stories up to this moment (ISO 8601) [now]"
        )
        parser.add_argument(
            "--force", action="store_true", help="load although other people use this database"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Load it and print who can sign in."""
        try:
            if world.is_loaded():
                self.stdout.write("The training world is loaded already.")
                return
            self._load(now=options["now"] or timezone.now(), beside_others=options["force"])
        except DatabaseError as fault:
            raise CommandError(
                "The database is not ready, or busy. Run 'manage.py migrate', stop other"
                " programs that use it, and try again. Nothing was loaded."
            ) from fault
        self.stdout.write("The training world is loaded. Sign in as:")
        for part in PARTS:
            team = f", {part.team}" if part.team else ""
            self.stdout.write(f"  {part.username:<5} {part.does}{team}")
        self.stdout.write(f"The password of all of them is {PASSWORD}")

    def _load(self, *, now: datetime, beside_others: bool) -> None:
        try:
            world.check_room(beside_others=beside_others)
        except world.OthersHere as fault:
            raise CommandError(
                "Real people use this database, so nothing was loaded. Use an empty one"
                " (REDRESS_DATA), or --force if you are sure."
            ) from fault
        except world.NameTaken as fault:
            raise CommandError(
                f"{fault} The training world needs that name, so nothing was loaded."
            ) from fault
        self.stdout.write("This takes about half a minute.")
        logging.disable(logging.INFO)
        try:
            world.load(now=now)
        finally:
            logging.disable(logging.NOTSET)
