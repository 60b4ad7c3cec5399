"""Doors of this app."""

from django.urls import path

from dossiers.views import (
    checking,
    composing,
    handing,
    papers,
    police,
    released,
    releasing,
    taking,
)

app_name = "dossiers"
urlpatterns = [
    path("check/", checking.check, name="check"),
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
    path("b/<str:ref>/bundle/<uuid:dossier_id>/stop/", handing.dossier_stop, name="dossier-stop"),
    path(
        "b/<str:ref>/bundle/<uuid:dossier_id>/go-on/",
        handing.dossier_go_on,
        name="dossier-go-on",
    ),
    path(
        "b/<str:ref>/bundle/<uuid:dossier_id>/locked/",
        handing.dossier_locked,
        name="dossier-locked",
    ),
    path(
        "b/<str:ref>/bundle/<uuid:dossier_id>/release/",
        releasing.release_new,
        name="release-new",
    ),
    path("b/<str:ref>/released/", releasing.releases, name="releases"),
    path("b/<str:ref>/released/<uuid:release_id>/", releasing.release, name="release"),
    path(
        "b/<str:ref>/released/<uuid:release_id>/paper/",
        papers.release_paper,
        name="release-paper",
    ),
    path("b/<str:ref>/released/<uuid:release_id>/end/", releasing.release_end, name="release-end"),
    path(
        "b/<str:ref>/mandate/<uuid:mandate_id>/paper/",
        papers.mandate_paper,
        name="mandate-paper",
    ),
    path(
        "b/<str:ref>/letters/<uuid:notice_id>/receipt/",
        papers.notice_receipt,
        name="notice-receipt",
    ),
    path("b/<str:ref>/police/", police.police_sheet, name="police-sheet"),
    path("b/<str:ref>/keep/all/", taking.case_take, name="case-take"),
    path("you/all/", taking.take_all, name="take-all"),
    path("z/<str:released>/", released.released, name="released"),
    path("z/<str:released>/file/", released.released_file, name="released-file"),
    path("z/<str:released>/compare/", released.released_compare, name="released-compare"),
    path("z/<str:released>/<str:label>/", released.released_picture, name="released-picture"),
]
