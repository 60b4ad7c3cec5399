"""`manage.py rotate_keys`: a new instance key, without writing any file again."""

import sys
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from evidence.services import rotating
from evidence.services.case_keys import InstanceKeyWrong

DONE, FAILED, CANNOT_TELL = 0, 1, 2


class Command(BaseCommand):
    """Exit status 0: done. 1: a case's key does not open, and is named. 2: could not be tried."""

    help = (
        "Make a new instance key and wrap the key of every case by it. "
        "May be stopped at any moment and started again; both keys open meanwhile."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Change it, say what came of it."""
        try:
            done = rotating.rotate(now=timezone.now())
        except (OSError, InstanceKeyWrong) as fault:
            self.stderr.write(f"The keys could not be changed: {fault}.")
            sys.exit(CANNOT_TELL)
        self.stdout.write(f"{done.wrapped} keys of cases were wrapped by the new instance key.")
        for ref in done.failed:
            self.stderr.write(f"{ref}: its key does not open; restore it from a backup.")
        if done.failed:
            self.stderr.write("The instance key before is still needed. Run this again afterwards.")
            sys.exit(FAILED)
        if done.retired is not None:
            self.stdout.write(
                f"The key before is {done.retired.name} now. Only backups made before today need "
                "it; destroy it when they have run out."
            )
