"""Doors of this app."""

from django.urls import include, path

from takedowns.views.answer_urls import answer_urlpatterns
from takedowns.views.batch_urls import batch_urlpatterns
from takedowns.views.climbing_urls import climbing_urlpatterns
from takedowns.views.clock_urls import clock_urlpatterns
from takedowns.views.letter import notice, notice_approve, notice_reopen, notice_withdraw
from takedowns.views.mail_urls import mail_urlpatterns
from takedowns.views.panels import next_step
from takedowns.views.proposing import notice_propose, notices_view
from takedowns.views.registry_urls import registry_urlpatterns
from takedowns.views.responsible_urls import responsible_urlpatterns
from takedowns.views.route_urls import route_urlpatterns
from takedowns.views.sent import follow_up_done, notice_outcome, notice_send
from takedowns.views.staff_urls import staff_urlpatterns
from takedowns.views.ways import (
    notice_companion,
    notice_copied,
    notice_eml,
    notice_pdf,
    notice_xarf,
)

LETTERS = "b/<slug:ref>/letters/"
LETTER = LETTERS + "<uuid:notice_id>/"

app_name = "takedowns"
urlpatterns = [
    *staff_urlpatterns,
    *clock_urlpatterns,
    *mail_urlpatterns,
    *registry_urlpatterns,
    *responsible_urlpatterns,
    *route_urlpatterns,
    *climbing_urlpatterns,
    path("b/<slug:ref>/next/", next_step, name="next-step"),
    path(LETTERS, notices_view, name="notices"),
    path(LETTERS, include(batch_urlpatterns)),
    path(LETTERS + "new/", notice_propose, name="notice-propose"),
    path(LETTER, notice, name="notice"),
    path(LETTER + "approve/", notice_approve, name="notice-approve"),
    path(LETTER + "change/", notice_reopen, name="notice-reopen"),
    path(LETTER + "aside/", notice_withdraw, name="notice-withdraw"),
    path(LETTER + "copy/", notice_companion, name="notice-companion"),
    path(LETTER + "copy/done/", notice_copied, name="notice-copied"),
    path(LETTER + "mail/", notice_eml, name="notice-eml"),
    path(LETTER + "paper/", notice_pdf, name="notice-pdf"),
    path(LETTER + "abuse-report/", notice_xarf, name="notice-xarf"),
    path(LETTER + "sent/", notice_send, name="notice-send"),
    path(LETTER + "outcome/", notice_outcome, name="notice-outcome"),
    path(LETTER, include(answer_urlpatterns)),
    path("b/<slug:ref>/reminders/<uuid:follow_up_id>/done/", follow_up_done, name="follow-up-done"),
]
