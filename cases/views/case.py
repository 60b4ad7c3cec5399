"""The page of a case, as the person sees it and as an advocate does."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_countries import countries

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.forms.work import AssignForm, NoteForm
from cases.gate import case_view, frame, reader_of
from cases.intake.rules import NAMES
from cases.models import Age, Case, Scope
from cases.services.retention import retention_of
from cases.views.people import nearest
from cases.views.story import step_of


@dataclass(frozen=True, slots=True)
class Panel:
    """A frame that a higher app fills, by the name of its page; `add` opens its form."""

    title: str
    name: str
    link: str
    add: str = ""
    add_label: str = ""


PLACES = Panel(
    "Places", "evidence:sightings", "See all places", "evidence:sighting-add", "Add a place"
)
YOUR_PICTURES = Panel(
    "Your own pictures", "evidence:references", "See what is kept", "evidence:reference-add", "Add"
)
THEIR_PICTURES = Panel(
    "The person's pictures",
    "evidence:references",
    "See what is kept",
    "evidence:reference-add",
    "Add",
)
FILES = Panel(
    "Screenshots and files", "evidence:exhibits", "See all files", "evidence:exhibit-add", "Add"
)
LETTERS = Panel(
    "Letters", "takedowns:notices", "See all letters", "takedowns:notice-propose", "New letter"
)
BUNDLE = Panel("Bundle", "dossiers:dossiers", "Put it all together for a lawyer or the police")


@case_view(Permission.SEE)
@require_safe
def case(request: HttpRequest, case: Case) -> HttpResponse:
    """Where things stand, what comes next, and what happened."""
    page = frame(request, case)
    page |= _shared(request, case)
    page |= _keeping(case)
    if not page["mine"]:
        page |= _for_staff(case)
    return render(request, "cases/case.html", page)


def _shared(request: HttpRequest, case: Case) -> dict[str, object]:
    last = timeline.last_lines(case, reader=reader_of(request), count=5)
    return {
        "panels": _panels(case, mine=case.client_id == reader_of(request).pk),
        "bundle": BUNDLE,
        "steps": [step_of(line) for line in last],
        "last_at": last[-1].at if last else case.opened_at,
        "services": nearest(case, count=2),
        "no_files": case.age in {Age.MINOR, Age.UNSURE},
        "mandates": access.running_mandates(case, now=timezone.now()),
    }


def _panels(case: Case, *, mine: bool) -> list[Panel]:
    if case.age != Age.ADULT:
        return [PLACES, LETTERS]
    return [PLACES, FILES, YOUR_PICTURES if mine else THEIR_PICTURES, LETTERS]


def _for_staff(case: Case) -> dict[str, object]:
    team = case.organisation
    people = access.staff_of(team) if team else Person.objects.none()
    return {
        "notes": case.notes.select_related("author").order_by("-written_at"),
        "note_form": NoteForm(),
        "assign_form": AssignForm(people=people, initial={"to": case.advocate_id}),
        "country": dict(countries).get(case.country, ""),
        "rules": ", ".join(NAMES[code] for code in case.jurisdictions if code in NAMES),
        "scopes": dict(Scope.choices),
    }


def _keeping(case: Case) -> dict[str, object]:
    """How long it is kept, and whether it is time to ask."""
    row, today = retention_of(case), timezone.now().date()
    return {"retention": row, "asks_again": bool(row.remind_date and row.remind_date <= today)}
