"""A case with one of everything custody covers, and how to bend it."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings as live

from accounts.models import Person
from cases.models import Case
from evidence.models import (
    Checkpoint,
    Exhibit,
    Reason,
    Reference,
    SealedFile,
    Timestamp,
    TimestampRequest,
)
from evidence.services import checkpoints, stamping, verifying, verifying_place
from evidence.services.references import Keeping
from tests.evidence import makers
from tests.evidence.custody.authority import authority, calendar
from tests.factories import NOON


@dataclass(frozen=True)
class World:
    """What was made."""

    case: Case
    exhibit: Exhibit
    reference: Reference
    checkpoint: Checkpoint
    token: Timestamp

    def findings(self, *, with_files: bool = True) -> list[str]:
        """What a verification of the case and of the place complains of."""
        found = verifying.verify(self.case, with_files=with_files).findings
        return [each.sentence for each in found + verifying_place.verify().findings]


def make_world(case: Case, *, actor: Person, tsa: Path, settings: Any) -> World:
    """An exhibit with copies, a sealed reference, two checkpoints, one token and one promise."""
    settings.TIMESTAMP_ROOTS = tsa / "root.pem"
    exhibit = makers.read_exhibit(case, actor=actor)
    with authority(tsa) as clock, calendar() as ledger:
        settings.TIMESTAMP_URLS, settings.OTS_CALENDARS = [clock.url], [ledger.url]
        mark = checkpoints.make(reason=Reason.SCHEDULE, now=NOON)
        stamp_all(now=NOON)
    settings.TIMESTAMP_URLS, settings.OTS_CALENDARS = [], []
    reference = makers.reference(case, actor=actor, keeping=Keeping.SEALED, seed=2)
    checkpoints.make(reason=Reason.DOSSIER, now=NOON)
    token = stamping.stamped(mark)
    assert token is not None
    return World(case, exhibit, reference, mark, token)


def stamp_all(*, now: datetime) -> list[Timestamp | None]:
    """Ask whatever is due, as the worker does."""
    kept = []
    while request := stamping.claim(now=now):
        kept.append(stamping.keep(request, stamping.ask(request), now=now))
    return kept


def put_due(*, at: datetime) -> None:
    """As if the wait were over."""
    TimestampRequest.objects.update(due_at=at)


def path_of(file: SealedFile) -> Path:
    """Where its sealed bytes lie."""
    return Path(live.VAULT_ROOT) / file.name
