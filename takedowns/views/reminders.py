"""How a person is reminded: quiet hours, bundled notes, and a calendar at a secret address."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.cache import cache
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.gate import reader_of
from takedowns.forms.clock import FeedForm, RemindersForm
from takedowns.models import ReminderChoices
from takedowns.services import feeds, reminder_choices

MOST_READINGS = 60
"""Of one calendar in an hour; a calendar asks far less often."""
HOUR = 3600
FIELDS = tuple(reminder_choices.Wanted.__dataclass_fields__)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def reminders(request: HttpRequest) -> HttpResponse:
    """Show and keep the choices."""
    person = reader_of(request)
    choices = reminder_choices.of(person)
    initial = {field: getattr(choices, field) for field in FIELDS}
    form = RemindersForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        wanted = form.wanted(before=choices)
        reminder_choices.change(person, wanted=wanted, now=timezone.now())
        messages.success(request, "Saved.")
        return redirect("takedowns:reminders")
    status = 422 if form.errors else 200
    return render(request, "takedowns/reminders.html", _page(request, form), status=status)


@login_required
@require_POST
def reminders_feed(request: HttpRequest) -> HttpResponse:
    """Switch the calendar on, give it a new address, or switch it off."""
    person = reader_of(request)
    if request.POST.get("do") == "off":
        feeds.switch_off(person)
        messages.success(request, "The calendar's address does not work any more.")
        return redirect("takedowns:reminders")
    form = FeedForm(request.POST)
    form.is_valid()
    token = feeds.switch_on(
        person, alarms=bool(form.cleaned_data.get("alarms")), now=timezone.now()
    )
    address = request.build_absolute_uri(reverse("takedowns:calendar", args=[token]))
    return render(request, "takedowns/reminders_feed.html", {"address": address})


@require_safe
def calendar(request: HttpRequest, feed: str) -> HttpResponse:
    """The calendar of whoever holds the address; every wrong one is the same 404."""
    choices = feeds.find(feed)
    if choices is None:
        raise Http404
    now = timezone.now()
    if not _may_read(choices, now=now):
        return HttpResponse(status=429, headers={"Retry-After": str(HOUR)})
    return HttpResponse(
        feeds.feed_of(choices, now=now), content_type="text/calendar; charset=utf-8"
    )


def _may_read(choices: ReminderChoices, *, now: datetime) -> bool:
    """Count one reading of this hour; false once there were too many."""
    key = f"calendar:{choices.pk}:{now:%Y%m%d%H}"
    read = int(cache.get(key, 0)) + 1
    cache.set(key, read, HOUR)
    return read <= MOST_READINGS


def _page(request: HttpRequest, form: RemindersForm) -> dict[str, Any]:
    person = reader_of(request)
    choices = reminder_choices.of(person)
    return {
        "form": form,
        "mail_is_safe": person.mail_is_safe and bool(person.email),
        "zone": person.zone,
        "feed_made_at": choices.feed_made_at,
        "feed_form": FeedForm(initial={"alarms": choices.feed_alarms}),
    }
