"""One case told act by act, each through its service, by its actor, at its own moment."""

import random
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from accounts.models import Person
from cases.intake.steps import Step
from cases.models import Age, Case, Happened, Mandate, Scope, Sells, Taker, Way
from cases.services import (
    assignment,
    closure,
    contacts,
    intake,
    mandates,
    notes,
    opening,
    sharing,
)
from dossiers.management.training.addresses import Addresses
from dossiers.management.training.cast import Cast
from takedowns.models import FollowUp, FollowUpState
from takedowns.services import follow_ups

LAST_FIXED_DAY = 3
"""From here back acts fall on a time of day; nearer ones are counted in hours."""


class OutOfOrder(RuntimeError):
    """A story was told backwards, or beyond the present."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What is said in the first questions; an empty one is skipped."""

    happened: tuple[Happened, ...] = ()
    age: Age = Age.ADULT
    country: str = ""
    rules: tuple[str, ...] = ()
    taker: Taker = Taker.UNANSWERED
    sells: Sells = Sells.UNANSWERED
    facts: str = ""
    police: str = ""


@dataclass(frozen=True, slots=True)
class World:
    """What every story shares: the people, the present, and addresses not used yet."""

    cast: Cast
    addresses: Addresses
    now: datetime


class Story:
    """A case and the moment its story has come to. Reminders ring when it passes them."""

    def __init__(self, world: World) -> None:
        self.world = world
        self.cast, self.now = world.cast, world.now
        self.moment = datetime.min.replace(tzinfo=self.now.tzinfo)
        self._key = 0
        self._dice = random.Random(41)

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return Case.objects.select_related("organisation", "advocate", "client").get(pk=self._key)

    # --- Time
    def day(self, ago: int, at: str) -> None:
        """Go on at this time (UTC) of a day at least three days ago."""
        if ago < LAST_FIXED_DAY:
            raise OutOfOrder("Nearer than three days, count in hours.")
        day = (self.now - timedelta(days=ago)).date()
        self._move(datetime.combine(day, time.fromisoformat(at), self.now.tzinfo))

    def hours(self, ago: float) -> None:
        """Go on this many hours before the present."""
        self._move(self.now - timedelta(hours=ago))

    def tick(self) -> datetime:
        """The moment of the next act; a few minutes pass."""
        moment = self.moment
        self._move(moment + timedelta(seconds=self._dice.randint(70, 240)))
        return moment

    def _move(self, to: datetime) -> None:
        if not self.moment <= to <= self.now:
            raise OutOfOrder(f"{self.moment} comes before {to}, and that before {self.now}.")
        if self._key:
            self._ring(until=to)
        self.moment = to

    def _ring(self, *, until: datetime) -> None:
        waiting = FollowUp.objects.filter(
            notice__case=self._key, state=FollowUpState.DUE, due_at__lte=until
        )
        for follow_up in waiting.order_by("due_at"):
            follow_ups.remind(follow_up.pk, now=follow_up.due_at)

    def end(self) -> Case:
        """Let the time up to the present pass."""
        self._move(self.now)
        return self.case

    # --- The case
    def opened_by_client(self, client: Person) -> None:
        """The person opens it for themselves."""
        self._key = opening.open_own_case(client, now=self.moment).pk
        self.tick()

    def opened_for(self, name: str, *, team: str, by: Person) -> None:
        """An advocate opens it for somebody without an account."""
        self._key = opening.open_case_for(
            self.cast.teams[team], client_name=name, actor=by, now=self.moment
        ).pk
        self.tick()

    def shared(self, *, team: str, head: Person) -> None:
        """The client asks a team in with the code its supervisor gave them."""
        moment = self.tick()
        code = sharing.team_code(self.cast.teams[team], actor=head, now=moment)
        case = self.case
        assert case.client is not None
        sharing.share_case(case, code=code, actor=case.client, now=moment)

    def taken(self, *, by: Person) -> None:
        assignment.take_case(self.case, actor=by, now=self.tick())

    def assigned(self, *, to: Person, by: Person) -> None:
        assignment.assign_case(self.case, to=to, actor=by, now=self.tick())

    def closed(self, *, by: Person) -> None:
        closure.close_case(self.case, actor=by, now=self.tick())

    def noted(self, text: str, *, by: Person) -> None:
        notes.write_note(self.case, text=text, actor=by, now=self.tick())

    def reachable(self, reach: contacts.Reach, *, by: Person) -> None:
        contacts.change_contact(self.case, reach=reach, actor=by, now=self.tick())

    # --- The first questions
    def answered(self, said: Answers, *, by: Person, up_to: Step = Step.DONE) -> None:
        """Answer or skip each question before `up_to`; with DONE the first questions are over."""
        self._answer(Step.SAFETY, by=by, device_is_safe=True)
        self._answer(Step.HAPPENED, by=by, happened=[str(each) for each in said.happened])
        if up_to == Step.HAPPENED:
            return
        intake.answer_age(self.case, age=said.age, actor=by, now=self.tick())
        self._answer(Step.WHERE, by=by, country=said.country)
        self._answer(Step.RULES, by=by, jurisdictions=list(said.rules))
        if up_to == Step.TAKER:
            return
        self._answer(Step.TAKER, by=by, taker=said.taker)
        if said.age == Age.ADULT:
            self._answer(Step.SELLS, by=by, sells=said.sells)
        self._answer(Step.FACTS, by=by, facts=said.facts, police_reference=said.police)
        intake.finish(self.case, actor=by, now=self.tick())

    def _answer(self, step: Step, *, by: Person, **answers: object) -> None:
        if not any(answers.values()):
            intake.skip(self.case, step=step, actor=by)
            return
        intake.answer(self.case, step=step, answers=answers, actor=by, now=self.tick())

    # --- Permission to act
    def allowed(self, *, by: Person, days: int | None = None) -> Mandate:
        """The client lets their advocate write letters and make a dossier."""
        moment = self.tick()
        until = (self.now + timedelta(days=days)).date() if days else None
        return mandates.give_mandate(
            self.case, scope=list(Scope), until=until, actor=by, now=moment
        )

    def allowed_in_person(self, *, holder: Person, witness: str) -> Mandate:
        """The advocate notes what the person agreed to at the desk."""
        return mandates.record_mandate(
            self.case, holder=holder, scope=list(Scope), until=None,
            way=Way.IN_PERSON, witness=witness, actor=holder, now=self.tick(),
        )  # fmt: skip

    def ended(self, mandate: Mandate, *, by: Person) -> None:
        mandates.revoke_mandate(mandate, actor=by, now=self.tick())
