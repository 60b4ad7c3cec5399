"""What the client gives to know the material by, and takes back."""

import io
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from evidence.errors import FileRefused
from evidence.fingerprints.crops import LEAST_QUALITY, Box
from evidence.fingerprints.pagelike import looks_like_a_page
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.fingerprints.stated import Stated
from evidence.intake.reader import Reading as Looked
from evidence.intake.reader import read_file
from evidence.intake.sentences import TOO_FLAT
from evidence.models import Reference, WorkedOut
from evidence.services import comparing, custody, matching, traces, vault
from evidence.services.exhibits import check_takes_files
from evidence.services.readings import limits
from evidence.services.sightings import check_open, locked


class Keeping(Enum):
    """What stays of a reference: its fingerprints alone, or the file too, sealed."""

    FINGERPRINTS = "fingerprints"
    SEALED = "sealed"


class LooksLikeAPage(DomainError):
    """The file seems to be a screenshot of a page; which part of it counts must be said first."""

    def __init__(self, looked: Looked) -> None:
        super().__init__("This looks like a screenshot of a page. Choose the picture on it.")
        self.looked = looked


@dataclass(frozen=True, slots=True)
class Given:
    """The reference, whether the case had this very file, and how many exhibits are compared now.

    Comparing is a worker's work: what it finds stands on the pages of the exhibits.
    """

    reference: Reference
    again: bool
    comparing: int


@dataclass(frozen=True, slots=True)
class Known:
    """What a picture, or one part of it, is known by, wherever that was worked out.

    `original` and `cut`, the pixels of the part, are sealed beside it where they are given.
    """

    sha256: str
    fingerprints: PictureFingerprints | None
    why_not: str = ""
    region: Box | None = None
    worked_out: WorkedOut = WorkedOut.HERE
    original: BinaryIO | None = None
    cut: bytes | None = None


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
    file and one that is too large; LooksLikeAPage for what seems a screenshot of a page.
    """
    access.require(actor, Permission.LOG, case)
    check_takes_files(case)
    looked = read_file(source, name=name, limits=limits())
    if not looked.size:
        raise FileRefused(looked.why_not)
    prints = looked.fingerprints
    if prints is not None and looks_like_a_page(prints, paper=looked.paper):
        raise LooksLikeAPage(looked)
    source.seek(0)
    known = Known(
        sha256=looked.sha256,
        fingerprints=prints,
        why_not=looked.why_not,
        original=source if keeping is Keeping.SEALED else None,
    )
    return enrol(case, known, label=label, actor=actor, now=now)


def give_stated(case: Case, told: Stated, *, label: str, actor: Person, now: datetime) -> Given:
    """Keep fingerprints that were worked out on the person's own device; no file is taken.

    Raises FileRefused where the case takes no files: then it takes no fingerprints either.
    """
    access.require(actor, Permission.LOG, case)
    check_takes_files(case)
    known = Known(
        sha256=told.prints.sha256,
        fingerprints=told.prints,
        why_not=TOO_FLAT if told.prints.whole.quality < LEAST_QUALITY else "",
        region=told.region,
        worked_out=WorkedOut.DEVICE,
    )
    return enrol(case, known, label=label, actor=actor, now=now)


@transaction.atomic
def enrol(case: Case, known: Known, *, label: str, actor: Person, now: datetime) -> Given:
    """Write down a reference and compare it; the same part of a file is one reference."""
    access.require(actor, Permission.LOG, case)
    case = locked(case)
    check_takes_files(case)
    region = region_text(known.region)
    twin = Reference.objects.filter(case=case, sha256=known.sha256, region=region).first()
    if twin is not None:
        return Given(reference=twin, again=True, comparing=0)
    reference = _made(case, known, label=label, actor=actor, now=now)
    _keep_files(reference, known, now=now)
    reference.save()
    case.save(update_fields=["next_reference"])
    if known.fingerprints is not None:
        matching.seal(known.fingerprints, of=reference, now=now)
    kind = "reference.kept" if known.original is not None else "reference.fingerprinted"
    _tell(reference, kind, actor=actor, now=now)
    timeline.record(case, kind, actor=actor, now=now, number=reference.number)
    asked = comparing.ask_for_all(case, now=now)
    return Given(reference=reference, again=False, comparing=asked)


def _keep_files(reference: Reference, known: Known, *, now: datetime) -> None:
    case, most = reference.case, settings.UPLOAD_MOST_BYTES
    if known.original is not None:
        reference.file = vault.keep(case, known.original, most_bytes=most, now=now)
    if known.cut is not None:
        copy = io.BytesIO(known.cut)
        reference.cut = vault.keep(case, copy, most_bytes=len(known.cut), now=now)


def _tell(reference: Reference, kind: str, *, actor: Person, now: datetime) -> None:
    """Custody of a new reference, and of the pixels of its part where they are kept."""
    case, item = reference.case, reference.pk
    told: dict[str, str | int] = {
        "sha256": reference.sha256,
        "row": traces.of_reference(reference),
        "worked_out": str(reference.worked_out),
        "region": reference.region,
        "cut": str(reference.cut_id or ""),
    }
    if reference.file is not None:
        told |= traces.payload_of(reference.file)
    custody.record(case, kind, item=item, actor=actor, now=now, **told)
    if reference.cut is not None:
        cut = traces.payload_of(reference.cut)
        custody.record(case, "reference.copied", item=item, actor=actor, now=now, **cut)


def _made(case: Case, known: Known, *, label: str, actor: Person, now: datetime) -> Reference:
    prints = known.fingerprints
    reference = Reference(
        case=case,
        number=case.next_reference,
        label=label,
        sha256=known.sha256,
        region=region_text(known.region),
        worked_out=known.worked_out,
        width=prints.width if prints else None,
        height=prints.height if prints else None,
        quality=prints.whole.quality if prints else None,
        why_not=known.why_not[:300],
        given_at=now,
        given_by=actor,
    )
    case.next_reference += 1
    return reference


def region_text(region: Box | None) -> str:
    """A part as `Reference.region` holds it."""
    return "" if region is None else " ".join(map(str, region))


@transaction.atomic
def take_back(reference: Reference, *, actor: Person, now: datetime) -> None:
    """Destroy a reference: its files, its fingerprints and the likenesses found by it."""
    access.require(actor, Permission.LOG, reference.case)
    case = locked(reference.case)
    check_open(case)
    item, number = reference.pk, reference.number
    files = [*comparing.files_of(reference), reference.file, reference.cut]
    reference.delete()
    for file in files:
        if file is not None:
            vault.discard(file)
    custody.record(case, "reference.removed", item=item, actor=actor, now=now)
    timeline.record(case, "reference.removed", actor=actor, now=now, number=number)
