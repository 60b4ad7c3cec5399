"""What the client gives to know the material by, and takes back."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import Case
from evidence.errors import FileRefused
from evidence.intake.reader import Reading as Looked
from evidence.intake.reader import read_file
from evidence.models import Reference
from evidence.services import comparing, custody, matching, traces, vault
from evidence.services.exhibits import check_takes_files
from evidence.services.readings import limits
from evidence.services.sightings import check_open, locked


class Keeping(Enum):
    """What stays of a reference: its fingerprints alone, or the file too, sealed."""

    FINGERPRINTS = "fingerprints"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Given:
    """The reference, whether the case had this very file, and how many exhibits are compared now.

    Comparing is a worker's work: what it finds stands on the pages of the exhibits.
    """

    reference: Reference
    again: bool
    comparing: int


def give(
    case: Case,
    source: BinaryIO,
    *,
    name: str,
    label: str,
    keeping: Keeping,
    actor: Person,
    now: datetime,
) -> Given:
    """Fingerprint a file in a child process and keep what `keeping` says.

    Unless it is to be sealed, its bytes are never written anywhere. The same file twice in a
    case is one reference. Raises FileRefused where the case takes no files, and for an empty
    file and one that is too large.
    """
    access.require(actor, Permission.LOG, case)
    check_takes_files(case)
    looked = read_file(source, name=name, limits=limits())
    if not looked.size:
        raise FileRefused(looked.why_not)
    source.seek(0)
    return _written(case, source, looked=looked, label=label, keeping=keeping, actor=actor, now=now)


@transaction.atomic
def _written(
    case: Case,
    source: BinaryIO,
    *,
    looked: Looked,
    label: str,
    keeping: Keeping,
    actor: Person,
    now: datetime,
) -> Given:
    case = locked(case)
    check_takes_files(case)
    twin = Reference.objects.filter(case=case, sha256=looked.sha256).first()
    if twin is not None:
        return Given(reference=twin, again=True, comparing=0)
    reference = _made(case, looked=looked, label=label, actor=actor, now=now)
    if keeping is Keeping.SEALED:
        reference.file = vault.keep(case, source, most_bytes=settings.UPLOAD_MOST_BYTES, now=now)
    reference.save()
    case.save(update_fields=["next_reference"])
    if looked.fingerprints is not None:
        matching.seal(looked.fingerprints, of=reference, now=now)
    kind = "reference.kept" if keeping is Keeping.SEALED else "reference.fingerprinted"
    told: dict[str, str | int] = {"sha256": looked.sha256, "row": traces.of_reference(reference)}
    if reference.file is not None:
        told |= traces.payload_of(reference.file)
    custody.record(case, kind, item=reference.pk, actor=actor, now=now, **told)
    timeline.record(case, kind, actor=actor, now=now, number=reference.number)
    asked = comparing.ask_for_all(case, now=now)
    return Given(reference=reference, again=False, comparing=asked)


def _made(case: Case, *, looked: Looked, label: str, actor: Person, now: datetime) -> Reference:
    prints = looked.fingerprints
    reference = Reference(
        case=case,
        number=case.next_reference,
        label=label,
        sha256=looked.sha256,
        width=looked.width or None,
        height=looked.height or None,
        quality=prints.whole.quality if prints else None,
        why_not=looked.why_not[:300],
        given_at=now,
        given_by=actor,
    )
    case.next_reference += 1
    return reference


@transaction.atomic
def take_back(reference: Reference, *, actor: Person, now: datetime) -> None:
    """Destroy a reference: its file, its fingerprints and the likenesses found by it."""
    access.require(actor, Permission.LOG, reference.case)
    case = locked(reference.case)
    check_open(case)
    item, number = reference.pk, reference.number
    files = [*comparing.files_of(reference), *([reference.file] if reference.file else [])]
    reference.delete()
    for file in files:
        vault.discard(file)
    custody.record(case, "reference.removed", item=item, actor=actor, now=now)
    timeline.record(case, "reference.removed", actor=actor, now=now, number=number)
