"""Notes of the team."""

from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.models import Case, Note


@transaction.atomic
def write_note(case: Case, *, text: str, actor: Person, now: datetime) -> Note:
    """Keep a note. It may be written in a closed case too."""
    access.require(actor, access.Permission.NOTES, case)

    note = Note.objects.create(case=case, author=actor, text=text, written_at=now)

    timeline.record(case, "note.written", actor=actor, now=now)
    return note
