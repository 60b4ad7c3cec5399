"""Which picture on a screenshot is meant."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.fingerprints.pagelike import MOST_OFFERED
from evidence.forms.references import SIDES, CutForm
from evidence.models import WaitingPicture
from evidence.services import cuts
from evidence.views.arrivals import nudge_comparing
from evidence.views.pages import page
from evidence.views.pictures import shut_in
from evidence.views.references import told
from evidence.views.waiting import after, waiting_for


@require_http_methods(["GET", "POST"])
@case_view(Permission.LOG)
def reference_cut(request: HttpRequest, case: Case, waiting_id: UUID) -> HttpResponse:
    """Offer the parts found; take the choice, or destroy the file at once."""
    waiting = _mine(request, case, waiting_id)
    if request.method == "GET":
        return _form_page(request, case, waiting, CutForm(waiting=waiting))
    if "let_go" in request.POST:
        cuts.let_go(waiting, now=timezone.now())
        messages.success(request, "The screenshot was destroyed here. Nothing of it was kept.")
        return redirect(after(request, case))
    form = CutForm(request.POST, waiting=waiting)
    if form.is_valid():
        _choose(request, waiting, form)
    if form.errors:
        return _form_page(request, case, waiting, form)
    return redirect(after(request, case))


def _choose(request: HttpRequest, waiting: WaitingPicture, form: CutForm) -> None:
    choice = cuts.Choice(form.parts())
    try:
        given = cuts.choose(waiting, choice, actor=reader_of(request), now=timezone.now())
    except cuts.PartRefused as fault:
        form.add_error(None, str(fault))
    except DomainError as fault:
        messages.error(request, str(fault))
    else:
        for one in given:
            messages.success(request, told(one))
        if any(one.comparing for one in given):
            nudge_comparing()


@require_GET
@case_view(Permission.LOG)
def reference_drawing(
    request: HttpRequest, case: Case, waiting_id: UUID, part: str
) -> HttpResponse:
    """One outline drawing of a screenshot that waits: `whole`, or `part-1` and so on."""
    places = ["whole", *(f"part-{place}" for place in range(1, MOST_OFFERED + 1))]
    if part not in places:
        raise Http404
    waiting = _mine(request, case, waiting_id)
    try:
        drawn = cuts.drawing(
            waiting, places.index(part), actor=reader_of(request), now=timezone.now()
        )
    except DomainError as fault:
        messages.error(request, str(fault))
        return redirect("evidence:references", ref=case.ref)
    answer = HttpResponse(drawn, content_type="image/png")
    shut_in(answer)
    return answer


def _mine(request: HttpRequest, case: Case, waiting_id: UUID) -> WaitingPicture:
    return get_object_or_404(waiting_for(request, case), pk=waiting_id)


def _form_page(
    request: HttpRequest, case: Case, waiting: WaitingPicture, form: CutForm
) -> HttpResponse:
    parts = [
        {
            "place": place,
            "name": f"part-{place}",
            "input": choice,
            "wide": box[2] - box[0],
            "high": box[3] - box[1],
        }
        for place, (choice, box) in enumerate(zip(form["picks"], waiting.boxes, strict=True), 1)
    ]
    return page(
        request, case, "evidence/reference_cut.html",
        form=form, waiting=waiting, parts=parts, sides=[form[side] for side in SIDES],
        marking=any(form[side].value() for side in SIDES), status=422 if form.errors else 200,
    )  # fmt: skip
