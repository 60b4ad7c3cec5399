"""Doors to who is responsible for a site."""

from django.urls import URLPattern, path

from takedowns.views.responsible import (
    responsible,
    responsible_ask,
    responsible_hand,
    responsible_paste,
)

WHO = "b/<slug:ref>/places/<uuid:sighting_id>/who/"

responsible_urlpatterns: list[URLPattern] = [
    path(WHO, responsible, name="responsible"),
    path(WHO + "ask/", responsible_ask, name="responsible-ask"),
    path(WHO + "paste/", responsible_paste, name="responsible-paste"),
    path(WHO + "hand/", responsible_hand, name="responsible-hand"),
]
