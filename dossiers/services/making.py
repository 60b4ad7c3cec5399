"""Making a dossier that is due: claimed by one worker at a time, written down once."""

import hashlib
import io
import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from cases import timeline
from cases.models import Case
from cases.services import leases
from dossiers.errors import DossierNotMade
from dossiers.models import Dossier, DossierState
from dossiers.rendering.bundle import Stream, names_of
from dossiers.rendering.paper import ENGINE, printed
from dossiers.rendering.tables import columns_from
from dossiers.services import sealing
from dossiers.services.assembling import content_of, manifest_for
from dossiers.services.marking import marked
from dossiers.services.packing import Finished, key_digest, packed
from dossiers.services.recording import EXHIBIT_FIELDS
from dossiers.services.redacting import covered_pictures
from dossiers.services.rows import Rows, choice_of, read_rows
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
    related = ("case__organisation", "case__client", "asked_by")
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
    case = dossier.case
    _say(dossier, "Reading what is kept", READING)
    rows = read_rows(case, choice_of(dossier), compiler=dossier.asked_by, now=now)
    sound = _sound(dossier, rows)
    covered = dict(covered_pictures(rows))
    pictures = dict(_pictures(rows)) | covered
    _say(dossier, "Laying out the pages", LAYOUT)
    standing = marked(case, now=now)
    content = content_of(
        rows, version=dossier.version, sound=sound, drawn=pictures, marked=standing,
        key=key_digest(), seal=sealing.certificate_digest(), now=now,
    )  # fmt: skip
    paper = printed(content, pictures=pictures)
    paper = replace(paper, data=sealing.sealed(paper.data, now=now))
    _say(dossier, "Locking it away", SEALING)
    manifest = manifest_for(rows)
    done = Finished(
        names=names_of(ref=case.ref, version=dossier.version),
        rows=rows, paper=paper, manifest=manifest, standing=standing, sound=sound, covered=covered,
        columns=columns_from(dossier.columns, known=EXHIBIT_FIELDS),
    )  # fmt: skip
    _keep(dossier, done, now=now)


def _keep(dossier: Dossier, done: Finished, *, now: datetime) -> None:
    """Seal the bundle while it is packed, then freeze; whoever comes too late leaves no file."""
    bundle = io.BufferedReader(Stream(packed(done, now=now)))
    sealed = vault.seal(dossier.case, bundle, most_bytes=MOST_BYTES, now=now)
    try:
        _freeze(dossier, done, sealed=sealed, now=now)
    except BaseException:
        vault.forget(sealed)
        raise


def _mine(dossier: Dossier) -> QuerySet[Dossier]:
    return Dossier.objects.filter(
        pk=dossier.pk, state=DossierState.WORKING, lease_until=dossier.lease_until
    )


def _say(dossier: Dossier, step: str, progress: int) -> None:
    if not _mine(dossier).update(step=step, progress=progress):
        raise TakenOver


def _sound(dossier: Dossier, rows: Rows) -> frozenset[int]:
    """Numbers of exhibits whose sealed file opens and has its digest still."""
    sound = set()
    for done, exhibit in enumerate(rows.exhibits):
        share = FILES + (LAYOUT - FILES) * done // len(rows.exhibits)
        _say(dossier, f"Checking file {done + 1} of {len(rows.exhibits)}", share)
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


def _pictures(rows: Rows) -> Iterator[tuple[int, bytes]]:
    """The derivative of each exhibit the choice lets be shown, by the exhibit's number."""
    for exhibit in rows.exhibits:
        drawing = rows.drawings.get(exhibit.pk)
        if drawing is None:
            continue
        try:
            yield exhibit.number, vault.read_all(drawing.file)
        except (storage.Damaged, KeyDestroyed, OSError):
            log.error("a copy of exhibit %s does not open", exhibit.pk)


@transaction.atomic
def _freeze(dossier: Dossier, done: Finished, *, sealed: SealedFile, now: datetime) -> None:
    case = Case.objects.select_for_update().get(pk=dossier.case_id)
    sealed.save(force_insert=True)
    frozen = _mine(dossier).update(
        state=DossierState.READY,
        lease_until=None,
        ready_at=now,
        progress=DONE,
        step="",
        pages=done.paper.pages,
        engine=ENGINE,
        manifest_sha256=hashlib.sha256(done.manifest.encode()).hexdigest(),
        file=sealed,
    )
    if not frozen:
        raise TakenOver
    for exhibit in done.rows.exhibits:
        _record(dossier, exhibit, case=case, sound=exhibit.number in done.sound, now=now)
    custody.record(
        case, "dossier.made", item=dossier.pk, actor=dossier.asked_by, now=now,
        version=dossier.version, **traces.payload_of(sealed),
    )  # fmt: skip
    timeline.record(case, "dossier.ready", actor=None, now=now, version=dossier.version)
    log.info("dossier %s of %s made, %d pages", dossier.version, case.ref, done.paper.pages)


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
