"""The people of the training world and their two teams."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from accounts.models import Organisation, Person, Role
from accounts.services import teams
from accounts.services.settings import Choices, change_settings
from takedowns.models import Security
from takedowns.services.mail_accounts import Given, save_account

PASSWORD = "training-harbour-41"
HARBOUR, LANTERN = "Harbour Advice", "Lantern Line"
TEAMS = (HARBOUR, LANTERN)

MAIL_HOST, MAIL_PORT = "127.0.0.1", 2525
"""Letters of the training world go to this machine: its mail server, if one was started, or nobody.

Unless whoever runs the place allows it by name (REDRESS_SMTP_INSIDE), it is not called at all.
"""
MAIL_ADDRESS, ANSWERS_ADDRESS = "letters@harbour.example", "answers@harbour.example"


@dataclass(frozen=True, slots=True)
class Part:
    """Who somebody is. `team` and `role` are empty for a client; the first of a team starts it."""

    username: str
    name: str
    zone: str
    does: str
    team: str = ""
    role: Role | None = None


PARTS = (
    Part("wren", "Wren", "Europe/Berlin", "client, with Harbour Advice"),
    Part("june", "June", "Europe/Dublin", "client, works alone"),
    Part("mira", "Mira", "Pacific/Auckland", "client, with Harbour Advice"),
    Part("sol", "Sol", "Europe/Madrid", "client, has asked Harbour Advice"),
    Part("ada", "Ada", "Europe/London", "supervisor", HARBOUR, Role.SUPERVISOR),
    Part("bea", "Bea", "Europe/Berlin", "advocate", HARBOUR, Role.ADVOCATE),
    Part("ida", "Ida", "Europe/London", "advocate", HARBOUR, Role.ADVOCATE),
    Part("cy", "Cy", "Europe/London", "counsel", HARBOUR, Role.COUNSEL),
    Part("otto", "Otto", "Europe/Berlin", "operator", HARBOUR, Role.OPERATOR),
    Part("lena", "Lena", "America/Chicago", "supervisor", LANTERN, Role.SUPERVISOR),
    Part("dan", "Dan", "America/New_York", "advocate", LANTERN, Role.ADVOCATE),
)
NAMES = frozenset(part.username for part in PARTS)
JOINED = timedelta(days=200)
READS_MAIL = "bea"


@dataclass(frozen=True, slots=True)
class Cast:
    """Everybody by sign-in name, and the teams by name."""

    people: dict[str, Person]
    teams: dict[str, Organisation]

    def __getitem__(self, username: str) -> Person:
        return self.people[username]


def gather(*, now: datetime) -> Cast:
    """Make the people, start the teams and let each member join by a code, as people do."""
    joined = now - JOINED
    people = {part.username: _person(part, joined=joined) for part in PARTS}
    started: dict[str, tuple[Organisation, Person]] = {}
    for part in PARTS:
        if not part.role:
            continue
        someone = people[part.username]
        if part.team not in started:
            membership = teams.start_team(someone, name=part.team, now=joined)
            started[part.team] = membership.organisation, someone
            Organisation.objects.filter(pk=membership.organisation_id).update(is_training=True)
            continue
        team, head = started[part.team]
        code = teams.make_join_code(
            team, actor=head, role=part.role, username=part.username, now=joined
        )
        teams.join_team(code, person=someone, now=joined + timedelta(hours=2))
    return Cast(people=people, teams={name: team for name, (team, _) in started.items()})


def open_mailbox(cast: Cast, *, now: datetime) -> None:
    """The mail account of one team, which leads to this machine."""
    given = Given(
        host=MAIL_HOST, port=MAIL_PORT, security=Security.STARTTLS, username="letters",
        password=PASSWORD, from_name="Harbour", from_address=MAIL_ADDRESS,
        reply_to=ANSWERS_ADDRESS,
    )  # fmt: skip
    save_account(cast.teams[HARBOUR], given, actor=cast["ada"], now=now)


def let_mail_through(cast: Cast) -> None:
    """One advocate gets reminders by mail, from now on: loading the world itself mails nobody."""
    reader = cast[READS_MAIL]
    Person.objects.filter(pk=reader.pk).update(email=f"{READS_MAIL}@harbour.example")
    choices = Choices(
        display_name=reader.display_name, zone=reader.zone, app_name="", exit_url="",
        mail_is_safe=True, shared_device=False,
    )  # fmt: skip
    change_settings(reader, choices=choices)


def _person(part: Part, *, joined: datetime) -> Person:
    return Person.objects.create_user(
        part.username,
        password=PASSWORD,
        display_name=part.name,
        zone=part.zone,
        date_joined=joined,
    )
