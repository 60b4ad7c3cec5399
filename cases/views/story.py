"""The whole story of a case."""

from itertools import groupby

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.views.decorators.http import require_safe

from cases import timeline
from cases.access import Permission
from cases.gate import case_view, frame, reader_of
from cases.models import Case


@case_view(Permission.SEE)
@require_safe
def case_timeline(request: HttpRequest, case: Case) -> HttpResponse:
    """Every event in sentences, by day in the reader's zone, oldest first."""
    lines = timeline.lines(case, reader=reader_of(request))
    days = [
        (day, [step_of(line, with_day=False) for line in of_day])
        for day, of_day in groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    ]
    page = frame(request, case) | {
        "days": days,
        "count": len(lines),
        "zone": timezone.get_current_timezone_name(),
    }
    return render(request, "cases/case_timeline.html", page)


def step_of(line: timeline.Line, *, with_day: bool = True) -> dict[str, object]:
    """A line as the thread component takes it; the moment is in the reader's zone."""
    at = timezone.localtime(line.at)
    return {
        "state": "done",
        "title": line.sentence,
        "detail": date_format(at, "D j M Y, H:i" if with_day else "H:i"),
    }
