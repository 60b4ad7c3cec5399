"""Doors of the answers to one letter."""

from django.urls import URLPattern, path

from takedowns.views.answers import (
    reply,
    reply_add,
    reply_asked_done,
    reply_attachments,
    reply_outcome,
    reply_signature,
    reply_sort,
)

ANSWER = "answers/<uuid:reply_id>/"

answer_urlpatterns: list[URLPattern] = [
    path("answer/", reply_add, name="reply-add"),
    path(ANSWER, reply, name="reply"),
    path(ANSWER + "sort/", reply_sort, name="reply-sort"),
    path(ANSWER + "outcome/", reply_outcome, name="reply-outcome"),
    path(ANSWER + "asked/", reply_asked_done, name="reply-asked-done"),
    path(ANSWER + "files/", reply_attachments, name="reply-attachments"),
    path(ANSWER + "signature/", reply_signature, name="reply-signature"),
]
