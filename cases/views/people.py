"""People to talk to."""

import re

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django_countries import countries

from cases.access import Permission
from cases.forms.work import PlaceForm
from cases.gate import case_view, frame
from cases.models import Age, Case
from cases.registry.support import SupportService, services_for

KINDS = {
    "helpline": "Talk to someone",
    "hash_program": "Stop copies on large services",
    "hotline": "Report it",
    "police": "Police",
    "regulator": "Public office",
    "appeal_body": "If a service says no",
    "adr": "If a service says no",
    "guide": "Read on",
    "directory": "Find more near you",
    "hotline_directory": "Find more near you",
    "notice_archive": "Look up letters of others",
}
TALK = {"helpline": 0, "directory": 1}
"""Kinds where a person answers, or that lead to one; they come first beside a case."""
_FIELDS = ("phone", "hours", "url", "serves")


def shown(service: SupportService) -> dict[str, object]:
    """A service as pages show it; `unchecked` names what nobody has compared with a source."""
    return {
        "name": service.name,
        "kind": KINDS[service.kind],
        "says": service.serves,
        "phone": service.phone,
        "phone_href": _dial(service.phone),
        "hours": service.hours,
        "url": service.url,
        "url_label": service.url.split("/")[2].removeprefix("www."),
        "unchecked": [field for field in _FIELDS if service.from_memory(field)],
        "whole_unchecked": service.confidence == "from memory",
        "country": dict(countries).get(service.country, ""),
        "checked": service.checked,
    }


def nearest(case: Case, *, count: int) -> list[dict[str, object]]:
    """The services to name on the case's page: helplines first, then whoever is there."""
    minors = case.age in {Age.MINOR, Age.UNSURE}
    found = services_for(case.country or None, minors=minors)
    by_talk = sorted(found, key=lambda service: TALK.get(service.kind, len(TALK)))
    return [shown(service) for service in by_talk[:count]]


@require_safe
def helplines(request: HttpRequest) -> HttpResponse:
    """For everyone, signed in or not: services by country."""
    asked = request.GET if request.GET else None
    form = PlaceForm(asked)
    country, minors = "", False
    if form.is_bound and form.is_valid():
        country, minors = form.cleaned_data["c"], form.cleaned_data["u"]
    page = {
        "base": "base.html" if request.user.is_authenticated else "base_plain.html",
        "form": form,
        "minors": minors,
        "country": dict(countries).get(country, ""),
        "groups": grouped(country, minors=minors),
    }
    return render(request, "cases/helplines.html", page)


@case_view(Permission.SEE)
@require_safe
def case_helplines(request: HttpRequest, case: Case) -> HttpResponse:
    """Services for the country and the age in this case."""
    minors = case.age in {Age.MINOR, Age.UNSURE}
    page = frame(request, case) | {
        "minors": minors,
        "country": dict(countries).get(case.country, ""),
        "groups": grouped(case.country, minors=minors),
    }
    return render(request, "cases/case_helplines.html", page)


def grouped(country: str, *, minors: bool) -> list[tuple[str, list[dict[str, object]]]]:
    """(title, services): near the person first, then those for everyone."""
    found = services_for(country or None, minors=minors)
    near = [shown(service) for service in found if service.country != "GLOBAL"]
    everywhere = [shown(service) for service in found if service.country == "GLOBAL"]
    groups = [("Near you", near), ("Wherever you are", everywhere)]
    return [(title, services) for title, services in groups if services]


def _dial(phone: str | None) -> str:
    """`tel:` with the first number in the text, or nothing."""
    first = re.match(r"[+0-9][0-9 ()\-]*", phone or "")
    digits = re.sub(r"[^0-9+]", "", first.group()) if first else ""
    return f"tel:{digits}" if digits else ""
