"""Doors of the house. Paths are neutral: a browser's history shows no case words."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("in/", include("allauth.urls")),
    path("", include("cases.urls")),
    path("", include("evidence.urls")),
    path("", include("takedowns.urls")),
    path("", include("dossiers.urls")),
]
