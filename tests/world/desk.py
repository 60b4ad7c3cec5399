"""What an advocate does at her desk, with real services and real lines; time is moved by hand."""

import io
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import Person
from cases.models import Case
from evidence import tasks as evidence_tasks
from evidence.models import Sighting
from evidence.services import rechecks
from takedowns import tasks
from takedowns.models import (
    KeySource,
    MailAccount,
    MailState,
    Notice,
    NoticeState,
    Outcome,
    OutgoingMail,
    Reply,
    Way,
)
from takedowns.registry.loader import registry
from takedowns.services import (
    climbing,
    companion,
    letter_facts,
    notices,
    outbox,
    outcomes,
    proposals,
    reading_answers,
    sending,
    signatures,
    sorting_answers,
    taking_answers,
)
from tests.world.mails import as_mail
from tests.world.platforms import Answer
from tests.world.servers import Standing

TICK = timedelta(hours=6)
SWEEPS = (
    evidence_tasks.sweep_rechecks,
    tasks.sweep_looks,
    tasks.sweep_follow_ups,
    tasks.sweep_reminder_mails,
    tasks.sweep_mails,
)
"""What beat rings for, in the order of the journey: the looks first."""


class Hands:
    """The clock of a story: the world and the app read the same, and a test moves it."""

    def __init__(self, start: datetime) -> None:
        self.now = start
        self._traveller: time_machine.Traveller | None = None

    def __call__(self) -> datetime:
        return self.now

    @contextmanager
    def turning(self) -> Iterator[None]:
        """The app's clock stands at ours while this lasts."""
        with time_machine.travel(self.now, tick=False) as traveller:
            self._traveller = traveller
            yield

    def move(self, to: datetime) -> None:
        """On to a later moment."""
        assert to >= self.now and self._traveller is not None
        self.now = to
        self._traveller.move_to(to)


@dataclass
class Desk:
    """The advocate's desk in one case. Everything leaves by a person's press only."""

    case: Case
    advocate: Person
    account: MailAccount
    standing: Standing
    hands: Hands
    signs: frozenset[str]
    started_at: datetime
    approvals: list[str] = field(default_factory=list)
    """Digests approved, in order."""
    by_form: list[tuple[str, str]] = field(default_factory=list)
    """(service, number its form showed)."""

    @property
    def now(self) -> datetime:
        """The moment of the story."""
        return self.hands.now

    def until(self, day: int, hour: int = 12) -> None:
        """Let time pass to an hour of a day of the story; the sweeps run as beat has them."""
        goal = self.started_at.replace(hour=hour) + timedelta(days=day)
        while self.now < goal:
            self.hands.move(min(goal, self.now + TICK))
            self.sweep()

    def sweep(self) -> None:
        """Beat rings once for everything."""
        for ring in SWEEPS:
            ring()

    # --- Letters
    def write(self, platform: str, *, rule: str, method: str) -> Notice:
        """A draft about all open places at one service."""
        group = next(
            each for each in proposals.proposals(self.case).groups if each.platform.id == platform
        )
        route = next(
            each
            for each in group.routes
            if each.channel.method == method and each.basis and each.basis.id == rule
        )
        drafted = notices.draft_notice(
            self.case, group=group, route=route, sightings=group.sightings, actor=self.advocate,
            now=self.now,
        )  # fmt: skip
        return self.fill(drafted)

    def fill(self, notice: Notice, **more: object) -> Notice:
        """Give what the letter still needs."""
        extra = {
            "signature_name": "Bea", "principal": "Wren Example",
            "nonconsent_facts": "It was posted without asking.", **notice.extra, **more,
        }  # fmt: skip
        return notices.change_notice(notice, extra=extra, actor=self.advocate, now=self.now)

    def approve(self, notice: Notice) -> Notice:
        """Read the exact text, give one's word, approve it."""
        prepared = notices.prepare(notice, written_on=self.now.date())
        assert prepared.letter is not None, [gap.label for gap in prepared.gaps]
        self.approvals.append(prepared.digest)
        return notices.approve_notice(
            notice, digest=prepared.digest, written_on=self.now.date(), actor=self.advocate,
            declarations=[each.key for each in prepared.letter.declarations], now=self.now,
        )  # fmt: skip

    def mail(self, notice: Notice) -> OutgoingMail:
        """Press send; the worker's sweep hands it over."""
        mail = outbox.queue_mail(
            notice, digest=notice.digest, from_address=self.account.from_address,
            actor=self.advocate, now=self.now,
        )  # fmt: skip
        tasks.sweep_mails()
        mail.refresh_from_db()
        return mail

    def send_form(self, notice: Notice) -> Notice:
        """Copy the fields over into the service's own form and note the number it shows."""
        channel = letter_facts.channel_of(notice)
        address = channel.value if channel and "://" in channel.value else ""
        address = address or notice.recipient_address
        if "://" not in address:
            address = f"https://{registry().platforms[notice.platform].hosts[0]}/report"
        fields = {key: value for _, value, key in companion.fields_of(notice)}
        number = self.standing.fill_form(address, fields or {"text": notice.body})
        self.by_form.append((notice.recipient, number))
        return self.sent_by_hand(notice, way=Way.FORM, number=number)

    def sent_by_hand(self, notice: Notice, *, way: Way, number: str = "") -> Notice:
        """Note that it went out by one's own hand."""
        return sending.mark_sent(
            notice, way=way, sent_at=self.now, reference=number, proof=None, actor=self.advocate,
            now=self.now,
        )  # fmt: skip

    def drafted(self, rung: str, *, about: str) -> Notice:
        """The letter of a rung about a place that was drafted by itself and nobody approved."""
        [draft] = Notice.objects.filter(
            items__sighting=self.place(about), rung=rung, state=NoticeState.DRAFT
        )
        return draft

    def choose(self, notice: Notice, rung: str) -> Notice:
        """The first addressee of a rung above a letter."""
        target = next(each for each in climbing.targets(notice) if each.rung == rung)
        key = climbing.key_of(target)
        return climbing.choose(notice, key=key, actor=self.advocate, now=self.now)

    # --- Answers
    def fetch_answers(self) -> list[Reply]:
        """Take every mail that came into the app as a file, as a person does, and sort it."""
        return [self._take(each) for each in self.standing.world.fetch()]

    def _take(self, answer: Answer) -> Reply:
        raw = as_mail(answer, signs=self.signs)
        notice = Notice.objects.get(mails__message_id=answer.told.message_id)
        reply = taking_answers.take_file(
            notice, io.BytesIO(raw), name="answer.eml", text="", came_at=self.now,
            actor=self.advocate, now=self.now,
        )  # fmt: skip
        if reply.keys:
            records = signatures.ask_keys(reply, actor=self.advocate)
            signatures.check_signature(
                reply, records=records, source=KeySource.DNS, actor=self.advocate, now=self.now
            )
        self._sort(reply, outcomes.items_of(notice))
        return reply

    def _sort(self, reply: Reply, items: list[Any]) -> None:
        """Confirm what is proposed: the sort, the number, what came of the places."""
        found = reading_answers.proposed(reply, items)
        assert found.kind is not None, reply.text
        sorting_answers.sort_reply(reply, kind=found.kind, actor=self.advocate, now=self.now)
        sorting_answers.note_ticket(
            reply, ticket=found.tickets[0], actor=self.advocate, now=self.now
        )
        for each in found.outcomes:
            self.note(reply.notice, each.outcome, *[item.sighting for item in each.items])

    def note(self, notice: Notice, outcome: Outcome, *places: Sighting) -> None:
        """Note what came of places of a letter."""
        chosen = notice.items.filter(sighting__in=places).values_list("pk", flat=True)
        outcomes.record_outcomes(
            notice, items=list(chosen), outcome=outcome, note="", actor=self.advocate, now=self.now
        )

    # --- What is seen
    def place(self, path: str) -> Sighting:
        """The place at a path."""
        return Sighting.objects.get(case=self.case, url__endswith=path)

    def look_again(self, path: str) -> None:
        """Have the server look at one place now."""
        rechecks.ask(self.place(path), actor=self.advocate, now=self.now)
        self.sweep()

    def today(self) -> dict[str, Any]:
        """The advocate's page of the day, as it is rendered."""
        browser = Client()
        browser.force_login(self.advocate)
        page = browser.get(reverse("takedowns:today"))
        assert page.status_code == 200
        found = page.context
        return {
            "waiting": [row.notice.number for row in found["rows"]],
            "overdue": found["counts"][0]["value"],
            "drafted": [each.recipient for each in found["drafted"].rows],
            "reminders": [each.notice.number for each in found["reminders"].rows],
            "to send": [each.number for each in found["to_send"].rows],
            "mails": [(each.notice.number, each.state) for each in found["mails"].rows],
            "again": [each.sighting.url for each in found["again"].rows],
        }

    def mailed_to(self) -> list[str]:
        """To whom the mail server of the world took letters, in order."""
        return [reader for _, reader in self.standing.post.at]

    def is_sent(self, mail: OutgoingMail) -> bool:
        """Whether the mail server took it."""
        return mail.state == MailState.SENT
