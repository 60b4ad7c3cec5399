"""Doors of this app."""

from django.urls import path

from cases.views.asking import mandate_answer, mandate_ask, mandate_unask
from cases.views.assignment import case_assign
from cases.views.case import case
from cases.views.closure import case_close
from cases.views.contact import case_contact
from cases.views.effects import effect_quote, effect_remove, effects
from cases.views.home import home
from cases.views.intake import intake
from cases.views.mandate import mandate, mandate_revoke
from cases.views.notes import note_add
from cases.views.opening import case_open
from cases.views.people import case_helplines, helplines
from cases.views.retention import case_delete, case_hold, case_keep
from cases.views.sharing import case_code, case_share
from cases.views.story import case_timeline

app_name = "cases"
urlpatterns = [
    path("", home, name="home"),
    path("people/", helplines, name="helplines"),
    path("b/new/", case_open, name="case-open"),
    path("b/code/", case_code, name="case-code"),
    path("b/<slug:ref>/", case, name="case"),
    path("b/<slug:ref>/q/<slug:step>/", intake, name="intake"),
    path("b/<slug:ref>/story/", case_timeline, name="case-timeline"),
    path("b/<slug:ref>/contact/", case_contact, name="case-contact"),
    path("b/<slug:ref>/people/", case_helplines, name="case-helplines"),
    path("b/<slug:ref>/mandate/", mandate, name="mandate"),
    path("b/<slug:ref>/mandate/<uuid:mandate_id>/end/", mandate_revoke, name="mandate-revoke"),
    path("b/<slug:ref>/mandate/ask/", mandate_ask, name="mandate-ask"),
    path("b/<slug:ref>/mandate/ask/<uuid:ask_id>/end/", mandate_unask, name="mandate-unask"),
    path("y/<str:asked>/", mandate_answer, name="mandate-answer"),
    path("b/<slug:ref>/assign/", case_assign, name="case-assign"),
    path("b/<slug:ref>/notes/add/", note_add, name="note-add"),
    path("b/<slug:ref>/effects/", effects, name="effects"),
    path("b/<slug:ref>/effects/<uuid:effect_id>/quote/", effect_quote, name="effect-quote"),
    path("b/<slug:ref>/effects/<uuid:effect_id>/remove/", effect_remove, name="effect-remove"),
    path("b/<slug:ref>/team/", case_share, name="case-share"),
    path("b/<slug:ref>/close/", case_close, name="case-close"),
    path("b/<slug:ref>/keep/", case_keep, name="case-keep"),
    path("b/<slug:ref>/keep/hold/", case_hold, name="case-hold"),
    path("b/<slug:ref>/keep/delete/", case_delete, name="case-delete"),
]
