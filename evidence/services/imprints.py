"""What a file says of itself: sealed when it is read, and opened only where somebody asks."""

import json
from datetime import datetime

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Part, Permission
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.intake.metadata import MetadataSummary
from evidence.models import Exhibit, Imprint
from evidence.services import custody, vault
from evidence.services.exhibits import CannotOpen


def seal(said: MetadataSummary, *, of: Exhibit, now: datetime) -> Imprint:
    """Keep what the file of an exhibit says of itself, sealed with its case's key."""
    clear = json.dumps(said.as_dict()).encode()
    sealed = vault.seal_value(of.case, clear, purpose=_purpose(of), now=now)
    return Imprint.objects.create(exhibit=of, sealed=sealed, made_at=now)


def look(exhibit: Exhibit, *, actor: Person, now: datetime) -> MetadataSummary | None:
    """What the file says of itself; leaves a custody event, and a line where staff looks.

    None for a file that is not checked yet, or was before this was noted. Raises CannotOpen.
    """
    return _looked(exhibit, kind="exhibit.imprint", actor=actor, now=now)


def look_at_place(exhibit: Exhibit, *, actor: Person, now: datetime) -> MetadataSummary | None:
    """The same, for somebody who asked for the place in it; noted apart."""
    return _looked(exhibit, kind="exhibit.imprint_place", actor=actor, now=now)


def _looked(exhibit: Exhibit, *, kind: str, actor: Person, now: datetime) -> MetadataSummary | None:
    access.require(actor, Permission.REVEAL, exhibit.case)
    row = Imprint.objects.filter(exhibit=exhibit).first()
    if row is None:
        return None
    said = _opened(exhibit, row)
    with transaction.atomic():
        custody.record(exhibit.case, kind, item=exhibit.pk, actor=actor, now=now)
        if access.part_in(exhibit.case, actor) != Part.CLIENT:
            timeline.record(exhibit.case, kind, actor=actor, now=now, exhibit=exhibit.label)
    return said


def _opened(exhibit: Exhibit, row: Imprint) -> MetadataSummary:
    try:
        clear = vault.open_value(exhibit.case, bytes(row.sealed), purpose=_purpose(exhibit))
    except (storage.Damaged, KeyDestroyed) as fault:
        raise CannotOpen("This could not be opened. Please tell us about it.") from fault
    return MetadataSummary.from_dict(json.loads(clear))


def _purpose(exhibit: Exhibit) -> str:
    return f"imprint:{exhibit.pk}"
