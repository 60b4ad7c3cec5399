"""`manage.py followups_sweep`: what the queue's beat does, done once by hand."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from takedowns.services import digests, follow_ups


class Command(BaseCommand):
    """Exit status 0, also where nothing was due. Running it twice sends nothing twice."""

    help = (
        "Show every reminder that is due now, hand over every mail that is due, and print how "
        "many there were. "
        "Exit status 0, also where none was due."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        now = timezone.now()
        done = sum(follow_ups.remind(key, now=now) for key in follow_ups.due_ids(now=now))
        for choices_id in digests.due_ids(now=now):
            digests.bundle(choices_id, now=now)
        mailed = digests.post(clock=timezone.now)
        self.stdout.write(_said(done, "reminder was due.", "reminders were due."))
        self.stdout.write(_said(mailed, "mail was sent.", "mails were sent."))


def _said(number: int, one: str, many: str) -> str:
    if number == 1:
        return f"1 {one}"
    return f"{number or 'No'} {many if number else one}"
