"""Doors of this app."""

from django.urls import path

from accounts.views.leave import leave
from accounts.views.safety import safety
from accounts.views.settings import settings
from accounts.views.team import team, team_code, team_new, team_remove, team_role

app_name = "accounts"
urlpatterns = [
    path("leave/", leave, name="leave"),
    path("safe/", safety, name="safety"),
    path("you/", settings, name="settings"),
    path("team/", team, name="team"),
    path("team/new/", team_new, name="team-new"),
    path("team/<uuid:organisation_id>/code/", team_code, name="team-code"),
    path("team/members/<uuid:membership_id>/role/", team_role, name="team-role"),
    path("team/members/<uuid:membership_id>/remove/", team_remove, name="team-remove"),
]
