"""Fingerprints of files, as JSON lines."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evidence.intake.reader import fingerprint_path
from evidence.services.readings import limits


class Command(BaseCommand):
    """One line a file: name, digest, fingerprints, quality. Keeps nothing."""

    help = (
        "Print the SHA-256 and the fingerprints of picture files, one JSON object a line. "
        "Nothing is kept. Only for pictures of people who were 18 or older. "
        "Exit status: 0 all were read, 1 some were not, 2 wrong use."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Files."""
        parser.add_argument("file", nargs="+", type=Path, help="a picture file")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read each file in a child process."""
        faults = 0
        for path in options["file"]:
            found = fingerprint_path(path, limits=limits())
            if not found["pdq"]:
                faults += 1
                self.stderr.write(f"{path}: {found['why_not']}")
                continue
            self.stdout.write(json.dumps({"file": str(path), **found}))
        if faults:
            total = len(options["file"])
            raise CommandError(f"{faults} of {total} files have no fingerprints.", returncode=1)
