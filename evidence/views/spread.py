"""How it spread: the picture, and the same in a table."""

from django.core.paginator import Paginator
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases.access import Permission
from cases.gate import case_view
from cases.models import Case
from evidence.models import Sighting
from evidence.rendering.spread import spread_of
from evidence.services import spreading
from evidence.views.pages import PAGE, page
from evidence.views.sightings import shown


@require_GET
@case_view(Permission.SEE)
def spread(request: HttpRequest, case: Case) -> HttpResponse:
    """The places in the order they were first seen; those without a time come last."""
    rows = Sighting.objects.filter(case=case).with_presence().select_related("reached_from")
    rows = rows.order_by(F("seen_at").asc(nulls_last=True), "number")
    rows_page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    stays = spreading.stays(case)
    return page(
        request,
        case,
        "evidence/spread.html",
        s=spread_of(stays, until=timezone.now()),
        untimed=rows_page.paginator.count - len(stays),
        rows=shown(list(rows_page.object_list)),
        rows_page=rows_page,
    )
