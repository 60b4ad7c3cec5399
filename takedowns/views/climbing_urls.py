"""Doors to the ladder of a claim."""

from django.urls import URLPattern, path

from takedowns.views.climbing import ladder_choose, ladder_pass, notice_ladder

STEPS = "b/<slug:ref>/letters/<uuid:notice_id>/steps/"

climbing_urlpatterns: list[URLPattern] = [
    path(STEPS, notice_ladder, name="notice-ladder"),
    path(STEPS + "choose/", ladder_choose, name="ladder-choose"),
    path(STEPS + "pass/", ladder_pass, name="ladder-pass"),
]
