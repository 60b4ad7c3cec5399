"""Doors of this app."""

from django.urls import URLPattern

app_name = "takedowns"
urlpatterns: list[URLPattern] = []
