"""Doors of this app."""

from django.urls import path

from evidence.views import (
    cuts,
    devices,
    exhibits,
    matches,
    pictures,
    references,
    sighting_add,
    sightings,
)

app_name = "evidence"
urlpatterns = [
    path("b/<str:ref>/places/", sightings.sightings, name="sightings"),
    path("b/<str:ref>/places/add/", sighting_add.sighting_add, name="sighting-add"),
    path("b/<str:ref>/places/<uuid:sighting_id>/", sightings.sighting, name="sighting"),
    path(
        "b/<str:ref>/places/<uuid:sighting_id>/edit/",
        sightings.sighting_edit,
        name="sighting-edit",
    ),
    path(
        "b/<str:ref>/places/<uuid:sighting_id>/look/",
        sightings.observation_add,
        name="observation-add",
    ),
    path("b/<str:ref>/items/", exhibits.exhibits, name="exhibits"),
    path("b/<str:ref>/items/add/", exhibits.exhibit_add, name="exhibit-add"),
    path("b/<str:ref>/items/<uuid:exhibit_id>/", exhibits.exhibit, name="exhibit"),
    path(
        "b/<str:ref>/items/<uuid:exhibit_id>/outline/",
        pictures.exhibit_outline,
        name="exhibit-outline",
    ),
    path(
        "b/<str:ref>/items/<uuid:exhibit_id>/preview/",
        pictures.exhibit_preview,
        name="exhibit-preview",
    ),
    path(
        "b/<str:ref>/items/<uuid:exhibit_id>/original/",
        pictures.exhibit_original,
        name="exhibit-original",
    ),
    path("b/<str:ref>/like/<uuid:match_id>/", matches.match_decide, name="match-decide"),
    path("b/<str:ref>/own/", references.references, name="references"),
    path("b/<str:ref>/own/add/", references.reference_add, name="reference-add"),
    path("b/<str:ref>/own/device/", devices.reference_stated, name="reference-stated"),
    path("b/<str:ref>/own/part/<uuid:waiting_id>/", cuts.reference_cut, name="reference-cut"),
    path(
        "b/<str:ref>/own/part/<uuid:waiting_id>/<str:part>/",
        cuts.reference_drawing,
        name="reference-drawing",
    ),
    path(
        "b/<str:ref>/own/<uuid:reference_id>/remove/",
        references.reference_remove,
        name="reference-remove",
    ),
]
