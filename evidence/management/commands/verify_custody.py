"""`manage.py verify_custody [REF]`: every custody row, file, checkpoint and token, compared."""

import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.models import Case
from evidence.services import custody, verifying, verifying_place
from evidence.services.findings import Finding, Verdict, worst
from evidence.services.verifying import Verified
from evidence.services.verifying_place import PlaceVerified

WORDS = {
    Verdict.SOUND: "sound",
    Verdict.BROKEN: "BROKEN",
    Verdict.CANNOT_TELL: "cannot be told",
}


class Command(BaseCommand):
    """Exit status 0: sound. 1: something is broken, and named. 2: it cannot be told."""

    help = (
        "Read the chain of custody and every file of a case, or of all, then the place's own "
        "chain, every checkpoint and every timestamp, and say what does not hold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One case by its reference, or all of them."""
        parser.add_argument("ref", nargs="?", help="reference of one case; else all")
        parser.add_argument(
            "--no-files", action="store_true", help="do not read the files themselves again"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Look at each case and at the place, and end with the worst that was found."""
        cases = Case.objects.order_by("opened_at")
        if options["ref"]:
            cases = cases.filter(ref=options["ref"])
            if not cases.exists():
                self.stderr.write(f"There is no case {options['ref']}. Check the reference.")
                sys.exit(Verdict.CANNOT_TELL)
        with_files = not options["no_files"]
        verdicts = [
            self._case(case, verifying.verify(case, with_files=with_files))
            for case in cases.iterator()
        ]
        verdict = worst([*verdicts, self._place(verifying_place.verify())])
        custody.record_system(
            "verification.ran", now=timezone.now(), verdict=verdict.name,
            case=options["ref"] or "all", files=int(with_files),
        )  # fmt: skip
        if verdict != Verdict.SOUND:
            sys.exit(verdict)

    def _case(self, case: Case, found: Verified) -> Verdict:
        destroyed = f", {found.destroyed} destroyed with their key" if found.destroyed else ""
        self.stdout.write(
            f"{case.ref}: {WORDS[found.verdict]}; {found.rows} custody rows, "
            f"{found.files} files{destroyed}"
        )
        self._complain(case.ref, found.findings)
        return found.verdict

    def _place(self, found: PlaceVerified) -> Verdict:
        stamps = f"{found.timestamps} timestamps" if found.timestamps else NOT_STAMPED
        waiting = f" ({found.waiting} pending in a calendar)" if found.waiting else ""
        self.stdout.write(
            f"this place: {WORDS[found.verdict]}; {found.rows} custody rows, "
            f"{found.checkpoints} checkpoints, {stamps}{waiting}"
        )
        self._complain("this place", found.findings)
        return found.verdict

    def _complain(self, name: str, findings: Iterable[Finding]) -> None:
        for finding in findings:
            self.stderr.write(f"{name}: {finding.sentence}")


NOT_STAMPED = "not independently timestamped"
