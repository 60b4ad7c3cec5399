"""Doors of sending by mail."""

from django.urls import URLPattern, path

from takedowns.views.mailing import (
    mail_account,
    mail_account_remove,
    mail_account_test,
    mail_decide,
    notice_mail,
)

ACCOUNT = "team/<uuid:organisation_id>/mail/"

mail_urlpatterns: list[URLPattern] = [
    path(ACCOUNT, mail_account, name="mail-account"),
    path(ACCOUNT + "test/", mail_account_test, name="mail-account-test"),
    path(ACCOUNT + "remove/", mail_account_remove, name="mail-account-remove"),
    path("b/<slug:ref>/letters/<uuid:notice_id>/post/", notice_mail, name="notice-mail"),
    path("b/<slug:ref>/mails/<uuid:mail_id>/", mail_decide, name="mail-decide"),
]
