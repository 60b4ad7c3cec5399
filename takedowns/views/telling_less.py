"""One tap by which a draft tells less of the person."""

from collections.abc import Iterator
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.models import Person
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from takedowns.models import Notice
from takedowns.routing import NAMED, Detail, Exposed, listed
from takedowns.services import exposure, telling_less
from takedowns.services.notices import Prepared, prepare
from takedowns.services.senders import Reader
from takedowns.views.found import notice_in

WORDS = {
    "yes": ("yes", "soon"),
    "maybe": ("maybe", "soon"),
    "no": ("no", "gone"),
    "unknown": ("not known", "unknown"),
}


@require_POST
@case_view(Permission.DRAFT)
def notice_less(request: HttpRequest, case: Case, notice_id: UUID) -> HttpResponse:
    """Replace one detail by another that says less, or leave it out."""
    letter, reader = notice_in(case, notice_id), reader_of(request)
    now = timezone.now()
    prepared = prepare(letter, written_on=timezone.localdate())
    offered = _steps(letter, prepared, reader=Reader(reader, now))
    choice = request.POST.get("choice", "")
    try:
        telling_less.tell_less(letter, choice=choice, offered=offered, actor=reader, now=now)
        messages.success(request, "Changed. The letter shows it.")
    except DomainError as refusal:
        messages.warning(request, str(refusal))
    return redirect("takedowns:notice", ref=case.ref, notice_id=letter.pk)


def _steps(letter: Notice, prepared: Prepared, *, reader: Reader) -> tuple[telling_less.Step, ...]:
    found = exposure.exposure_of(letter, prepared)
    return telling_less.steps(letter, prepared=prepared, exposure=found, reader=reader)


def exposure_page(letter: Notice, prepared: Prepared, *, reader: Person) -> dict[str, object]:
    """What the page of a draft shows of it: a table, and the steps that tell less."""
    found = exposure.exposure_of(letter, prepared)
    at = Reader(reader, timezone.now())
    return {
        "columns": ["Name", "Address", "Mail", "Phone"],
        "rows": [
            {
                "who": row.who,
                "cells": [WORDS[cell] for cell in row.cells],
                "note": row.note,
                "unchecked": row.unchecked,
            }
            for row in found.rows
        ],
        "standing": listed(NAMED[detail] for detail in Detail if detail in found.standing),
        "others": found.others,
        "foreseen": found.foreseen,
        "by_mail": found.by_mail,
        "promise": found.promise,
        "steps": telling_less.steps(letter, prepared=prepared, exposure=found, reader=at),
    }


SAID = (("yes", ""), ("maybe", "perhaps "), ("unknown", "it is not known if "))
"""What stands before the details a reader gets for sure, perhaps, or nobody knows."""


def exposure_rows(letter: Notice, prepared: Prepared) -> list[dict[str, str]]:
    """The same in one line for each reader: `who` and what of the person they learn."""
    return [
        {"who": row.who, "learns": "; ".join(_told(row)) or "nothing of the person’s own"}
        for row in exposure.exposure_of(letter, prepared).rows
    ]


def _told(row: Exposed) -> Iterator[str]:
    for answer, before in SAID:
        found = [
            NAMED[each] for each, cell in zip(Detail, row.cells, strict=True) if cell == answer
        ]
        if found:
            yield before + listed(found)
