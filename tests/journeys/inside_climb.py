"""A claim that climbs while whoever works on it is killed at every step; see `inside.py`.

Each step is done by a process of its own, twice: one is killed while the step is written down, one
right after it. Nobody rings for anybody here, as if the broker were lost at every step: what is
left undone is found by the sweeps alone.
"""

import json
import os
import signal
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from django.db import connections
from django.utils import timezone

from accounts.models import Person, Role
from cases import timeline
from cases.errors import DomainError
from cases.models import Age, Case, Happened, TimelineEvent
from takedowns.channels import mail_hosts
from takedowns.models import (
    FollowUp,
    FollowUpState,
    Notice,
    NoticeState,
    OutgoingMail,
    ReminderMail,
    Security,
)
from takedowns.services import (
    follow_ups,
    mail_accounts,
    notices,
    outbox,
    posting,
    proposals,
    responsible,
)
from takedowns.services.mail_accounts import Given
from takedowns.services.outbox import Decision
from tests import factories

FROM = "letters@harbour.example"
RUNGS = 3
"""The first letter, the firmer one, and the one to the host."""


class Climb:
    """One claim, its people, and the moment its story has come to."""

    def __init__(self, port: int, word: str) -> None:
        self.now = timezone.now()
        team = factories.organisation("Harbour Advice")
        self.lead = factories.member(team, "ada", Role.SUPERVISOR)
        Person.objects.filter(pk=self.lead.pk).update(
            email="ada@harbour.example", mail_is_safe=True
        )
        self.client = factories.person("wren")
        given = Given(
            host="127.0.0.1", port=port, security=Security.STARTTLS, username="letters",
            password=word, from_name="Harbour", from_address=FROM, reply_to=FROM,
        )  # fmt: skip
        mail_accounts.save_account(team, given, actor=self.lead, now=self.now)
        self.case = Case.objects.create(
            client=self.client, opened_by=self.client, opened_at=self.now, organisation=team,
            advocate=self.lead, age=Age.ADULT, happened=[Happened.IMAGE], country="DE",
            taker="SELF",
        )  # fmt: skip
        factories.contact(self.case)
        self.place = factories.sighting(self.case, "https://streamable.com/quiet0")
        self.told: list[dict[str, Any]] = []

    # --- The steps, each as the app does it
    def draft(self) -> None:
        """A person takes the proposed way by mail, if it is still proposed."""
        groups = proposals.proposals(self.case).groups
        if not groups:
            return
        group = groups[0]
        route = next(each for each in group.routes if each.channel.method == "email")
        drafted = notices.draft_notice(
            self.case, group=group, route=route, sightings=group.sightings, actor=self.client,
            now=self.now,
        )  # fmt: skip
        signed = {"signature_name": "Wren Example"}
        notices.change_notice(drafted, extra=signed, actor=self.client, now=self.now)

    def approve(self) -> None:
        """The client approves the exact text."""
        letter, day = self.letter, self.now.date()
        prepared = notices.prepare(letter, written_on=day)
        assert prepared.letter is not None, [gap.label for gap in prepared.gaps]
        notices.approve_notice(
            letter, digest=prepared.digest, written_on=day, actor=self.client, now=self.now,
            declarations=[each.key for each in prepared.letter.declarations],
        )  # fmt: skip

    def queue(self) -> None:
        """The lead presses send."""
        letter = self.letter
        outbox.queue_mail(
            letter, digest=letter.digest, from_address=FROM, actor=self.lead, now=self.now
        )

    def send(self) -> None:
        """One turn of the worker over the mails."""
        posting.rescue(now=self.now)
        posting.deliver_next(clock=lambda: self.now)

    def remind(self) -> None:
        """One turn of the worker over the reminders; the next rung is drafted with it."""
        for each in follow_ups.due_ids(now=self.now):
            follow_ups.remind(each, now=self.now)

    def decide(self) -> None:
        """A person finds out that it arrived."""
        for mail in OutgoingMail.objects.filter(state="UNCERTAIN"):
            outbox.decide(mail, decision=Decision.ARRIVED, actor=self.lead, now=self.now)

    @property
    def letter(self) -> Notice:
        """The newest letter."""
        return Notice.objects.select_related("case").latest("number")

    # --- Killing
    def cut_off(self, step: str, act: Callable[[], None], *, kind: str) -> None:
        """Kill the step while it writes `kind`, then a second process after it; tell what is left.

        Whoever was cut off sees nothing of what they did, so they press once more.
        """
        before = self.counted()
        middle = _killed(act, writing=kind)
        self.settle()
        left = self.counted()
        after = _killed(act)
        self.settle()
        done = self.counted()
        with suppress(DomainError):
            act()
        self.settle()
        self.told.append({
            "step": step, "ended": [middle, after], "before": before,
            "left": left, "done": done, "again": self.counted(),
        })  # fmt: skip

    def settle(self) -> None:
        """The leases of whoever was lost run out, and somebody else looks."""
        self.now += timedelta(minutes=10)
        posting.rescue(now=self.now)

    def counted(self) -> dict[str, Any]:
        """Everything that could be lost or doubled."""
        letters = Counter(Notice.objects.values_list("rung", "state"))
        return {
            "letters": {f"{rung or 'first'} {state}": many for (rung, state), many in
                        sorted(letters.items())},
            "mails": dict(Counter(OutgoingMail.objects.values_list("state", flat=True))),
            "tries": OutgoingMail.objects.exclude(handed_at=None).count(),
            "shown": FollowUp.objects.exclude(shown_at=None).count(),
            "owed": ReminderMail.objects.count(),
            "events": dict(Counter(TimelineEvent.objects.values_list("kind", flat=True))),
        }  # fmt: skip

    def pass_time(self, to: datetime) -> None:
        """On to a later moment."""
        self.now = max(self.now, to)


def climb_under_fire(port: str, word: str) -> str:
    """Three rungs, every step of each cut off twice; what was left each time."""
    climb = Climb(int(port), word)
    climb.cut_off("draft", climb.draft, kind="notice.drafted")
    responsible.note_by_hand(
        climb.place, role="host", name="Example Host", mail="abuse@host.example",
        actor=climb.lead, now=climb.now,
    )  # fmt: skip
    for number in range(RUNGS):
        _one_rung(climb, last=number == RUNGS - 1)
    return json.dumps(climb.told)


def _one_rung(climb: Climb, *, last: bool) -> None:
    climb.cut_off("approve", climb.approve, kind="notice.approved")
    climb.cut_off("queue", climb.queue, kind="notice.mail_queued")
    _send(climb)
    letter = climb.letter
    first = letter.follow_ups.filter(state=FollowUpState.DUE).order_by("due_at").first()
    assert letter.state == NoticeState.SENT and first is not None and letter.due_at is not None
    climb.pass_time(first.due_at)
    climb.cut_off("remind", climb.remind, kind="")
    if not last:
        climb.pass_time(letter.due_at)
        climb.cut_off("next rung", climb.remind, kind="notice.next")


def _send(climb: Climb) -> None:
    """The worker dies before it calls, then while it writes down that the mail was taken."""
    before = climb.counted()
    calling = _killed(climb.send, calling=True)
    climb.settle()
    left = climb.counted()
    recording = _killed(climb.send, writing="notice.sent")
    climb.settle()
    unsure = climb.counted()
    climb.send()
    asked = climb.counted()
    climb.decide()
    climb.told.append({
        "step": "send", "ended": [calling, recording], "before": before,
        "left": left, "unsure": unsure, "asked": asked, "done": climb.counted(),
    })  # fmt: skip


def _killed(act: Callable[[], None], *, writing: str = "-", calling: bool = False) -> int:
    """How a process ended that did `act` and was killed: when it wrote a kind, or after it.

    With `writing` empty it dies when it writes any row of a reminder.
    """
    connections.close_all()
    child = os.fork()
    if child == 0:
        _do_and_die(act, writing=writing, calling=calling)
    _, status = os.waitpid(child, 0)
    return -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)


def _do_and_die(act: Callable[[], None], *, writing: str, calling: bool) -> None:
    try:
        if calling:
            vars(mail_hosts)["connect"] = _die
        if not writing:
            vars(follow_ups)["reminder_mails"] = _Deadly()
        vars(timeline)["record"] = _deadly(timeline.record, kind=writing)
        act()
        _die()
    finally:
        os._exit(3)


class _Deadly:
    """Stands for the owing of mails: whoever asks for it dies."""

    def owe(self, *_: object, **__: object) -> int:
        """Die."""
        _die()
        return 0


def _deadly(record: Callable[..., Any], *, kind: str) -> Callable[..., Any]:
    def recorded(case: Case, said: str, **more: Any) -> Any:
        row = record(case, said, **more)
        if said == kind:
            _die()
        return row

    return recorded


def _die(*_: object, **__: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


CLIMB_ACTS: dict[str, Callable[..., str]] = {climb_under_fire.__name__: climb_under_fire}
