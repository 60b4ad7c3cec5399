"""Forty cases of one team, twenty places each. Imported once Django stands on a fresh database."""

from datetime import datetime, timedelta
from hashlib import sha256

from django.test import Client

from accounts.models import Membership, Organisation, Person, Role
from cases.models import Age, Case, Happened
from evidence import places
from evidence.links import normalise
from evidence.models import Sighting
from takedowns.models import (
    FollowUp,
    FollowUpKind,
    FollowUpState,
    Notice,
    NoticeItem,
    NoticeState,
    Outcome,
    Reply,
    SenderRole,
)
from takedowns.registry.loader import registry
from takedowns.services import clocks

CASES = 40
PLACES = 20
ADDRESSES = (
    ("x", "https://x.com/quiet_account_{0}/status/18580000000000{0:05}"),
    ("reddit", "https://www.reddit.com/r/quiet_place/comments/q{0:05}/nothing/"),
    ("telegram", "https://t.me/quiet_channel_{0}/{0}"),
    ("pornhub", "https://www.pornhub.com/view_video.php?viewkey=quiet{0:05}"),
    ("imgur", "https://imgur.com/q{0:05}"),
)
"""One letter goes to each of these five; invented addresses on hosts of the registry."""
RULES = {"x": "us-tida", "reddit": "us-tida", "telegram": "eu-dsa-16", "pornhub": "eu-gdpr-17"}
NAMES = ("Wren", "Noor", "June", "Max", "Sol", "Kit", "Ira", "Lu")
ANSWERS = (Outcome.REMOVED, Outcome.REMOVED, Outcome.REFUSED, Outcome.RESTRICTED)


def fill(*, now: datetime) -> tuple[Person, Case]:
    """The supervisor of the team, and one of its cases."""
    team = Organisation.objects.create(name="Harbour Advice", created_at=now)
    ada = _member(team, "ada", Role.SUPERVISOR, now=now)
    bea = _member(team, "bea", Role.ADVOCATE, now=now)
    cases = [_case(number, team, bea, now=now) for number in range(CASES)]
    for number, case in enumerate(cases):
        _letters(case, _places(case, number, now=now), number=number, actor=bea, now=now)
    return ada, cases[0]


def _member(team: Organisation, name: str, role: Role, *, now: datetime) -> Person:
    person = Person.objects.create(username=name, display_name=name.title(), zone="Europe/Berlin")
    Membership.objects.create(organisation=team, person=person, role=role, joined_at=now)
    return person


def _case(number: int, team: Organisation, advocate: Person, *, now: datetime) -> Case:
    name = NAMES[number % len(NAMES)]
    client = Person.objects.create(username=f"client-{number}")
    return Case.objects.create(
        client=client,
        client_name=name,
        organisation=team,
        advocate=advocate if number % 10 else None,
        opened_by=client,
        opened_at=now - timedelta(days=number + 1),
        happened=[Happened.IMAGE],
        age=Age.ADULT,
        country="DE",
        intake_done_at=now,
        next_sighting=PLACES + 1,
        next_notice=len(ADDRESSES) + 1,
    )


def _places(case: Case, number: int, *, now: datetime) -> list[Sighting]:
    rows = []
    for at in range(PLACES):
        platform, address = ADDRESSES[at % len(ADDRESSES)]
        link = normalise(address.format(number * PLACES + at))
        found = places.recognise(link.url)
        rows.append(
            Sighting(
                case=case,
                number=at + 1,
                as_seen=link.as_seen,
                url=link.url,
                key=sha256(link.key.encode()).hexdigest(),
                host=link.host,
                platform=found.platform_id or platform,
                platform_name=found.platform_name or platform,
                page_kind=found.page_kind,
                seen_at=now - timedelta(days=2),
                seen_zone="Europe/Berlin",
                logged_at=now - timedelta(days=2),
                logged_by_id=case.opened_by_id,
            )
        )
    return Sighting.objects.bulk_create(rows)


def _letters(
    case: Case, rows: list[Sighting], *, number: int, actor: Person, now: datetime
) -> None:
    """Four letters sent at different times, two of them answered in every third case; one left."""
    known = registry()
    for at, (key, _) in enumerate(ADDRESSES[:4]):
        platform, basis = known.platforms[key], known.legal_bases[RULES[key]]
        sent_at = now - timedelta(hours=2 + 2 * number + 5 * at)
        stages = clocks.start_clock(
            basis=basis, platform=platform, sent_at=sent_at, zone="Europe/Berlin"
        )
        answered = number % 3 == 0 and at < 2
        notice = Notice.objects.create(
            case=case,
            number=at + 1,
            state=NoticeState.DECIDED if answered else NoticeState.SENT,
            platform=key,
            channel=0,
            basis=basis.id,
            sender_role=SenderRole.AUTHORISED_AGENT,
            recipient=platform.operator,
            drafted_at=sent_at,
            drafted_by=actor,
            approved_at=sent_at,
            approved_by=actor,
            sent_at=sent_at,
            clock=clocks.freeze(stages),
            due_at=stages[0].due_at,
            decided_at=now if answered else None,
        )
        _items(notice, rows[at :: len(ADDRESSES)], answered=answered, now=now)
        _came_back(notice, number=number, at=at, now=now)


def _items(notice: Notice, rows: list[Sighting], *, answered: bool, now: datetime) -> None:
    NoticeItem.objects.bulk_create(
        NoticeItem(
            notice=notice,
            sighting=row,
            position=at,
            address=row.url,
            outcome=ANSWERS[(at + notice.number) % len(ANSWERS)] if answered else Outcome.PENDING,
            outcome_at=now if answered else None,
        )
        for at, row in enumerate(rows, start=1)
    )


def _came_back(notice: Notice, *, number: int, at: int, now: datetime) -> None:
    if notice.state == NoticeState.SENT and number % 8 == 1 and at == 0:
        Reply.objects.create(
            notice=notice, text="We have received your request.", received_at=now, added_at=now,
            added_by=notice.drafted_by,
        )  # fmt: skip
    if notice.state == NoticeState.SENT and number % 6 == 2 and at == 1:
        FollowUp.objects.create(
            notice=notice, kind=FollowUpKind.AT_DUE, due_at=now, state=FollowUpState.SHOWN
        )


def signed_in(person: Person) -> Client:
    """A browser of this person."""
    client = Client()
    client.force_login(person)
    return client


def stranger() -> Client:
    """A browser in which nobody is signed in."""
    return Client()
