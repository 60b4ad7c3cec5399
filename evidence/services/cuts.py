"""A screenshot of a page given as a reference: it waits, sealed, until the part is chosen.

A whole screenshot is never enrolled unseen: other screenshots of the same site would be taken
for it. The file is destroyed once the choice is made, and after an hour if none is.
"""

import io
import json
import struct
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import BinaryIO

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case
from evidence.errors import FileRefused
from evidence.fingerprints.crops import LEAST_QUALITY, Box
from evidence.fingerprints.pagelike import offered
from evidence.intake import cutting
from evidence.intake.reader import Reading as Looked
from evidence.intake.reader import read_file
from evidence.intake.sentences import TOO_FLAT
from evidence.models import WaitingPicture
from evidence.services import custody, references, vault
from evidence.services.exhibits import check_takes_files
from evidence.services.readings import limits
from evidence.services.references import Given, Keeping, Known, LooksLikeAPage
from evidence.services.sightings import locked

WAITS = timedelta(hours=1)
_LENGTH = struct.Struct(">I")


class PictureGone(DomainError):
    """The waiting file was destroyed: its hour is over, or the choice was made before."""


class PartRefused(DomainError):
    """The part does not lie on the picture, or cannot be cut out."""


@dataclass(frozen=True, slots=True)
class Choice:
    """The parts that count, as boxes on the upright picture; none means the picture itself."""

    parts: tuple[Box, ...]


def give_or_hold(
    case: Case,
    source: BinaryIO,
    *,
    name: str,
    label: str,
    keeping: Keeping,
    actor: Person,
    now: datetime,
) -> Given | WaitingPicture:
    """Enrol a picture as `references.give` does; a screenshot of a page waits instead."""
    try:
        return references.give(
            case, source, name=name, label=label, keeping=keeping, actor=actor, now=now
        )
    except LooksLikeAPage as page:
        looked = page.looked
    source.seek(0)
    content = source.read()
    boxes = offered(looked.fingerprints) if looked.fingerprints else ()
    drawings = _drawings(content, looked=looked, boxes=boxes)
    source.seek(0)
    return _hold(
        case, source, looked=looked, boxes=boxes, drawings=drawings, label=label,
        keeping=keeping, actor=actor, now=now,
    )  # fmt: skip


def _drawings(content: bytes, *, looked: Looked, boxes: Sequence[Box]) -> list[bytes]:
    try:
        made = cutting.drawings_of(content, sha256=looked.sha256, boxes=boxes, limits=limits())
    except cutting.NotCut as fault:
        raise FileRefused(
            "This looks like a screenshot of a page, and it cannot be shown as a drawing. "
            "Cut the picture out of it yourself and give that."
        ) from fault
    return [made.whole, *made.parts]


@transaction.atomic
def _hold(
    case: Case,
    source: BinaryIO,
    *,
    looked: Looked,
    boxes: Sequence[Box],
    drawings: Sequence[bytes],
    label: str,
    keeping: Keeping,
    actor: Person,
    now: datetime,
) -> WaitingPicture:
    case = locked(case)
    check_takes_files(case)
    waiting = WaitingPicture(
        case=case,
        file=vault.keep(case, source, most_bytes=settings.UPLOAD_MOST_BYTES, now=now),
        label=label,
        keeping=keeping.value,
        width=looked.width,
        height=looked.height,
        boxes=[list(box) for box in boxes],
        given_at=now,
        given_by=actor,
        expires_at=now + WAITS,
    )
    waiting.drawings = vault.seal_value(case, _packed(drawings), purpose=_purpose(waiting), now=now)
    waiting.save()
    custody.record(
        case, "reference.waits", item=waiting.pk, actor=actor, now=now, sha256=looked.sha256
    )
    return waiting


def drawing(waiting: WaitingPicture, place: int, *, actor: Person, now: datetime) -> bytes:
    """One outline drawing as PNG: 0 is the whole, then each part. Raises PictureGone."""
    access.require(actor, Permission.LOG, waiting.case)
    _check_there(waiting, now=now)
    opened = vault.open_value(waiting.case, bytes(waiting.drawings), purpose=_purpose(waiting))
    drawings = _unpacked(opened)
    if not 0 <= place < len(drawings):
        raise PictureGone("There is no such drawing.")
    return drawings[place]


def choose(waiting: WaitingPicture, choice: Choice, *, actor: Person, now: datetime) -> list[Given]:
    """Enrol the parts that were chosen, and destroy the waiting file.

    Raises PictureGone, FileRefused where the case takes no files any more (the waiting file is
    destroyed then too), and PartRefused for a part that is not on the picture.
    """
    access.require(actor, Permission.LOG, waiting.case)
    _check_there(waiting, now=now)
    if not waiting.case.takes_files:
        let_go(waiting, now=now)
        check_takes_files(waiting.case)
    content = vault.read_all(waiting.file)
    known = _known(waiting, content, choice=choice)
    return _enrol(waiting, known, actor=actor, now=now)


@transaction.atomic
def _enrol(
    waiting: WaitingPicture, known: Sequence[Known], *, actor: Person, now: datetime
) -> list[Given]:
    case = locked(waiting.case)
    if not WaitingPicture.objects.filter(pk=waiting.pk).exists():
        raise PictureGone("That choice was made before.")
    given = [
        references.enrol(case, one, label=waiting.label, actor=actor, now=now) for one in known
    ]
    let_go(waiting, now=now)
    return given


def _known(waiting: WaitingPicture, content: bytes, *, choice: Choice) -> list[Known]:
    sealed = waiting.keeping == Keeping.SEALED.value
    sha256 = waiting.file.sha256
    if not choice.parts:
        looked = read_file(content, limits=limits())
        original = io.BytesIO(content) if sealed else None
        return [Known(sha256, looked.fingerprints, why_not=looked.why_not, original=original)]
    known = []
    for box in dict.fromkeys(choice.parts):
        try:
            part = cutting.part_of(content, sha256=sha256, box=box, limits=limits())
        except cutting.NotCut as fault:
            raise PartRefused("That part does not lie on the picture.") from fault
        known.append(
            Known(
                sha256=sha256,
                fingerprints=part.fingerprints,
                why_not=TOO_FLAT if part.fingerprints.whole.quality < LEAST_QUALITY else "",
                region=box,
                original=io.BytesIO(content) if sealed else None,
                cut=part.pixels if sealed else None,
            )
        )
    return known


@transaction.atomic
def let_go(waiting: WaitingPicture, *, now: datetime) -> None:
    """Destroy a waiting file and its drawings."""
    case, item, file = waiting.case, waiting.pk, waiting.file
    waiting.delete()
    vault.discard(file)
    custody.record(case, "reference.let_go", item=item, actor=None, now=now)


def let_expired_go(*, now: datetime) -> int:
    """Destroy every file whose hour is over, or whose case takes none; returns how many."""
    gone = 0
    for waiting in WaitingPicture.objects.select_related("case", "file"):
        if waiting.expires_at <= now or not waiting.case.takes_files:
            let_go(waiting, now=now)
            gone += 1
    return gone


def _check_there(waiting: WaitingPicture, *, now: datetime) -> None:
    if waiting.expires_at <= now:
        raise PictureGone("The hour is over, and the file was destroyed. Please give it again.")


def _purpose(waiting: WaitingPicture) -> str:
    return f"waiting:{waiting.pk}"


def _packed(drawings: Sequence[bytes]) -> bytes:
    head = json.dumps([len(each) for each in drawings]).encode()
    return _LENGTH.pack(len(head)) + head + b"".join(drawings)


def _unpacked(packed: bytes) -> list[bytes]:
    (length,) = _LENGTH.unpack_from(packed)
    at, drawings = _LENGTH.size + length, []
    for size in json.loads(packed[_LENGTH.size : at]):
        drawings.append(packed[at : at + size])
        at += size
    return drawings
