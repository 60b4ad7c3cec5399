"""Making a dossier that is due: claimed by one worker at a time, written down once."""

import hashlib
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import BinaryIO
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from cases import timeline
from cases.models import Case
from cases.services import leases
from dossiers.errors import DossierNotMade
from dossiers.models import Dossier, DossierState, DossierVolume, ImagePolicy
from dossiers.rendering.bundle import Stream, names_of
from dossiers.rendering.paper import ENGINE
from dossiers.rendering.watermarks import blurred
from dossiers.services import laying, sealing
from dossiers.services.assembling import content_of, manifest_for
from dossiers.services.freezing import Drawing, Frozen, drawing_of, frozen_of, said_of
from dossiers.services.marking import marked
from dossiers.services.packing import Finished, key_digest, packed
from dossiers.services.redacting import covered_pictures
from dossiers.services.rows import Rows, choice_of, policy_of, read_rows
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import Exhibit, SealedFile
from evidence.services import custody, traces, vault

LEASE = timedelta(minutes=6)
MOST_ATTEMPTS = 3
MOST_BYTES = 1 << 40
"""No bundle is refused for its size: what goes in was taken in before."""
GAVE_UP = "It could not be made. Please ask for it again, or tell who runs this."
READING, FILES, LAYOUT, SEALING, DONE = 5, 15, 60, 92, 100

log = logging.getLogger("redress.dossiers")


class TakenOver(RuntimeError):
    """Another worker holds this dossier by now; whatever this one made is thrown away."""


def claim(*, now: datetime, only: UUID | None = None) -> Dossier | None:
    """Take one dossier that is due, or whose worker was lost; None where there is none.

    Two workers never get the same one while its lease runs.
    """
    due = _due(now) if only is None else _due(now).filter(pk=only)
    key = leases.take(due, first=("asked_at",), until=now + LEASE, state=DossierState.WORKING)
    if key is None:
        return None
    related = ("case__organisation", "case__client", "asked_by", "frozen")
    return Dossier.objects.select_related(*related).get(pk=key)


def _due(now: datetime) -> QuerySet[Dossier]:
    lost = Q(state=DossierState.WORKING, lease_until__lt=now)
    return Dossier.objects.filter(Q(state=DossierState.DUE) | lost)


def make(dossier: Dossier, *, now: datetime) -> bool:
    """Make a claimed dossier and freeze it; False where another worker has it by now.

    A fault lets it be tried again, three times in all; then it is said to have failed. Raises
    DossierNotMade after each of them.
    """
    if dossier.attempts > MOST_ATTEMPTS:
        return _give_up(dossier, now=now)
    try:
        _make(dossier, now=now)
    except TakenOver:
        return False
    except Exception as fault:
        log.error("dossier %s of %s: %s", dossier.pk, dossier.case.ref, type(fault).__name__)
        _let_go(dossier, now=now)
        raise DossierNotMade(GAVE_UP) from fault
    return True


def _make(dossier: Dossier, *, now: datetime) -> None:
    work = _Work(dossier, now)
    frozen = frozen_of(dossier) or _freeze(work)
    made = _lay_out(work, frozen)
    work.say("Locking it away", SEALING)
    _keep(work, Finished(dossier.case, frozen, made))


class _Work:
    """One worker's hold on a dossier, while its lease runs."""

    def __init__(self, dossier: Dossier, now: datetime) -> None:
        self.dossier, self.now = dossier, now
        self._began = monotonic()

    def mine(self) -> QuerySet[Dossier]:
        """The row, if it is still this worker's."""
        return _mine(self.dossier)

    def say(self, step: str, progress: int) -> None:
        """How far it is. Raises TakenOver."""
        if not self.mine().update(step=step, progress=progress):
            raise TakenOver

    def still(self) -> None:
        """Raises TakenOver where it was stopped, or is another's."""
        if not self.mine().exists():
            raise TakenOver

    def go_on(self, **changed: object) -> None:
        """Write what was reached, and hold it for as long again. Raises TakenOver."""
        until = self.now + timedelta(seconds=monotonic() - self._began) + LEASE
        if not self.mine().update(lease_until=until, **changed):
            raise TakenOver
        self.dossier.lease_until = until


def _freeze(work: _Work) -> Frozen:
    """Read the case, look at every file, and keep what the dossier says."""
    dossier, now = work.dossier, work.now
    case = dossier.case
    work.say("Reading what is kept", READING)
    rows = read_rows(case, choice_of(dossier), compiler=dossier.asked_by, now=now)
    sound = _sound(work, rows)
    covered = dict(covered_pictures(rows))
    drawings = dict(_drawings(rows))
    hazy = dict(_blurred(rows, drawings, covered))
    standing = marked(case, now=now)
    content = content_of(
        rows, version=dossier.version, sound=sound, drawn=drawings.keys() | covered.keys(),
        marked=standing, key=key_digest(), seal=sealing.certificate_digest(), now=now,
    )  # fmt: skip
    said = said_of(
        rows, content=content, manifest=manifest_for(rows), standing=standing, sound=sound,
        names=names_of(ref=case.ref, version=dossier.version), drawings=drawings,
        covered=covered, columns=dossier.columns, now=now,
    )  # fmt: skip
    frozen = Frozen(said, covered, hazy)
    with _sealed(work, io.BytesIO(frozen.to_bytes())) as file:
        work.go_on(frozen=file)
        _told(dossier, "dossier.frozen", file=file, now=now)
    dossier.frozen = file
    return frozen


def _lay_out(work: _Work, frozen: Frozen) -> list[DossierVolume]:
    """All volumes; those that were kept before a fault are not laid out again."""
    dossier, contents = work.dossier, laying.volumes(work.dossier, frozen)
    made = laying.made_volumes(dossier)
    papers = laying.laid_out(dossier, contents, frozen, made=tuple(made), still=work.still)
    work.say(_laying_out(len(made), len(contents)), LAYOUT)
    for number, paper in enumerate(papers, len(made) + 1):
        data = sealing.sealed(paper.data, now=work.now)
        with _sealed(work, io.BytesIO(data)) as file:
            share = LAYOUT + (SEALING - LAYOUT) * number // len(contents)
            step = _laying_out(number, len(contents))
            work.go_on(step=step, progress=share, attempts=1)
            volume = laying.row_of(dossier, paper, number=number, file=file)
            volume.save(force_insert=True)
            _told(dossier, "dossier.volume", file=file, now=work.now, volume=number)
        made.append(volume)
    return made


def _laying_out(made: int, count: int) -> str:
    if count == 1:
        return "Laying out the pages"
    return f"Laying out volume {min(made + 1, count)} of {count}"


@contextmanager
def _sealed(work: _Work, source: BinaryIO) -> Iterator[SealedFile]:
    """Seal a file, and keep its row with whatever is written meanwhile, or leave nothing."""
    file = vault.seal(work.dossier.case, source, most_bytes=MOST_BYTES, now=work.now)
    try:
        with transaction.atomic():
            file.save(force_insert=True)
            yield file
    except BaseException:
        vault.forget(file)
        raise


def _told(dossier: Dossier, kind: str, *, file: SealedFile, now: datetime, **more: int) -> None:
    custody.record(
        dossier.case, kind, item=dossier.pk, actor=dossier.asked_by, now=now,
        version=dossier.version, **more, **traces.payload_of(file),
    )  # fmt: skip


def _keep(work: _Work, done: Finished) -> None:
    """Seal the bundle while it is packed, then say that it is ready."""
    bundle = io.BufferedReader(Stream(packed(done, now=work.now)))
    with _sealed(work, bundle) as file:
        _finish(work.dossier, done, sealed=file, now=work.now)


def _mine(dossier: Dossier) -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        pk=dossier.pk, state=DossierState.WORKING, lease_until=dossier.lease_until
    )


def _sound(work: _Work, rows: Rows) -> frozenset[int]:
    """Numbers of exhibits whose sealed file opens and has its digest still."""
    sound = set()
    for done, exhibit in enumerate(rows.exhibits):
        share = FILES + (LAYOUT - FILES) * done // len(rows.exhibits)
        work.say(f"Checking file {done + 1} of {len(rows.exhibits)}", share)
        exhibit.file.case = rows.case
        if _digest(exhibit.file) == exhibit.file.sha256:
            sound.add(exhibit.number)
    return frozenset(sound)


def _digest(file: SealedFile) -> str:
    """SHA-256 of the clear bytes, or empty where the file does not open."""
    digest = hashlib.sha256()
    try:
        for chunk in vault.stream(file):
            digest.update(chunk)
    except (storage.Damaged, KeyDestroyed, OSError):
        return ""
    return digest.hexdigest()


def _drawings(rows: Rows) -> Iterator[tuple[int, Drawing]]:
    """The derivative of each exhibit the choice lets be shown, by the exhibit's number."""
    for exhibit in rows.exhibits:
        drawing = rows.drawings.get(exhibit.pk)
        if drawing is None:
            continue
        try:
            yield exhibit.number, drawing_of(drawing.file)
        except (storage.Damaged, KeyDestroyed, OSError):
            log.error("a copy of exhibit %s does not open", exhibit.pk)


def _blurred(
    rows: Rows, drawings: dict[int, Drawing], covered: dict[int, bytes]
) -> Iterator[tuple[int, bytes]]:
    """A blurred copy of each picture that may be shown no clearer; of a covered one, of that."""
    files = {exhibit.number: rows.drawings.get(exhibit.pk) for exhibit in rows.exhibits}
    for number in sorted(drawings.keys() | covered.keys()):
        if policy_of(rows.case, rows.choice, number) != ImagePolicy.BLURRED:
            continue
        drawing = files[number]
        clear = covered.get(number) or (drawing and vault.read_all(drawing.file))
        if clear:
            yield number, blurred(clear)


def _finish(dossier: Dossier, done: Finished, *, sealed: SealedFile, now: datetime) -> None:
    case = Case.objects.select_for_update().get(pk=dossier.case_id)
    pages = sum(volume.pages for volume in done.volumes)
    finished = _mine(dossier).update(
        state=DossierState.READY,
        lease_until=None,
        ready_at=now,
        progress=DONE,
        step="",
        pages=pages,
        engine=ENGINE,
        manifest_sha256=hashlib.sha256(done.frozen.said.manifest.encode()).hexdigest(),
        file=sealed,
    )
    if not finished:
        raise TakenOver
    kept = [each.exhibit for each in done.frozen.said.exhibits]
    for exhibit in Exhibit.objects.filter(pk__in=kept).order_by("number"):
        _record(dossier, exhibit, case=case, sound=exhibit.number in done.frozen.sound, now=now)
    custody.record(
        case, "dossier.made", item=dossier.pk, actor=dossier.asked_by, now=now,
        version=dossier.version, **traces.payload_of(sealed),
    )  # fmt: skip
    timeline.record(case, "dossier.ready", actor=None, now=now, version=dossier.version)
    log.info("dossier %s of %s made, %d pages", dossier.version, case.ref, pages)


def _record(dossier: Dossier, exhibit: Exhibit, *, case: Case, sound: bool, now: datetime) -> None:
    if not sound:
        custody.record(case, "exhibit.open_failed", item=exhibit.pk, actor=None, now=now)
    custody.record(
        case, "exhibit.exported", item=exhibit.pk, actor=dossier.asked_by, now=now,
        dossier=str(dossier.pk), pictures=dossier.image_policy,
    )  # fmt: skip


def _let_go(dossier: Dossier, *, now: datetime) -> None:
    """Due again, or failed after the last attempt."""
    if dossier.attempts >= MOST_ATTEMPTS:
        _give_up(dossier, now=now)
        return
    _mine(dossier).update(state=DossierState.DUE, lease_until=None, step="", progress=0)


@transaction.atomic
def _give_up(dossier: Dossier, *, now: datetime) -> bool:
    failed = _mine(dossier).update(
        state=DossierState.FAILED, lease_until=None, step=GAVE_UP, progress=0
    )
    if failed:
        timeline.record(
            dossier.case, "dossier.failed", actor=None, now=now, version=dossier.version
        )
    return bool(failed)
