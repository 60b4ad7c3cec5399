"""Choosing what goes into a bundle, and having it made."""

from typing import cast

from celery.contrib.django.task import DjangoTask
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import Permission
from cases.gate import case_view, frame, reader_of
from cases.models import Age, Case
from dossiers.forms.composing import DossierForm
from dossiers.services.asking import ask_for_dossier, whats_missing
from dossiers.services.gaps import Gap, Kind
from dossiers.services.previewing import preview
from dossiers.tasks import make_dossier
from evidence.models import Exhibit, Redaction

DOORS = {
    Kind.PLACE: ("evidence:sighting", "sighting_id"),
    Kind.EXHIBIT: ("evidence:exhibit", "exhibit_id"),
    Kind.LETTER: ("takedowns:notice", "notice_id"),
}
"""The page of what a gap concerns, and what its address calls the row."""


@require_http_methods(["GET", "POST"])
@case_view(Permission.EXPORT)
def dossier_new(request: HttpRequest, case: Case) -> HttpResponse:
    """Compose: what is missing first, then who it is for and what it shows; `look` previews it."""
    exhibits = Exhibit.objects.filter(case=case).select_related("sighting").order_by("number")
    reader, now = reader_of(request), timezone.now()
    form = DossierForm(
        request.POST or None,
        exhibits=exhibits,
        with_pictures=case.age == Age.ADULT,
        own=case.client_id == reader.pk,
        covered=Redaction.objects.standing().filter(exhibit__case=case).exists(),
        quotable=case.effects.filter(quotable=True).count(),
    )
    seen = None
    if request.method == "POST" and form.is_valid() and "look" in request.POST:
        seen = preview(case, form.chosen(), actor=reader, now=now)
    elif request.method == "POST" and form.is_valid():
        made = ask_for_dossier(case, choice=form.chosen(), actor=reader, now=now)
        nudged = cast("DjangoTask[..., None]", make_dossier)
        nudged.delay_on_commit(dossier_id=str(made.pk))
        return redirect("dossiers:dossier", ref=case.ref, dossier_id=made.pk)
    page = frame(request, case) | {
        "form": form,
        "preview": seen,
        "missing": [_linked(gap, case) for gap in whats_missing(case, actor=reader, now=now)],
        "placed": [exhibit.label for exhibit in exhibits if exhibit.has_location],
        "no_pictures": "images" not in form.fields,
    }
    return render(request, "dossiers/dossier_new.html", page, status=422 if form.errors else 200)


def _linked(gap: Gap, case: Case) -> dict[str, object]:
    """A gap with a link to the page of each place, exhibit or letter it names."""
    route, name = DOORS[gap.kind]
    links = [
        {"label": spot.label, "href": reverse(route, kwargs={"ref": case.ref, name: spot.key})}
        for spot in gap.named
    ]
    return {"what": gap.what, "links": links, "more": gap.more}
