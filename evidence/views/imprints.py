"""What the file says about itself, on a page of its own; the place in it only when asked for."""

from typing import Final
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.intake.metadata import MetadataSummary
from evidence.models import Exhibit
from evidence.services import imprints
from evidence.views.pages import page
from evidence.views.pictures import back_to, exhibit_of

LINES: Final = (
    ("taken_at", "Taken"),
    ("changed_at", "Changed"),
    ("device", "Device"),
    ("software", "Program"),
    ("author", "Made by"),
    ("remark", "Remark"),
)


@require_GET
@case_view(Permission.REVEAL)
def exhibit_imprint(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """Time, device and program; that a place is named, but not which."""
    found = exhibit_of(case, exhibit_id)
    try:
        said = imprints.look(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        return back_to(request, found, fault)
    return _shown(request, found, said, asked=None)


@require_POST
@case_view(Permission.REVEAL)
def exhibit_place(request: HttpRequest, case: Case, exhibit_id: UUID) -> HttpResponseBase:
    """The same page with the place as numbers; no map, which would tell somebody else."""
    found = exhibit_of(case, exhibit_id)
    try:
        said = imprints.look_at_place(found, actor=reader_of(request), now=timezone.now())
    except DomainError as fault:
        return back_to(request, found, fault)
    return _shown(request, found, said, asked=said)


def _shown(
    request: HttpRequest,
    found: Exhibit,
    said: MetadataSummary | None,
    *,
    asked: MetadataSummary | None,
) -> HttpResponse:
    lines = [(label, value) for name, label in LINES if said and (value := getattr(said, name))]
    return page(
        request, found.case, "evidence/exhibit_imprint.html",
        exhibit=found, said=said, lines=lines, asked=asked, place=asked.place if asked else "",
    )  # fmt: skip
