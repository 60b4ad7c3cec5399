"""Keeping the files of a form one by one, so that a bad one does not lose the good ones."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import cast

from celery.contrib.django.task import DjangoTask
from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from accounts.models import Person
from cases.errors import DomainError
from cases.gate import reader_of
from cases.models import Case
from evidence.models import Exhibit, Manner, Reading, Sighting
from evidence.services import exhibits, uploads
from evidence.services.exhibits import Kept, shown_name
from evidence.tasks import read_exhibit, sweep_comparisons
from evidence.views.uploads import ArrivedFile


def kept_files(
    request: HttpRequest, case: Case, form: forms.Form, *, sighting: Sighting | None = None
) -> list[Kept]:
    """Keep every file that can be kept; each other one gives a sentence at the field."""
    actor, now = reader_of(request), timezone.now()
    kept = []
    for file in sound_files(request, form):
        try:
            one = _kept(
                file, case, sighting=sighting, manner=manner_of(request), actor=actor, now=now
            )
        except DomainError as fault:
            say(form, file, str(fault))
            continue
        kept.append(one)
    nudge(one.exhibit for one in kept)
    return kept


def _kept(
    file: ArrivedFile,
    case: Case,
    *,
    sighting: Sighting | None,
    manner: Manner,
    actor: Person,
    now: datetime,
) -> Kept:
    if file.upload is not None:
        return uploads.keep(file.upload, sighting=sighting, manner=manner, actor=actor, now=now)
    return exhibits.keep(
        case, file.source, name=file.name or "", sighting=sighting, actor=actor, now=now,
        manner=manner,
    )  # fmt: skip


def manner_of(request: HttpRequest) -> Manner:
    """How the page says that its files came: chosen, dropped or pasted."""
    said = request.POST.get("manner", "")
    return Manner(said) if said in {Manner.DROP, Manner.PASTE} else Manner.FILE


def sound_files(request: HttpRequest, form: forms.Form) -> Iterator[ArrivedFile]:
    """The files that arrived whole; one that passed the limit gives a sentence at the field."""
    for file in request.FILES.getlist("upload"):
        if not isinstance(file, ArrivedFile):
            continue
        if file.too_large:
            most = settings.UPLOAD_MOST_BYTES // (1024 * 1024)
            say(form, file, f"This file is larger than {most} MB. Give a smaller copy of it.")
            continue
        yield file


def say(form: forms.Form, file: ArrivedFile, sentence: str) -> None:
    """Put a sentence about one file at the field."""
    form.add_error("upload", f"{shown_name(file.name or '') or 'A file'}: {sentence}")


def nudge(kept: Iterable[Exhibit]) -> None:
    """Tell the worker of files that are due; where it does not hear, the sweep finds them."""
    for exhibit in kept:
        if exhibit.reading == Reading.DUE:
            nudged = cast("DjangoTask[..., None]", read_exhibit)
            nudged.delay_on_commit(exhibit_id=str(exhibit.pk))


def nudge_comparing() -> None:
    """Tell the worker that files wait to be compared; where it does not hear, the sweep does it."""
    cast("DjangoTask[..., None]", sweep_comparisons).delay_on_commit()
