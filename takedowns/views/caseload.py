"""All cases of the teams, as one dense table."""

from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from cases import access
from cases.forms.work import AssignForm
from cases.gate import reader_of
from takedowns.forms.caseload import CaseloadFilter
from takedowns.services import caseload as loads
from takedowns.services.caseload import Wanted

PAGE = 50
FILTERS = ("state", "platform", "advocate", "due", "words")
TYPED = "caseload_words"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def caseload(request: HttpRequest) -> HttpResponse:
    """Cases by next due moment; who leads a team gives several on at once."""
    reader = reader_of(request)
    if not access.teams_of(reader).exists():
        return redirect("takedowns:today")
    if request.method == "POST":
        return _find(request) if "find" in request.POST else _give(request, reader)
    return _page(request, reader)


def _find(request: HttpRequest) -> HttpResponse:
    """Turn the filters into an address. What was typed may be a name: it goes in no address."""
    asked = {name: request.POST.get(name, "") for name in FILTERS if name != "words"}
    words = request.POST.get("words", "").strip()[:80]
    request.session[TYPED] = words
    if words:
        asked["typed"] = "yes"
    query = urlencode({name: value for name, value in asked.items() if value})
    return redirect(request.path + (f"?{query}" if query else ""))


def _asked(request: HttpRequest) -> dict[str, str]:
    """The filters of the address, with what was typed."""
    typed = request.session.get(TYPED, "") if "typed" in request.GET else ""
    return {**request.GET.dict(), "words": typed}


def _page(request: HttpRequest, reader: Person, *, form: AssignForm | None = None) -> HttpResponse:
    now = timezone.now()
    led = loads.led_by(reader)
    people = loads.working_in(access.teams_of(reader))
    asked = CaseloadFilter(
        _asked(request),
        platforms=loads.platforms_in(reader),
        advocates=[
            (loads.NOBODY, "Nobody yet"),
            *((str(person.pk), person.shown_name) for person in people),
        ],
    )
    asked.is_valid()
    wanted = Wanted(**{name: asked.cleaned_data.get(name) or "" for name in FILTERS})
    cases = Paginator(loads.caseload(reader, wanted=wanted, now=now), PAGE)
    page = cases.get_page(request.GET.get("page"))
    rows = loads.rows_of(page.object_list, led=led, now=now)
    context = {
        "now": now,
        "filters": asked,
        "filtered": any(getattr(wanted, name) for name in FILTERS),
        "rows": rows,
        "page": page,
        "query": _query(request),
        "bulk": any(row.may_give for row in rows),
        "give": form or AssignForm(people=loads.working_in(led)),
        "chosen": request.POST.getlist("cases"),
    }
    return render(request, "takedowns/caseload.html", context, status=422 if form else 200)


def _give(request: HttpRequest, reader: Person) -> HttpResponse:
    led = loads.led_by(reader)
    if not led.exists():
        raise PermissionDenied
    form, refs = AssignForm(request.POST, people=loads.working_in(led)), _refs(request)
    if not refs:
        form.add_error(None, "Choose at least one case.")
    if not form.is_valid():
        return _page(request, reader, form=form)
    to = form.cleaned_data["to"]
    given = loads.give(reader, refs=refs, to=to, now=timezone.now())
    if given.count:
        many = "1 case is" if given.count == 1 else f"{given.count} cases are"
        messages.success(request, f"{many} in the hands of {to.shown_name} now.")
    for refusal in given.refused:
        messages.warning(request, refusal)
    query = _query(request)
    return redirect(request.path + (f"?{query}" if query else ""))


def _refs(request: HttpRequest) -> list[str]:
    return [ref for ref in request.POST.getlist("cases") if ref and "\0" not in ref]


def _query(request: HttpRequest) -> str:
    """The filters as they stand in the address, without the page."""
    query = request.GET.copy()
    query.pop("page", None)
    for name in [name for name in query if not query[name]]:
        del query[name]
    return query.urlencode()
