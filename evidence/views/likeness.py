"""One likeness for a person to decide about: what found it, its figures, both as outlines."""

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.fingerprints.details import LEAST_CORRELATION, LEAST_INLIERS, in_percent
from evidence.fingerprints.matching import Step
from evidence.models import Comparing, Derivative, Match, Tier
from evidence.services import likenesses
from evidence.views.exhibits import asked_why
from evidence.views.pages import page
from evidence.views.pictures import shut_in

STEPS = {
    Step.FILE: "The digests of both files. They are the same, so the files are too.",
    Step.WHOLE: "The fingerprint of the whole file, with that of your whole picture.",
    Step.RECTANGLE: "The fingerprint of a picture found on the page, with that of your picture.",
    Step.WHOLE_TO_PART: "The fingerprint of the whole file, with that of a part of your picture.",
    Step.RECTANGLE_TO_PART: "The fingerprint of a picture found on the page, with that of a part "
    "of your picture.",
    Step.DETAILS: "Small details of both pictures, and where they lie.",
}
OTHER_SHOT = (
    "Laid on one another, the two do not agree well. It may be another photograph "
    "of the same scene, or a changed copy."
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One thing that was measured: its name, its value, and what the value means."""

    name: str
    value: str
    meaning: str


@require_GET
@case_view(Permission.SEE)
def match(request: HttpRequest, case: Case, match_id: UUID) -> HttpResponse:
    """What the machine found, in plain words, and the question to the person."""
    found = _found(case, match_id)
    drawing = getattr(found, "drawing", None)
    shown = found.exhibit.derivatives.filter(kind=Derivative.Kind.PREVIEW).exists()
    address = [case.ref, found.exhibit_id]
    return page(
        request, case, "evidence/match.html",
        match=found, step=STEPS.get(Step(found.step), ""), figures=list(figures(found)),
        doubt=OTHER_SHOT if is_doubtful(found) else "", drawing=drawing,
        drawn_later=drawing is None and _is_awaited(found),
        preview_url=reverse("evidence:exhibit-preview", args=address) if shown else "",
        **asked_why(case, request),
    )  # fmt: skip


@require_GET
@case_view(Permission.REVEAL)
def match_outline(request: HttpRequest, case: Case, match_id: UUID) -> HttpResponseBase:
    """Both pictures as outlines; `?tall=1` gives them one below the other."""
    found = _found(case, match_id)
    shape = likenesses.Shape.TALL if "tall" in request.GET else likenesses.Shape.WIDE
    try:
        drawn = likenesses.outlines(
            found, shape=shape, actor=reader_of(request), now=timezone.now()
        )
    except DomainError as fault:
        messages.error(request, str(fault))
        return redirect("evidence:match", ref=case.ref, match_id=found.pk)
    return shut_in(HttpResponse(drawn, content_type="image/png"))


def figures(match: Match) -> Iterator[Figure]:
    """What was measured, one line a figure."""
    if match.tier == Tier.SAME_FILE:
        yield Figure("Digest", "the same", "Byte for byte the same file.")
        return
    if match.distance is not None:
        yield Figure(
            "Points that differ", f"{match.distance} of 256",
            f"Up to {match.limit} is taken for a copy at this step. "
            "Two unlike pictures differ in about 128.",
        )  # fmt: skip
    if match.inliers is not None:
        yield Figure(
            "Details that lie where they should", f"{match.inliers}",
            f"From {LEAST_INLIERS} on it is no accident. Unlike pictures had 6 at the most.",
        )  # fmt: skip
    if match.correlation is not None:
        yield Figure(
            "Agreement, laid on one another", in_percent(match.correlation),
            f"Seven of ten places agree at least so far. From {in_percent(LEAST_CORRELATION)} on "
            "it is the picture itself. Below, it may be another photograph of the same scene.",
        )  # fmt: skip


def is_doubtful(match: Match) -> bool:
    """Whether a closer look agreed less than the picture itself would."""
    return match.correlation is not None and match.correlation < LEAST_CORRELATION


def _is_awaited(match: Match) -> bool:
    asked = getattr(match.exhibit, "comparison", None)
    return asked is not None and asked.state in (Comparing.DUE, Comparing.WORKING)


def _found(case: Case, match_id: UUID) -> Match:
    rows = Match.objects.filter(exhibit__case=case).select_related(
        "exhibit__case", "exhibit__comparison", "reference", "drawing", "decided_by"
    )
    return get_object_or_404(rows, pk=match_id)
