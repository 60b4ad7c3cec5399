"""Who looked at a case: the page the client can always read."""

from itertools import groupby

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from cases import access, looking
from cases.access import Permission
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.services import custody
from evidence.services import looked as services
from evidence.views.pages import PAGE, page


@require_GET
@case_view(Permission.SEE)
def looked(request: HttpRequest, case: Case) -> HttpResponse:
    """A line a person, then every row by day, newest first, and whether the rows still hold."""
    reader = reader_of(request)
    found = Paginator(services.rows_of(case), PAGE).get_page(request.GET.get("page"))
    let_in = looking.let_in(case, now=timezone.now())
    looks = services.told(found.object_list, reader=reader, let_in=let_in)
    days = [
        (day, list(of_day))
        for day, of_day in groupby(looks, key=lambda look: timezone.localtime(look.at).date())
    ]
    return page(
        request, case, "evidence/looked.html",
        days=days, still_open=[each for each in let_in if each.running],
        may_end=access.can(reader, Permission.EXPORT, case),
        rows_page=found, sums=services.sums(case, reader=reader),
        zone=timezone.get_current_timezone_name(), broken=custody.verify(case),
    )  # fmt: skip
