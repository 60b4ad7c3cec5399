"""Asking for a dossier: a row that a worker takes."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.models import Age, Case
from dossiers.models import Dossier, DossierState, Purpose
from dossiers.services import gaps
from dossiers.services.rows import Choice, read_rows


@transaction.atomic
def ask_for_dossier(case: Case, *, choice: Choice, actor: Person, now: datetime) -> Dossier:
    """The next version, due to be made. What was made before stays as it is."""
    access.require(actor, Permission.EXPORT, case)
    case = Case.objects.select_for_update().get(pk=case.pk)
    last = case.dossiers.aggregate(last=Max("version"))["last"] or 0
    known = set(case.exhibits.values_list("number", flat=True))
    dossier = Dossier.objects.create(
        case=case,
        version=last + 1,
        purpose=choice.purpose,
        reader=choice.reader,
        image_policy=choice.images,
        image_exceptions={
            str(number): policy for number, policy in choice.exceptions.items() if number in known
        },
        pseudonym="" if choice.with_name else choice.pseudonym,
        label_prefix=choice.labels,
        bates_prefix=choice.bates_prefix,
        bates_start=choice.bates_start,
        with_name=choice.with_name,
        left_out=sorted(known & set(choice.left_out)),
        originals=choice.originals and case.age == Age.ADULT and not _for_a_platform(choice),
        redacted=choice.redacted,
        columns=choice.columns,
        volume_size=choice.volume_size,
        declarations=[] if _for_a_platform(choice) else list(choice.declarations),
        with_effects=choice.effects and not _for_a_platform(choice),
        state=DossierState.DUE,
        asked_at=now,
        asked_by=actor,
    )
    timeline.record(
        case, "dossier.asked", actor=actor, now=now,
        version=dossier.version, purpose=choice.purpose.label.lower(),
    )  # fmt: skip
    return dossier


def _for_a_platform(choice: Choice) -> bool:
    """Such a bundle holds places, letters and answers, and no more than that needs."""
    return choice.purpose == Purpose.APPEAL


@transaction.atomic
def stop(dossier: Dossier, *, actor: Person, now: datetime) -> None:
    """Make it no further; what is there of it stays. Nothing happens where it is over already."""
    access.require(actor, Permission.EXPORT, dossier.case)
    waiting = Dossier.objects.filter(
        pk=dossier.pk, state__in=[DossierState.DUE, DossierState.WORKING]
    )
    if waiting.update(state=DossierState.STOPPED, lease_until=None, step=""):
        timeline.record(
            dossier.case, "dossier.stopped", actor=actor, now=now, version=dossier.version
        )


@transaction.atomic
def go_on(dossier: Dossier, *, actor: Person, now: datetime) -> bool:
    """Have it made from where it stopped or failed; False where there is nothing to go on with."""
    access.require(actor, Permission.EXPORT, dossier.case)
    over = Dossier.objects.filter(
        pk=dossier.pk, state__in=[DossierState.STOPPED, DossierState.FAILED]
    )
    if not over.update(state=DossierState.DUE, attempts=0, lease_until=None, step=""):
        return False
    timeline.record(dossier.case, "dossier.resumed", actor=actor, now=now, version=dossier.version)
    return True


def whats_missing(case: Case, *, actor: Person, now: datetime) -> tuple[gaps.Gap, ...]:
    """What a dossier made now would name as missing, and of what."""
    rows = read_rows(case, Choice(purpose=Purpose.OWN), compiler=actor, now=now)
    return gaps.found(rows)
