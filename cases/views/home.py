"""The front door: what a person finds depends on who they are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from accounts.models import Person
from cases import access
from cases.models import Case


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """A calm page for strangers; one's own case, a list of them, or the day's work."""
    person = request.user
    if not isinstance(person, Person):
        return render(request, "cases/home.html", {"base": "base_plain.html"})

    mine = list(access.visible_to(person).filter(client=person).order_by("-opened_at"))
    works = access.teams_of(person).exists()
    if works and not mine:
        return redirect("takedowns:today")
    if len(mine) == 1 and not works:
        return redirect("cases:case", mine[0].ref)
    return render(request, "cases/home.html", _book(mine, works=works))


def _book(mine: list[Case], *, works: bool) -> dict[str, object]:
    return {"base": "base.html", "mine": mine, "works": works, "person": True}
