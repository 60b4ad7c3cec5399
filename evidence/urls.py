"""Doors of this app."""

from django.urls import path

from evidence.views import (
    arriving,
    custody,
    exhibits,
    helper_links,
    helping,
    imports,
    imprints,
    ladder,
    likeness,
    matches,
    originals,
    pictures,
    references,
    sighting_add,
    sightings,
    spread,
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
    path("b/<str:ref>/places/spread/", spread.spread, name="spread"),
    path("b/<str:ref>/places/list/", imports.import_add, name="import-add"),
    path("b/<str:ref>/places/list/<uuid:import_id>/", imports.import_, name="import"),
    path(
        "b/<str:ref>/places/list/<uuid:import_id>/progress/",
        imports.import_progress,
        name="import-progress",
    ),
    path(
        "b/<str:ref>/places/list/<uuid:import_id>/rows/",
        imports.import_faults,
        name="import-faults",
    ),
    path("b/<str:ref>/places/list/<uuid:import_id>/take/", imports.import_take, name="import-take"),
    path("b/<str:ref>/places/list/<uuid:import_id>/undo/", imports.import_undo, name="import-undo"),
    path(
        "b/<str:ref>/places/list/<uuid:import_id>/discard/",
        imports.import_discard,
        name="import-discard",
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
        originals.exhibit_original,
        name="exhibit-original",
    ),
    path("b/<str:ref>/arriving/", arriving.upload_begin, name="upload-begin"),
    path("b/<str:ref>/arriving/<uuid:upload_id>/", arriving.upload, name="upload"),
    path("b/<str:ref>/custody/", custody.custody, name="custody"),
    path("b/<str:ref>/custody/check/", custody.custody_check, name="custody-check"),
    path("b/<str:ref>/custody/proof/", custody.custody_proof, name="custody-proof"),
    path(
        "b/<str:ref>/items/<uuid:exhibit_id>/says/",
        imprints.exhibit_imprint,
        name="exhibit-imprint",
    ),
    path(
        "b/<str:ref>/items/<uuid:exhibit_id>/says/place/",
        imprints.exhibit_place,
        name="exhibit-place",
    ),
    path("b/<str:ref>/like/<uuid:match_id>/", matches.match_decide, name="match-decide"),
    path("b/<str:ref>/like/<uuid:match_id>/look/", likeness.match, name="match"),
    path("b/<str:ref>/like/<uuid:match_id>/outline/", likeness.match_outline, name="match-outline"),
    path("b/<str:ref>/own/", references.references, name="references"),
    path("b/<str:ref>/own/add/", references.reference_add, name="reference-add"),
    path(
        "b/<str:ref>/own/<uuid:reference_id>/remove/",
        references.reference_remove,
        name="reference-remove",
    ),
]
