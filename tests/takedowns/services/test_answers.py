"""Taking answers in, sorting them, keeping what hung on them, checking their signature."""

import io
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest

from accounts.models import Person
from cases.errors import DomainError, NotPermitted
from cases.models import Age, TimelineEvent
from evidence.models import CustodyEvent, Exhibit
from evidence.services import vault
from takedowns.models import KeySource, Notice, Outcome, Reply, ReplyKind, ReplyReading
from takedowns.registry.loader import registry
from takedowns.services import (
    clock_changes,
    finding,
    outcomes,
    reading_answers,
    signatures,
    sorting_answers,
    taking_answers,
)
from takedowns.services.replies import AnswerKnown
from takedowns.services.taking_answers import OutlookFile
from tests.takedowns.mails import NAME, PLAIN, record_of, rsa_key, signed, with_attachment
from tests.takedowns.resolver import answering


def take(notice: Notice, raw: bytes, *, actor: Person, now: datetime, text: str = "") -> Reply:
    return taking_answers.take_file(
        notice, io.BytesIO(raw), name="answer.eml", text=text, came_at=now, actor=actor, now=now
    )


@pytest.fixture
def later(now: datetime) -> datetime:
    """Six hours after the letter was sent: the mail's own day lies between."""
    return now + timedelta(hours=6)


def test_keeps_the_mail_bit_for_bit_before_it_reads_it(
    sent: Notice, wren: Person, later: datetime
) -> None:
    raw = signed()

    reply = take(sent, raw, actor=wren, now=later)

    assert reply.original is not None
    assert vault.read_all(reply.original.file) == raw
    assert (reply.original.purpose, reply.reading) == ("REPLY", ReplyReading.READ)
    assert CustodyEvent.objects.filter(item=reply.original.pk, kind="exhibit.kept").exists()
    assert reply.original.captures.count() == 1


def test_notes_what_the_mail_says_and_when_it_came(
    sent: Notice, wren: Person, later: datetime
) -> None:
    reply = take(sent, signed(), actor=wren, now=later)

    assert (reply.sender, reply.subject) == ("desk@service.example", "Re: Your report [#4471-209]")
    assert reply.received_at == reply.sent_at
    assert reply.text.startswith("Hello,")
    assert reply.kind == ReplyKind.OPEN


def test_believes_no_day_before_the_letter_was_sent(
    sent: Notice, wren: Person, later: datetime
) -> None:
    raw = PLAIN.replace(b"22 Nov 2026", b"22 Nov 2020")

    assert take(sent, raw, actor=wren, now=later).received_at == later


@pytest.mark.parametrize(
    ("raw", "reading"),
    [
        (b"\x89PNG\r\n\x1a\n a screenshot", ReplyReading.NO_MAIL),
        (PLAIN + bytes(41 << 20), ReplyReading.UNREADABLE),
    ],
    ids=["no mail", "too large to read"],
)
def test_loses_no_file_it_cannot_read(
    sent: Notice, wren: Person, later: datetime, raw: bytes, reading: ReplyReading
) -> None:
    reply = take(sent, raw, actor=wren, now=later, text="It says: removed.")

    assert (reply.reading, reply.text) == (reading, "It says: removed.")
    assert reply.original is not None and reply.original.file.bytes == len(raw)


def test_says_how_to_save_a_mail_that_only_outlook_opens(
    sent: Notice, wren: Person, later: datetime
) -> None:
    with pytest.raises(OutlookFile, match=r"\.eml"):
        take(sent, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), actor=wren, now=later)

    assert not Exhibit.objects.exists()


def test_takes_the_same_mail_once(sent: Notice, wren: Person, later: datetime) -> None:
    take(sent, PLAIN, actor=wren, now=later)

    with pytest.raises(AnswerKnown):
        take(sent, PLAIN, actor=wren, now=later)


def test_keeps_pasted_words_as_a_file_too(sent: Notice, wren: Person, later: datetime) -> None:
    reply = taking_answers.take_text(
        sent, text="We removed it.", came_at=later, actor=wren, now=later
    )

    assert reply.original is not None
    assert vault.read_all(reply.original.file) == b"We removed it."


def test_takes_words_but_no_file_where_the_case_takes_none(
    sent: Notice, wren: Person, later: datetime
) -> None:
    sent.case.age = Age.MINOR
    sent.case.save()

    reply = taking_answers.take_text(sent, text="Removed.", came_at=later, actor=wren, now=later)
    with pytest.raises(DomainError, match="No file is taken"):
        take(sent, PLAIN, actor=wren, now=later)

    assert reply.original is None and not Exhibit.objects.exists()


def test_takes_no_answer_to_a_letter_that_was_not_sent(
    approved: Notice, wren: Person, later: datetime
) -> None:
    with pytest.raises(DomainError, match="Mark the letter as sent"):
        take(approved, PLAIN, actor=wren, now=later)

    assert not Exhibit.objects.exists()


def test_lets_nobody_else_add_sort_or_check(
    sent: Notice, wren: Person, dan: Person, later: datetime
) -> None:
    reply = take(sent, with_attachment(b"x"), actor=wren, now=later)
    acts = (
        lambda: take(sent, signed(), actor=dan, now=later),
        lambda: sorting_answers.sort_reply(reply, kind=ReplyKind.ACK, actor=dan, now=later),
        lambda: sorting_answers.note_ticket(reply, ticket="1", actor=dan, now=later),
        lambda: sorting_answers.finish_asked(reply, actor=dan, now=later),
        lambda: sorting_answers.keep_attachment(
            reply.attachments.get(), actor=dan, now=later
        ),
        lambda: signatures.ask_keys(reply, actor=dan),
        lambda: signatures.check_signature(
            reply, records={}, source=KeySource.DNS, actor=dan, now=later
        ),
    )  # fmt: skip

    for act in acts:
        with pytest.raises(NotPermitted):
            act()


def test_keeps_an_attachment_only_where_it_was_chosen(
    sent: Notice, wren: Person, later: datetime
) -> None:
    reply = take(sent, with_attachment(b"PK\x03\x04 rows"), actor=wren, now=later)
    [attachment] = reply.attachments.all()

    kept = sorting_answers.keep_attachment(attachment, actor=wren, now=later)

    attachment.refresh_from_db()
    assert kept is not None and attachment.exhibit == kept
    assert vault.read_all(kept.file) == b"PK\x03\x04 rows"
    assert sorting_answers.keep_attachment(attachment, actor=wren, now=later) is None


def test_proposes_and_decides_nothing(sent: Notice, wren: Person, later: datetime) -> None:
    """The number noted when the letter was sent (4471-209) is not proposed again."""
    raw = PLAIN.replace(b"The desk", b"Case number: 88-1200")
    reply = take(sent, raw, actor=wren, now=later)

    told = reading_answers.proposed(reply, outcomes.items_of(sent))

    assert (told.kind, told.tickets) == (ReplyKind.DECIDES, ("88-1200",))
    [outcome] = told.outcomes
    assert (outcome.outcome, len(outcome.items)) == (Outcome.REMOVED, 2)
    assert outcome.sentence == "We have removed the content you reported."
    assert "".join(piece.text for piece in told.pieces) == reply.text
    assert set(sent.items.values_list("outcome", flat=True)) == {Outcome.PENDING}


def test_tells_places_apart_by_their_address_and_their_post(
    sent: Notice, wren: Person, later: datetime
) -> None:
    first, second = outcomes.items_of(sent)
    text = f"{first.address}: removed\nPost 1858000000000005120 does not violate our rules."
    reply = taking_answers.take_text(sent, text=text, came_at=later, actor=wren, now=later)

    told = reading_answers.proposed(reply, [first, second])

    assert [(each.outcome, [item.pk for item in each.items]) for each in told.outcomes] == [
        (Outcome.REMOVED, [first.pk]),
        (Outcome.REFUSED, [second.pk]),
    ]


def test_proposes_nothing_again_that_is_noted(sent: Notice, wren: Person, later: datetime) -> None:
    reply = take(sent, signed(), actor=wren, now=later)
    ids = [item.pk for item in outcomes.items_of(sent)]
    outcomes.record_outcomes(
        sent, items=ids, outcome=Outcome.REMOVED, note="", actor=wren, now=later
    )

    assert reading_answers.proposed(reply, outcomes.items_of(sent)).outcomes == ()


def test_tells_the_story_of_an_answer(sent: Notice, wren: Person, later: datetime) -> None:
    reply = take(sent, PLAIN, actor=wren, now=later)

    sorting_answers.sort_reply(reply, kind=ReplyKind.ASKS, actor=wren, now=later)
    sorting_answers.note_ticket(reply, ticket="4471-209", actor=wren, now=later)
    sorting_answers.finish_asked(reply, actor=wren, now=later)
    sorting_answers.finish_asked(reply, actor=wren, now=later)

    kinds = list(TimelineEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds[-4:] == ["reply.added", "reply.sorted", "reply.ticket", "reply.asked_done"]


def test_names_the_window_of_a_counter_notice(sent: Notice, wren: Person, later: datetime) -> None:
    Notice.objects.filter(pk=sent.pk).update(basis="us-dmca-512c", snapshot={})
    reply = take(Notice.objects.get(pk=sent.pk), PLAIN, actor=wren, now=later)

    sorting_answers.sort_reply(reply, kind=ReplyKind.COUNTER, actor=wren, now=later)

    window = sorting_answers.counter_window(reply)
    assert window is not None and "10 working days" in window.arithmetic
    assert window.opens_at.date().isoformat() == "2026-12-07"  # Thanksgiving lies between
    told = TimelineEvent.objects.get(kind="reply.window").payload
    assert set(told) == {"rule", "opens", "closes"}


def test_counts_the_window_of_an_answer_and_of_an_objection_alike(
    sent: Notice, wren: Person, later: datetime
) -> None:
    Notice.objects.filter(pk=sent.pk).update(
        basis="us-dmca-512c", platform="dailymotion", snapshot={}
    )
    reply = take(Notice.objects.get(pk=sent.pk), PLAIN, actor=wren, now=later)
    wren.zone = "Pacific/Auckland"  # after the letter went out under another zone
    wren.save()

    noted = clock_changes.note_objection(sent, received_at=reply.received_at, actor=wren, now=later)

    assert sorting_answers.counter_window(reply) == noted
    assert noted.opens_at.date().isoformat() == "2026-12-07"  # Thanksgiving lies between


def test_counts_the_window_of_the_rule_as_it_was_when_approved(
    sent: Notice, wren: Person, later: datetime
) -> None:
    sent.basis, sent.snapshot = "us-dmca-512c", {}
    rule = asdict(registry().legal_bases[sent.basis])
    sent.snapshot["basis"] = {
        "deadline": rule["deadline"],
        "other_deadlines": [
            {**each, "iso8601": "P3D/P5D (business days)"} if each["code"] == "window" else each
            for each in rule["other_deadlines"]
        ],
    }
    sent.save()
    reply = take(sent, PLAIN, actor=wren, now=later)

    window = sorting_answers.counter_window(reply)

    assert window is not None and "3 working days" in window.arithmetic


def test_names_no_window_where_the_rule_has_none(
    sent: Notice, wren: Person, later: datetime
) -> None:
    Notice.objects.filter(pk=sent.pk).update(basis="")
    reply = take(Notice.objects.get(pk=sent.pk), PLAIN, actor=wren, now=later)

    assert sorting_answers.counter_window(reply) is None


def test_asks_for_the_key_only_when_told_and_keeps_it(
    sent: Notice, wren: Person, later: datetime, settings: Any
) -> None:
    with answering({NAME: record_of(rsa_key())}) as server:
        settings.DNS_SERVERS, settings.DNS_PORT = ["127.0.0.1"], server.port
        reply = take(sent, signed(), actor=wren, now=later)
        before = list(server.asked)

        records = signatures.ask_keys(reply, actor=wren)
        [row] = signatures.check_signature(
            reply, records=records, source=KeySource.DNS, actor=wren, now=later
        )

    assert (before, server.asked) == ([], [NAME])
    assert (row.verdict, row.aligned, row.record) == ("HOLDS", True, record_of(rsa_key()))
    assert TimelineEvent.objects.filter(kind="reply.signature").count() == 1


def test_says_that_nothing_is_known_where_nobody_answers(
    sent: Notice, wren: Person, later: datetime, settings: Any
) -> None:
    with answering({NAME: None}) as server:
        settings.DNS_SERVERS, settings.DNS_PORT = ["127.0.0.1"], server.port
        reply = take(sent, signed(), actor=wren, now=later)

        with pytest.raises(signatures.NotCheckable):
            signatures.ask_keys(reply, actor=wren)

    assert signatures.last_checks(reply) == []


@pytest.mark.parametrize(
    ("raw", "record", "verdict"),
    [
        (signed(), "", "NO_KEY"),
        (signed().replace(b"removed", b"refused"), record_of(rsa_key()), "BROKEN"),
        (PLAIN, "", "UNSIGNED"),
    ],
    ids=["no key", "changed", "not signed"],
)
def test_tells_the_other_ends_of_a_check(
    sent: Notice, wren: Person, later: datetime, raw: bytes, record: str, verdict: str
) -> None:
    reply = take(sent, raw, actor=wren, now=later)

    signatures.check_signature(
        reply, records={NAME: record}, source=KeySource.PASTED, actor=wren, now=later
    )

    assert [row.verdict for row in signatures.last_checks(reply)] == [verdict]


def test_finds_the_letter_an_answer_belongs_to(
    sent: Notice, wren: Person, bea: Person, dan: Person, later: datetime
) -> None:
    take(sent, PLAIN, actor=wren, now=later)
    threaded = PLAIN.replace(b"[#4471-209]", b"again").replace(b"answer-1", b"answer-2")
    clues = [
        finding.clues_of("", finding.head_of(threaded.decode())),
        finding.clues_of("Your ticket 4471-209 was closed.", finding.head_of("")),
        finding.clues_of(f"Re: letter N-{sent.number}", finding.head_of("")),
        finding.clues_of("From: help@support.x.com", finding.head_of("")),
    ]

    found = [finding.letters_for(bea, each) for each in clues]
    strangers = [finding.letters_for(dan, each) for each in clues]

    assert [[each.notice.pk for each in group] for group in found] == [[sent.pk]] * 4
    assert strangers == [[]] * 4


def test_finds_first_the_letter_whose_own_mail_is_answered(
    sent: Notice, bea: Person, dan: Person
) -> None:
    sent.deliveries.update(message_id="<0a1b2c@harbour.example>")
    answer = PLAIN.replace(b"Subject:", b"In-Reply-To: <0a1b2c@harbour.example>\nSubject:", 1)
    clues = finding.clues_of("", finding.head_of(answer.decode()))

    [found] = finding.letters_for(bea, clues)

    assert found.notice == sent
    assert found.why[0] == "It answers the mail this letter went out with."
    assert finding.letters_for(dan, clues) == []


def test_proposes_no_letter_on_nothing(sent: Notice, bea: Person) -> None:
    assert finding.letters_for(bea, finding.clues_of("Hello there", finding.head_of(""))) == []
