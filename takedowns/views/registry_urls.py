"""Doors of the registry's pages and of what is shown from it in a case."""

from django.urls import URLPattern, path

from takedowns.views.corrections import correction_withdraw, entry_checked, entry_wrong
from takedowns.views.platforms import platform, platforms
from takedowns.views.rules import rule, rules
from takedowns.views.siblings import sibling_add, siblings_view
from takedowns.views.support import service, services

PLACE = "b/<slug:ref>/places/<uuid:sighting_id>/"

registry_urlpatterns: list[URLPattern] = [
    path("platforms/", platforms, name="platforms"),
    path("platforms/<slug:slug>/", platform, name="platform"),
    path("rules/", rules, name="rules"),
    path("rules/<slug:rule_slug>/", rule, name="rule"),
    path("services/", services, name="services"),
    path("services/<slug:service_slug>/", service, name="service"),
    path("entries/<slug:kind>/<slug:slug>/wrong/", entry_wrong, name="entry-wrong"),
    path("entries/<slug:kind>/<slug:slug>/checked/", entry_checked, name="entry-checked"),
    path(
        "entries/notes/<uuid:correction_id>/withdraw/",
        correction_withdraw,
        name="correction-withdraw",
    ),
    path(PLACE + "beside/", siblings_view, name="siblings"),
    path(PLACE + "beside/add/", sibling_add, name="sibling-add"),
]
