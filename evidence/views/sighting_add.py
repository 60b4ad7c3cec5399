"""Noting places: one page for links, a place without one, what was noticed, and pictures.

Nothing entered is lost. The links stay in the box until they are saved, and what will be saved
is shown first wherever there is more than one or something is wrong. A browser cannot put files
back into a form, so good files are kept at once and carried along by their numbers.
"""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.models import Person
from cases.access import Permission
from cases.errors import DomainError
from cases.gate import case_view, reader_of
from cases.models import Case
from evidence.forms.places import SightingForm
from evidence.links import split_pasted
from evidence.models import Exhibit, Kind, Sighting
from evidence.services import exhibits, imports, sightings
from evidence.services.exhibits import why_no_files
from evidence.services.lists import as_table
from evidence.services.sightings import Line, Noticed
from evidence.views.arrivals import kept_files
from evidence.views.imports import nudge
from evidence.views.pages import page
from evidence.views.uploads import offered_files, takes_uploads

MOST_LINES = 200
"""More links than these become a list, looked over by the worker."""


@dataclass
class Draft:
    """What one sending of the form holds: its lines, and the pictures kept with it so far."""

    case: Case
    form: SightingForm
    text: str = ""
    links: list[str] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    pictures: list[Exhibit] = field(default_factory=list)
    shows: dict[str, str] = field(default_factory=dict)
    remarks: list[str] = field(default_factory=list)
    was_looked_over: bool = False

    @property
    def new(self) -> list[Line]:
        """The lines that saving makes a place of."""
        return [line for line in self.lines if line.is_new]

    @property
    def digest(self) -> str:
        """Names the text that was looked over, so that saving is bound to it."""
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def has_place(self) -> bool:
        """Whether a place without a link is described."""
        return bool(self.form.cleaned_data.get("kind"))

    @property
    def is_many(self) -> bool:
        """So many links that they become a list; nothing else is wrong."""
        return bool(self.links) and not self.form.errors

    @property
    def is_ready(self) -> bool:
        """One clear link, or a text that was looked over and brings something."""
        if self.form.errors:
            return False
        if not self.lines:
            return self.has_place
        if len(self.lines) == 1 and self.new:
            return True
        return self.was_looked_over and bool(self.new or self.has_place or self.pictures)


@require_http_methods(["GET", "POST"])
@takes_uploads(case_view(Permission.LOG))
def sighting_add(request: HttpRequest, case: Case) -> HttpResponse:
    """Look over what was entered, then save it."""
    if request.method == "GET":
        return _form_page(request, Draft(case, SightingForm(takes_files=case.takes_files)))
    draft = _draft(request, case)
    if draft.is_many:
        return _as_list(request, draft)
    if not draft.is_ready:
        return _form_page(request, draft)
    made = _saved(request, draft)
    if made is None:
        return _form_page(request, draft)
    return _after(request, draft, made)


def _as_list(request: HttpRequest, draft: Draft) -> HttpResponse:
    """The links, each with what was noticed, as the draft of a list; pictures stay kept."""
    actor, now = reader_of(request), timezone.now()
    noticed = draft.form.noticed(own_zone=actor.zone, now=now)
    place = (
        draft.form.place(kind=Kind(draft.form.cleaned_data["kind"])) if draft.has_place else None
    )
    if draft.form.errors:
        return _form_page(request, draft)
    given = as_table(draft.links, place=place, noticed=noticed)
    try:
        whole = imports.begin(
            draft.case, given=given, is_workbook=False, zone=actor.zone, actor=actor, now=now
        )
    except DomainError as fault:
        draft.form.add_error(None, str(fault))
        return _form_page(request, draft)
    nudge(whole)
    for remark in draft.remarks:
        messages.info(request, remark)
    messages.info(request, "So many links are looked over as a list first.")
    return redirect("evidence:import", ref=draft.case.ref, import_id=whole.pk)


def _draft(request: HttpRequest, case: Case) -> Draft:
    form = SightingForm(request.POST, request.FILES, takes_files=case.takes_files)
    form.is_valid()
    text = request.POST.get("links", "") if "links" not in form.errors else ""
    links = split_pasted(text)
    draft = Draft(case, form, text=text)
    draft.links = links if len(links) > MOST_LINES else []
    draft.lines = [] if draft.links else sightings.survey(case, text=text)
    draft.was_looked_over = request.POST.get("looked_over") == draft.digest
    draft.pictures = _carried(request, case)
    draft.shows = {
        name.removeprefix("shows-"): str(value)
        for name, value in request.POST.items()
        if name.startswith("shows-")
    }
    if text.strip() and not links:
        form.add_error("links", "There is no link in this text. Copy one from the address bar.")
    if len(draft.lines) == 1 and draft.lines[0].fault:
        form.add_error("links", draft.lines[0].fault)
    _take_files(request, draft)
    return draft


def _carried(request: HttpRequest, case: Case) -> list[Exhibit]:
    """The pictures kept by an earlier sending of this form that show no place yet."""
    numbers = [word for word in request.POST.getlist("kept") if word.isdecimal()][:100]
    found = Exhibit.objects.filter(case=case, number__in=numbers, sighting=None)
    return list(found.order_by("number"))


def _take_files(request: HttpRequest, draft: Draft) -> None:
    if offered_files(request):
        draft.form.add_error(None, why_no_files(draft.case))
    if "upload" not in draft.form.fields:
        return
    for kept in kept_files(request, draft.case, draft.form):
        again = " It was here already; it is counted, not kept twice." if kept.again else ""
        draft.remarks += [f"{kept.exhibit.label} is kept.{again} {kept.remark}".strip()]
        if kept.exhibit.sighting_id is None and kept.exhibit not in draft.pictures:
            draft.pictures.append(kept.exhibit)


def _saved(request: HttpRequest, draft: Draft) -> list[Sighting] | None:
    """The new places; None where something has to be put right first."""
    actor, now = reader_of(request), timezone.now()
    noticed = draft.form.noticed(own_zone=actor.zone, now=now)
    if draft.form.errors:
        return None
    try:
        return _written(draft, noticed=noticed, actor=actor, now=now)
    except DomainError as fault:
        draft.form.add_error(None, str(fault))
        return None


@transaction.atomic
def _written(draft: Draft, *, noticed: Noticed, actor: Person, now: datetime) -> list[Sighting]:
    links = [line.link for line in draft.new if line.link]
    made = sightings.log_links(draft.case, links=links, noticed=noticed, actor=actor, now=now)
    places = _by_line(draft, made)
    if draft.has_place:
        data = draft.form.cleaned_data
        places["place"] = sightings.log_place(
            draft.case,
            place=draft.form.place(kind=Kind(data["kind"])),
            noticed=noticed,
            actor=actor,
            now=now,
        )
        made = [*made, places["place"]]
    for picture in draft.pictures:
        if shown := _shown(picture, draft, places):
            exhibits.put_with(picture, sighting=shown, actor=actor)
    return made


def _by_line(draft: Draft, made: list[Sighting]) -> dict[str, Sighting]:
    """Each place by the number of its line, those known before included."""
    known = {str(line.number): line.twin for line in draft.lines if line.twin}
    new = {str(line.number): row for line, row in zip(draft.new, made, strict=False)}
    return known | new


def _shown(picture: Exhibit, draft: Draft, places: dict[str, Sighting]) -> Sighting | None:
    """The place a picture was said to show; with one place there is nothing to ask."""
    if len(places) == 1:
        default = next(iter(places))
        return places.get(draft.shows.get(str(picture.number), default))
    return places.get(draft.shows.get(str(picture.number), ""))


def _after(request: HttpRequest, draft: Draft, made: list[Sighting]) -> HttpResponse:
    for remark in draft.remarks:
        messages.info(request, remark)
    wrong = [line.raw for line in draft.lines if line.fault]
    messages.success(request, _told(made))
    if wrong:
        return _form_page(request, _left(draft, wrong))
    if len(made) == 1:
        return redirect("evidence:sighting", ref=draft.case.ref, sighting_id=made[0].pk)
    return redirect("evidence:sightings", ref=draft.case.ref)


def _told(made: list[Sighting]) -> str:
    if not made:
        return "The pictures are with their place now."
    if len(made) == 1:
        return f"{made[0].shown_place} is noted as place {made[0].number}."
    return f"{len(made)} places are noted."


def _left(draft: Draft, wrong: list[str]) -> Draft:
    """The same form with only the links that could not be read; the rest is saved."""
    data = {name: draft.form.data.get(name, "") for name in draft.form.fields}
    data |= {"links": "\n".join(wrong), "kind": "", "locator": ""}
    form = SightingForm(data, takes_files=draft.case.takes_files)
    form.is_valid()
    text = data["links"]
    return Draft(draft.case, form, text=text, lines=sightings.survey(draft.case, text=text))


def _form_page(request: HttpRequest, draft: Draft) -> HttpResponse:
    choices = _choices(draft)
    only = choices[0][0] if len(choices) == 1 else ""
    pictures = [
        {"picture": picture, "shows": draft.shows.get(str(picture.number), only)}
        for picture in draft.pictures
    ]
    return page(
        request,
        draft.case,
        "evidence/sighting_add.html",
        form=draft.form,
        draft=draft,
        choices=choices,
        pictures=pictures,
        label=_label(draft),
        status=422 if draft.form.is_bound and draft.form.errors else 200,
    )


def _choices(draft: Draft) -> list[tuple[str, str]]:
    """The places a picture may show, by the number of their line."""
    choices = [
        (str(line.number), f"{line.number}. {line.shown_place}")
        for line in draft.lines
        if line.link and line.same_as is None
    ]
    if draft.form.is_bound and draft.has_place:
        choices.append(("place", "The place without a link"))
    return choices


def _label(draft: Draft) -> str:
    count = len(draft.new)
    if draft.lines and count:
        return "Save this place" if count == 1 else f"Save these {count} places"
    return "Save"
