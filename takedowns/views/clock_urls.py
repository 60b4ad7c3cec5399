"""Doors of clocks and reminders."""

from django.urls import URLPattern, path

from takedowns.views.clock import follow_up_later, notice_clock
from takedowns.views.reminders import calendar, reminders, reminders_feed

clock_urlpatterns: list[URLPattern] = [
    path("b/<slug:ref>/letters/<uuid:notice_id>/time/", notice_clock, name="notice-clock"),
    path(
        "b/<slug:ref>/reminders/<uuid:follow_up_id>/later/", follow_up_later, name="follow-up-later"
    ),
    path("you/reminders/", reminders, name="reminders"),
    path("you/reminders/calendar/", reminders_feed, name="reminders-feed"),
    path("dates/<slug:feed>/notes.ics", calendar, name="calendar"),
]
