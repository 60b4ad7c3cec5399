"""What the worker does with pictures: ids only, and twice changes nothing."""

from contextlib import suppress
from uuid import UUID

from celery import shared_task
from django.utils import timezone

from cases.models import Case
from evidence.models import Reason
from evidence.services import (
    checkpoints,
    comparing,
    cuts,
    imports,
    readings,
    rechecks,
    stamping,
    standing,
    uploads,
    vault,
    watching,
)

MOST_A_SWEEP = 50
MOST_PAGES_A_SWEEP = 6  # each may take half a minute, and the queue waits behind them
MOST_LOOKS_A_SWEEP = 10  # each takes a second or two, and new files wait behind them


@shared_task
def read_exhibit(*, exhibit_id: str) -> None:
    """Look at one exhibit, if it is still due."""
    exhibit = readings.claim(now=timezone.now(), only=UUID(exhibit_id))
    if exhibit is not None:
        readings.read(exhibit, now=timezone.now())
        compare_exhibit(exhibit_id=exhibit_id)


@shared_task
def sweep_exhibits() -> None:
    """Look at whatever is due: new files whose nudge was lost, and those of a lost worker."""
    for _ in range(MOST_A_SWEEP):
        exhibit = readings.claim(now=timezone.now())
        if exhibit is None:
            return
        readings.read(exhibit, now=timezone.now())


@shared_task
def compare_exhibit(*, exhibit_id: str) -> None:
    """Look closer at one exhibit, if that is still due."""
    comparison = comparing.claim(now=timezone.now(), only=UUID(exhibit_id))
    if comparison is not None:
        comparing.look(comparison, now=timezone.now())


@shared_task
def sweep_comparisons() -> None:
    """Look closer at whatever is due: after a new reference, and where a worker was lost."""
    for _ in range(MOST_LOOKS_A_SWEEP):
        comparison = comparing.claim(now=timezone.now())
        if comparison is None:
            return
        comparing.look(comparison, now=timezone.now())


@shared_task
def sweep_vault() -> None:
    """Remove what waited too long for a choice, and what a crash left without a row."""
    cuts.let_expired_go(now=timezone.now())
    vault.sweep_orphans(now=timezone.now())


@shared_task
def sweep_uploads() -> None:
    """Take away files that stopped half way a day ago."""
    uploads.expire(now=timezone.now())


@shared_task
def sweep_checkpoints() -> None:
    """Sign a checkpoint, if anything was done since the last one."""
    if checkpoints.is_due():
        checkpoints.make(reason=Reason.SCHEDULE, now=timezone.now())
        sweep_timestamps.delay()


@shared_task
def sweep_timestamps() -> None:
    """Ask the clocks outside whatever is due to be asked."""
    for _ in range(MOST_A_SWEEP):
        request = stamping.claim(now=timezone.now())
        if request is None:
            return
        stamping.keep(request, stamping.ask(request), now=timezone.now())


def mark_now(case: Case) -> None:
    """A checkpoint over a case, stamped if a clock answers at once; only from a task."""
    mark = checkpoints.covering(case)
    mark = mark or checkpoints.make(reason=Reason.DOSSIER, now=timezone.now())
    while request := stamping.claim(now=timezone.now(), of=mark):
        stamping.keep(request, stamping.ask(request), now=timezone.now())


@shared_task
def check_custody(*, case_id: int) -> None:
    """Read every file of a case again, if that is still asked for."""
    case = standing.due().filter(pk=case_id).first()
    if case is not None:
        standing.check(case, now=timezone.now())


@shared_task
def sweep_custody() -> None:
    """Read the files of cases whose nudge was lost."""
    for case in standing.due():
        standing.check(case, now=timezone.now())


@shared_task
def work_on_import(*, import_id: str) -> None:
    """Look over, add or undo one list, if it is still due."""
    whole = imports.claim(now=timezone.now(), only=UUID(import_id))
    while whole is not None:
        whole = imports.work(whole, now=timezone.now())


@shared_task
def sweep_imports() -> None:
    """Work on lists whose nudge or worker was lost, and let go of old drafts."""
    for _ in range(MOST_A_SWEEP):
        whole = imports.claim(now=timezone.now())
        if whole is None:
            break
        while whole is not None:
            whole = imports.work(whole, now=timezone.now())
    imports.sweep(now=timezone.now())


@shared_task
def recheck_place(*, recheck_id: str) -> None:
    """Look at one place, if that is still asked for."""
    recheck = rechecks.claim(now=timezone.now(), only=UUID(recheck_id))
    if recheck is not None:
        rechecks.look(recheck, now=timezone.now())


@shared_task
def sweep_rechecks() -> None:
    """Begin the rounds that are due, then look at what waits; one that breaks stops no other."""
    while (watch := watching.claim(now=timezone.now())) is not None:
        watching.go_round(watch, now=timezone.now())
    for _ in range(MOST_PAGES_A_SWEEP):
        recheck = rechecks.claim(now=timezone.now())
        if recheck is None:
            return
        with suppress(rechecks.LookBroke):
            rechecks.look(recheck, now=timezone.now())
