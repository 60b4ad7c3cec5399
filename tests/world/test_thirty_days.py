"""A case over thirty days against services that answer, ignore, refuse, hide and post again."""

from collections import Counter
from datetime import timedelta

import pytest

from evidence.models import Presence
from takedowns.models import Cause, MailState, NoticeRung, NoticeState, Outcome, ReminderMailState
from tests.world.cast import ALBUM, BACK, BLOCKED, CLIP, FILE, POSTS, SILENT, VIDEOS, WALL
from tests.world.left import SWEPT_WITHIN, Left

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
CLIMBED = [
    "", NoticeRung.FIRMER, NoticeRung.HOST, NoticeRung.CDN, NoticeRung.REGISTRAR,
    NoticeRung.SEARCH, NoticeRung.REGULATOR, NoticeRung.POLICE,
]  # fmt: skip


def test_climbs_from_the_first_letter_to_the_police_sheet(left: Left) -> None:
    about = left.asked_about[SILENT[0]]

    assert [each["rung"] for each in about] == CLIMBED
    assert all(each["sent_at"] for each in about)


def test_quotes_every_letter_before_it_in_the_complaint(left: Left) -> None:
    complaint = left.letter(rung=NoticeRung.REGULATOR)

    rungs = [each["rung"] for each in left.before(complaint)]
    missing = [
        each["number"]
        for each in left.before(complaint)
        if f" / {each['number']} " not in complaint["body"]
    ]
    assert (rungs, missing) == ([*CLIMBED[:3], NoticeRung.REGISTRAR], [])
    assert "HO-4471" in complaint["body"]


def test_names_the_statute_for_the_police(left: Left) -> None:
    assert "201a" in left.letter(rung=NoticeRung.POLICE)["body"]


def test_sends_nothing_that_nobody_approved(left: Left) -> None:
    sent = [each for each in left.letters if each["sent_at"]]

    assert all(each["approved_at"] <= each["sent_at"] for each in sent)
    assert sorted(each["digest"] for each in sent) == sorted(left.approvals)
    assert {each["digest"] for each in left.mails} <= set(left.approvals)
    drafts = [each for each in left.letters if each["state"] == NoticeState.DRAFT]
    assert [each["rung"] for each in drafts] == [NoticeRung.REVIEW, *3 * [NoticeRung.FIRMER]]


def test_tells_each_service_as_often_as_it_was_decided(left: Left) -> None:
    told = {host: len(notices) for host, notices in left.told.items()}

    assert told == {
        "streamable.com": 2, "imgur.com": 2, "redgifs.com": 1, "x.com": 1, "pornhub.com": 1,
        "catbox.moe": 1, "host.example": 1, "cdn.example": 1, "registrar.example": 1,
        "google.com": 1, "ftc.gov": 1,
    }  # fmt: skip
    assert sum(told.values()) == len(left.approvals) - 1  # the sheet goes to a police station


def test_hands_each_mail_over_once(left: Left) -> None:
    taken = Counter(name for _, _, name in left.taken)
    sent = [each["message_id"] for each in left.mails if each["state"] == MailState.SENT]

    assert taken == Counter(sent)
    assert {sender for sender, _, _ in left.taken} == {"letters@harbour.example"}


def test_keeps_a_refused_mail_apart_and_never_tries_it_again(left: Left) -> None:
    [refused] = [each for each in left.mails if each["state"] != MailState.SENT]

    assert (refused["state"], refused["attempts"]) == (MailState.FAILED, 1)
    assert "550 5.7.1" in refused["answer"]


@pytest.mark.parametrize("path", [*ALBUM[:2], *POSTS[1:], VIDEOS[0]])
def test_counts_as_removed_after_two_looks_a_day_apart(left: Left, path: str) -> None:
    item = left.items[path]

    assert item["outcome"] == Outcome.REMOVED
    assert item["confirmed_gone_at"] - item["gone_at"] >= DAY
    assert left.looks[path][-2:] == 2 * [Presence.GONE]


@pytest.mark.parametrize(
    ("path", "shows"),
    [(BLOCKED, Presence.RESTRICTED), (WALL, Presence.LOGIN_WALL), (FILE, Presence.UNKNOWN)],
)
def test_never_counts_what_is_only_hidden(left: Left, path: str, shows: Presence) -> None:
    item = left.items[path]

    assert set(left.looks[path][1:]) == {shows}
    assert (item["outcome"], item["gone_at"]) == (Outcome.PENDING, None)


def test_asks_once_more_when_it_is_back_and_cites_their_ticket(left: Left) -> None:
    again = left.letter(cause=Cause.BACK)
    first = left.items[BACK]

    assert first["back_at"] > first["confirmed_gone_at"]
    assert "your reference IM-4471" in again["body"]
    assert "has appeared again" in again["body"]
    assert (again["state"], left.looks[BACK][-2:]) == (NoticeState.DECIDED, 2 * [Presence.GONE])


def test_asks_for_a_review_where_they_refused_and_leaves_it_to_a_person(left: Left) -> None:
    [first, review] = left.asked_about[CLIP]

    assert left.items[CLIP]["outcome"] == Outcome.REFUSED
    assert (review["rung"], review["cause"]) == (NoticeRung.REVIEW, Cause.ANSWERED)
    assert (review["state"], review["earlier_id"]) == (NoticeState.DRAFT, first["id"])


def test_misses_no_reminder(left: Left) -> None:
    end = left.started_at + 30 * DAY
    due = [each for each in left.reminders if each["due_at"] <= end]
    late = [
        each
        for each in due
        if each["shown_at"] and each["shown_at"] - each["due_at"] > SWEPT_WITHIN
    ]
    unseen = [each for each in due if not each["shown_at"] and each["done_at"] is None]
    dropped = [
        each
        for each in due
        if not each["shown_at"] and each["done_at"] and each["done_at"] > each["due_at"]
    ]

    assert (len(due) > 40, late, unseen, dropped) == (True, [], [], [])


def test_mails_each_reminder_once_and_says_nothing_in_it(left: Left) -> None:
    shown = [each["id"] for each in left.reminders if each["shown_at"]]
    mailed = [each["follow_up_id"] for each in left.reminder_mails]

    assert sorted(mailed) == sorted(shown)
    assert {each["state"] for each in left.reminder_mails} == {ReminderMailState.SENT}
    assert Counter(reader for reader, _ in left.notes) == {"bea@harbour.example": len(shown)}
    assert len({body for _, body in left.notes}) == 1


def test_keeps_every_answer_with_its_number(left: Left) -> None:
    tickets = [each["ticket"] for each in left.replies]

    assert tickets == ["IM-4471", "RG-4471", "IM-4471", "HO-4471", "IM-4472"]
    assert all(each["original_id"] for each in left.replies)


def test_checks_the_signature_of_whoever_signs(left: Left) -> None:
    assert left.signatures == 3 * [("imgur.com", "HOLDS", True)]
