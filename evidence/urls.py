"""Doors of this app."""

from django.urls import path

from evidence.views import (
    exhibits,
    helper_links,
    helping,
    ladder,
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
    path("b/<str:ref>/places/<uuid:sighting_id>/sign/", ladder.place_cosign, name="place-cosign"),
    path("b/<str:ref>/places/<uuid:sighting_id>/copy/", ladder.archive_add, name="archive-add"),
    path(
        "b/<str:ref>/items/<uuid:exhibit_id>/how/",
        ladder.exhibit_describe,
        name="exhibit-describe",
    ),
    path("b/<str:ref>/hands/", helper_links.helpers, name="helpers"),
    path("b/<str:ref>/hands/add/", helper_links.helper_add, name="helper-add"),
    path("b/<str:ref>/hands/<uuid:helper_id>/end/", helper_links.helper_end, name="helper-end"),
    path(
        "b/<str:ref>/hands/given/<uuid:contribution_id>/",
        helper_links.contribution_decide,
        name="contribution-decide",
    ),
    path("w/<str:token>/", helping.helper, name="helper"),
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
    path(
        "b/<str:ref>/own/<uuid:reference_id>/remove/",
        references.reference_remove,
        name="reference-remove",
    ),
]
