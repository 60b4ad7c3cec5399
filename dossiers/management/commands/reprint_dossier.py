"""A finished dossier laid out again and compared."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from dossiers.models import Dossier
from dossiers.services.reprinting import Again, reprinted


class Command(BaseCommand):
    """Lays out what was frozen, and compares digests before the seal."""

    help = (
        "Lay a finished dossier out again from what was frozen, and compare it with the documents "
        "as they were before their seal. Nothing is written. Exit status: 0 the same bytes, "
        "1 other bytes, 2 it cannot be told, or wrong use."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Case and version."""
        parser.add_argument("ref", metavar="REF", help="the case, such as K7-QRM4")
        parser.add_argument("version", metavar="VERSION", type=int, help="the version, such as 2")

    def handle(self, *args: Any, **options: Any) -> None:
        """Say what came out, volume by volume."""
        rows = Dossier.objects.select_related("case", "frozen", "file")
        found = rows.filter(case__ref=options["ref"].upper(), version=options["version"]).first()
        if found is None:
            raise CommandError("There is no such version of a dossier.", returncode=2)
        told = []
        for each in reprinted(found):
            self.stdout.write(each.sentence)
            told.append(each.again)
        if Again.DIFFERS in told:
            raise CommandError("It did not come out the same.", returncode=1)
        if Again.CANNOT_TELL in told:
            raise CommandError("Whether it comes out the same cannot be told.", returncode=2)
