"""Doors of this app."""

from django.urls import URLPattern

app_name = "dossiers"
urlpatterns: list[URLPattern] = []
