"""`manage.py verify_custody [REF]`: every custody row and every file, read and compared."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from cases.models import Case
from evidence.services import verifying
from evidence.services.verifying import Verdict, Verified


class Command(BaseCommand):
    """Exit status 0: sound. 1: something is broken, and named. 2: it cannot be told."""

    help = (
        "Read the chain of custody and every file of a case, or of all, and say what does not hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One case by its reference, or all of them."""
        parser.add_argument("ref", nargs="?", help="reference of one case; else all")

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at each case and end with the worst that was found."""
        cases = Case.objects.order_by("opened_at")
        if options["ref"]:
            cases = cases.filter(ref=options["ref"])
            if not cases.exists():
                self.stderr.write(f"There is no case {options['ref']}. Check the reference.")
                sys.exit(Verdict.CANNOT_TELL)
        verdicts = [self._one(case, verifying.verify(case)) for case in cases.iterator()]
        worst = (
            Verdict.BROKEN if Verdict.BROKEN in verdicts else max(verdicts, default=Verdict.SOUND)
        )
        if worst != Verdict.SOUND:
            sys.exit(worst)

    def _one(self, case: Case, found: Verified) -> Verdict:
        words = {
            Verdict.SOUND: "sound",
            Verdict.BROKEN: "BROKEN",
            Verdict.CANNOT_TELL: "cannot be told",
        }
        self.stdout.write(
            f"{case.ref}: {words[found.verdict]}; {found.rows} custody rows, {found.files} files"
        )
        for finding in found.findings:
            self.stderr.write(f"{case.ref}: {finding.sentence}")
        return found.verdict
