"""Doors of the pages about many letters at once."""

from django.urls import URLPattern, path

from takedowns.views.approving import letters_answer, letters_approve, letters_ask
from takedowns.views.writing_to_all import letters_write

batch_urlpatterns: list[URLPattern] = [
    path("everyone/", letters_write, name="letters-write"),
    path("approve/", letters_approve, name="letters-approve"),
    path("answers/", letters_answer, name="letters-answer"),
    path("ask/", letters_ask, name="letters-ask"),
]
