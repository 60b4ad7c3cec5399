"""Doors of this app."""

from django.urls import path

from dossiers.views import composing, handing

app_name = "dossiers"
urlpatterns = [
    path("b/<str:ref>/bundle/", handing.dossiers, name="dossiers"),
    path("b/<str:ref>/bundle/new/", composing.dossier_new, name="dossier-new"),
    path("b/<str:ref>/bundle/<uuid:dossier_id>/", handing.dossier, name="dossier"),
    path(
        "b/<str:ref>/bundle/<uuid:dossier_id>/state/",
        handing.dossier_progress,
        name="dossier-progress",
    ),
    path(
        "b/<str:ref>/bundle/<uuid:dossier_id>/file/",
        handing.dossier_download,
        name="dossier-download",
    ),
]
