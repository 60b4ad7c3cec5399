"""Doors of the advocate's pages."""

from django.urls import URLPattern, path

from takedowns.views.caseload import caseload
from takedowns.views.today import today, today_outcome
from takedowns.views.which_letter import today_answer

staff_urlpatterns: list[URLPattern] = [
    path("today/", today, name="today"),
    path("today/answer/", today_answer, name="today-answer"),
    path("today/outcome/", today_outcome, name="today-outcome"),
    path("list/", caseload, name="caseload"),
]
