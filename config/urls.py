"""Doors of the house. Paths are neutral: a browser's history shows no case words."""

from django.urls import include, path

urlpatterns = [
    path("", include("accounts.urls")),
    path("in/", include("allauth.urls")),
    path("in/2fa/webauthn/keys/", include("accounts.passkey_urls")),  # last, so that links take it
    path("", include("cases.urls")),
    path("", include("evidence.urls")),
    path("", include("takedowns.urls")),
    path("", include("dossiers.urls")),
]
