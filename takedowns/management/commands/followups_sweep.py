"""`manage.py followups_sweep`: what the queue's beat does, done once by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from takedowns.services import follow_ups


class Command(BaseCommand):
    """Exit status 0, also where nothing was due. Running it twice sends nothing twice."""

    help = (
        "Show and mail every reminder that is due now, and print how many there were. "
        "Exit status 0, also where none was due."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done = sum(follow_ups.remind(key, now=now) for key in follow_ups.due_ids(now=now))
        if not done:
            self.stdout.write("No reminder was due.")
        elif done == 1:
            self.stdout.write("1 reminder was due.")
        else:
            self.stdout.write(f"{done} reminders were due.")
