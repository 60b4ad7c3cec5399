"""Doors on the way to a letter: a question that decides, and telling less."""

from django.urls import URLPattern, path

from takedowns.views.deciding import notice_question
from takedowns.views.telling_less import notice_less

route_urlpatterns: list[URLPattern] = [
    path("b/<slug:ref>/letters/new/<slug:question>/", notice_question, name="notice-question"),
    path("b/<slug:ref>/letters/<uuid:notice_id>/less/", notice_less, name="notice-less"),
]
