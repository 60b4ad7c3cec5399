"""The machine's look at a kept file: claimed by one worker at a time, written down once."""

import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet

from cases import timeline
from cases.models import Case
from cases.services import leases
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.intake.limits import DEFAULT_LIMITS, Limits
from evidence.intake.reader import Derivatives, read_file
from evidence.intake.reader import Reading as Looked
from evidence.models import Derivative, Exhibit, Reading
from evidence.services import comparing, custody, imprints, matching, traces, vault

LEASE = timedelta(minutes=4)
MOST_ATTEMPTS = 3
GAVE_UP = "Checking this file failed several times. It is kept, but it cannot be compared."
DAMAGED = "The sealed file could not be opened. Please tell the person who runs this."

log = logging.getLogger("redress.evidence")


class _Poured(io.RawIOBase):
    """Chunks as a stream to read on from."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        super().__init__()
        self._chunks, self._left = chunks, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # io takes any buffer
        self._left = self._left or next(self._chunks, b"")
        piece, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(piece)] = piece
        return len(piece)


def limits() -> Limits:
    """What one file may ask of the reader here."""
    return replace(DEFAULT_LIMITS, file_bytes=settings.UPLOAD_MOST_BYTES)


def claim(*, now: datetime, only: UUID | None = None) -> Exhibit | None:
    """Take one exhibit that is due, or whose worker was lost; None where there is none.

    Two workers never get the same one while its lease runs.
    """
    due = _due(now) if only is None else _due(now).filter(pk=only)
    key = leases.take(due, first=("kept_at",), until=now + LEASE, reading=Reading.WORKING)
    if key is None:
        return None
    return Exhibit.objects.select_related("case", "file__case").get(pk=key)


def _due(now: datetime) -> QuerySet[Exhibit]:
    lost = Q(reading=Reading.WORKING, lease_until__lt=now)
    return Exhibit.objects.filter(Q(reading=Reading.DUE) | lost)


def read(exhibit: Exhibit, *, now: datetime) -> bool:
    """Look at a claimed exhibit and write down what was found, once.

    False where another worker has taken it over since: then nothing is changed. A file that
    cannot be read ends as kept but not comparable; its sighting stands either way.
    """
    if exhibit.attempts > MOST_ATTEMPTS:
        return _finish(exhibit, looked=None, sentence=GAVE_UP, now=now)
    try:
        looked = read_file(
            io.BufferedReader(_Poured(vault.stream(exhibit.file))),
            name=exhibit.original_name,
            limits=limits(),
            derivatives=Derivatives.PREVIEW_AND_OUTLINE,
        )
    except (storage.Damaged, KeyDestroyed, OSError) as fault:
        log.error("exhibit %s does not open: %s", exhibit.pk, type(fault).__name__)
        return _finish(exhibit, looked=None, sentence=DAMAGED, now=now)
    return _finish(exhibit, looked=looked, sentence=looked.why_not, now=now)


@transaction.atomic
def _finish(exhibit: Exhibit, *, looked: Looked | None, sentence: str, now: datetime) -> bool:
    case = Case.objects.select_for_update().get(pk=exhibit.case_id)
    mine = Exhibit.objects.filter(
        pk=exhibit.pk, reading=Reading.WORKING, lease_until=exhibit.lease_until
    )
    prints = looked.fingerprints if looked else None
    comparable = prints is not None
    state = Reading.DONE if comparable else Reading.NOT_COMPARABLE
    if not mine.update(reading=state, lease_until=None, why_not=sentence[:300]):
        return False
    exhibit.refresh_from_db()
    kind = "exhibit.read" if looked else "exhibit.open_failed"
    custody.record(case, kind, item=exhibit.pk, actor=None, now=now)
    if looked is not None:
        _write_down(exhibit, looked, now=now)
    if prints is not None:
        matching.seal(prints, of=exhibit, now=now)
    result = "it can be compared" if comparable else "it is kept, but cannot be compared"
    timeline.record(case, "exhibit.read", actor=None, now=now, exhibit=exhibit.label, result=result)
    matching.match_exhibit(exhibit, now=now)
    comparing.ask(exhibit, now=now)
    return True


def _write_down(exhibit: Exhibit, looked: Looked, *, now: datetime) -> None:
    prints = looked.fingerprints
    exhibit.mime = looked.mime
    exhibit.width, exhibit.height = looked.width or None, looked.height or None
    exhibit.quality = prints.whole.quality if prints else None
    exhibit.has_location = looked.metadata.has_gps
    exhibit.note = looked.note[:300]
    exhibit.save(update_fields=["mime", "width", "height", "quality", "has_location", "note"])
    imprints.seal(looked.metadata, of=exhibit, now=now)
    for kind, copy in (
        (Derivative.Kind.PREVIEW, looked.preview),
        (Derivative.Kind.OUTLINE, looked.outline),
    ):
        if copy is not None:
            _keep_copy(exhibit, kind, copy, now=now)


def _keep_copy(exhibit: Exhibit, kind: Derivative.Kind, copy: bytes, *, now: datetime) -> None:
    most = max(len(copy), 1)
    sealed = vault.keep(exhibit.case, io.BytesIO(copy), most_bytes=most, now=now)
    made = Derivative.objects.create(exhibit=exhibit, kind=kind, mime=_mime_of(copy), file=sealed)
    custody.record(
        exhibit.case, "exhibit.derived", item=exhibit.pk, actor=None, now=now,
        copy=kind.value, row=traces.of_derivative(made), **traces.payload_of(sealed),
    )  # fmt: skip


def _mime_of(copy: bytes) -> str:
    if copy.startswith(b"\x89PNG"):
        return "image/png"
    return "image/webp" if copy[8:12] == b"WEBP" else "image/jpeg"
