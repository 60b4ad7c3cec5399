"""The advocate's day: what is overdue, what falls due, what came back, what nobody has."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from accounts.models import Person, Role
from cases import access
from cases.errors import DomainError
from cases.gate import reader_of
from cases.models import Case
from takedowns.forms.sent import BulkOutcomeForm
from takedowns.models import Outcome
from takedowns.services import answers, approving, endings, looks, outbox
from takedowns.services import today as work
from takedowns.services.answers import Answers
from takedowns.services.today import Show

PAGE = 25
SHORT = 8
"""Lines of a list below the table; the rest is named by its number."""
MINE = "mine"
KEY = (
    {"tone": "done", "label": "removed"},
    {"tone": "soon", "label": "restricted, not removed"},
    {"tone": "late", "label": "refused"},
    {"tone": "quiet", "label": "no answer in time, not found, or called a duplicate"},
)


@dataclass(frozen=True, slots=True)
class Shortened:
    """The first lines of a list, and how long the whole list is."""

    rows: Sequence[object]
    count: int

    @property
    def more(self) -> int:
        """Lines not shown."""
        return self.count - len(self.rows)


@require_safe
@login_required
def today(request: HttpRequest) -> HttpResponse:
    """All that waits, over all open cases this person works on."""
    reader = reader_of(request)
    if not access.teams_of(reader).exists():
        return _not_for(request, reader)
    return _page(request, reader)


@require_POST
@login_required
def today_outcome(request: HttpRequest) -> HttpResponse:
    """One outcome for the letters chosen in the table."""
    reader, now = reader_of(request), timezone.now()
    if not access.teams_of(reader).exists():
        return _not_for(request, reader)
    form = BulkOutcomeForm(request.POST, notices=work.answerable(reader))
    if form.is_valid() and _noted(request, form, reader=reader, now=now):
        return redirect(_address(whose=_whose(request.POST), show=_show(request.POST)))
    return _page(request, reader, form=form)


def _noted(request: HttpRequest, form: BulkOutcomeForm, *, reader: Person, now: datetime) -> bool:
    chosen = Outcome(form.cleaned_data["outcome"])
    try:
        letters, places = work.note_outcome(
            reader, notices=form.cleaned_data["notices"], outcome=chosen, now=now
        )
    except DomainError as refusal:
        form.add_error(None, str(refusal))
        return False
    said = f"Noted “{chosen.label}” for {_many(letters, 'letter')} with {_many(places, 'place')}."
    messages.success(request, said)
    return True


def _not_for(request: HttpRequest, reader: Person) -> HttpResponse:
    """A client goes to their notebook; a counsel and an operator are told why nothing is here."""
    roles = set(reader.memberships.values_list("role", flat=True))
    if not roles:
        return redirect("cases:home")
    return render(request, "takedowns/today_none.html", {"counsel": Role.COUNSEL in roles})


def _page(
    request: HttpRequest, reader: Person, *, form: BulkOutcomeForm | None = None
) -> HttpResponse:
    now = timezone.now()
    asked = request.POST if form else request.GET
    whose, show = _whose(asked), _show(asked)
    cases = work.cases_of(reader, mine=whose == MINE)
    letters = Paginator(work.sent_letters(cases, show=show, now=now), PAGE)
    page = letters.get_page(asked.get("page"))
    told = answers.how_platforms_answered(reader, now=now)
    context: dict[str, object] = {
        "now": now,
        "form": form or BulkOutcomeForm(notices=[]),
        "chosen": request.POST.getlist("notices"),
        "rows": [work.row_of(letter, now=now) for letter in page.object_list],
        "page": page,
        "whose": whose,
        "show": show.value,
        "views": _views(reader, whose=whose, show=show),
        "query": _query(whose=whose, show=show),
        "answers": told,
        "bars": bars(told),
        "key": KEY,
        "zone": timezone.get_current_timezone_name(),
    }
    context |= _lists(reader, cases, whose=whose, now=now) | _drafts(reader, cases, now=now)
    return render(request, "takedowns/today.html", context, status=422 if form else 200)


def _lists(
    reader: Person, cases: QuerySet[Case], *, whose: str, now: datetime
) -> dict[str, object]:
    due = work.count_due(cases, now=now)
    fresh = work.new_places(cases, now=now)
    replies, alone = _first(work.answers_to_read(cases)), _first(work.unassigned(reader))
    counts = [
        (due.over, "overdue", _address(whose=whose, show=Show.OVER) + "#due", "late"),
        (due.day, "due in 24 hours", _address(whose=whose, show=Show.DAY) + "#due", "soon"),
        (replies.count, "answers to read", "#answers", ""),
        (sum(group.count for group in fresh), "new places", "#places", ""),
        (alone.count, "without an advocate", "#unassigned", ""),
    ]
    return {
        "counts": [
            dict(zip(("value", "label", "url", "tone"), each, strict=True)) for each in counts
        ],
        "replies": replies,
        "alone": alone,
        "fresh": Shortened(fresh[:SHORT], len(fresh)),
        "reminders": _first(work.open_follow_ups(cases)),
        "to_send": _first(work.to_send(cases)),
        "asked": _first(work.asked_for_more(cases)),
        "mails": _first(outbox.needing(cases)),
        "drafted": _first(work.drafted(cases)),
        "again": _first(looks.to_look_again(cases, now=now)),
        "ending": _first(endings.near(reader, mine=whose == MINE, now=now)),
    }


def _drafts(reader: Person, cases: QuerySet[Case], *, now: datetime) -> dict[str, object]:
    """Drafts by case: how many, never what they say."""
    waiting = approving.waiting(cases, person=reader, now=now)
    return {
        "drafts": Shortened(waiting[:SHORT], len(waiting)),
        "yours": sum(row.yours for row in waiting),
        "draft_cases": sum(row.yours > 0 for row in waiting),
    }


def _first(rows: QuerySet[Model]) -> Shortened:
    return Shortened(list(rows[:SHORT]), rows.count())


def bars(told: list[Answers]) -> list[dict[str, object]]:
    """Rows for the drawn figure: parts in percent of the places of a group."""
    rows: list[dict[str, object]] = []
    for group in told:
        parts, x = [], 0.0
        shares = (group.removed, group.restricted, group.refused, group.other)
        for tone, share in zip(("done", "soon", "late", "quiet"), shares, strict=True):
            width = round(100 * share / group.places, 2)
            if share:
                parts.append({"x": round(x, 2), "width": width, "tone": tone})
            x += width
        note = f"{group.mean_words}, n {group.places}"
        rows.append({"label": group.label, "note": note, "parts": parts})
    return rows


def _whose(asked: QueryDict) -> str:
    return MINE if asked.get("whose") == MINE else ""


def _show(asked: QueryDict) -> Show:
    value = asked.get("show", "")
    return Show(value) if value in set(Show) else Show.ALL


def _query(*, whose: str, show: Show) -> str:
    """The view as it stands in the address, without its page."""
    query = QueryDict(mutable=True)
    for name, value in (("whose", whose), ("show", show.value)):
        if value:
            query[name] = value
    return query.urlencode()


def _address(*, whose: str, show: Show) -> str:
    query = _query(whose=whose, show=show)
    return reverse("takedowns:today") + (f"?{query}" if query else "")


def _views(reader: Person, *, whose: str, show: Show) -> list[dict[str, object]]:
    """Buttons above the table: whose cases (for those who lead a team) and which letters."""
    views: list[dict[str, object]] = []
    if reader.memberships.filter(role=Role.SUPERVISOR).exists():
        views = [
            {"label": label, "url": _address(whose=value, show=show), "here": whose == value}
            for value, label in (("", "All"), (MINE, "Mine"))
        ]
    if show is not Show.ALL:
        label = "overdue" if show is Show.OVER else "due in 24 hours"
        address = _address(whose=whose, show=Show.ALL)
        views.append({"label": f"Only {label}: show all again", "url": address, "here": False})
    return views


def _many(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
