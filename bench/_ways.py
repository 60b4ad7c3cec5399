"""A case with places on every named service. Imported once Django stands on a fresh database."""

from datetime import datetime
from hashlib import sha256

from accounts.models import Organisation, Person
from cases.models import Case, Contact, Happened, Mandate, Scope, Way
from evidence.models import Sighting
from takedowns.models import Notice, NoticeItem, NoticeState, Outcome, SenderRole
from takedowns.registry.loader import registry
from takedowns.services.proposals import Proposals, proposals
from takedowns.services.senders import Reader

EARLIER = 200
"""Places of letters the team sent before."""


def case_with(places: int, *, now: datetime) -> tuple[Case, Reader]:
    """The case, and its client as the reader; her advocate may write for her."""
    team = Organisation.objects.create(name=f"Team {places}", created_at=now)
    client = Person.objects.create(username=f"client-{places}")
    advocate = Person.objects.create(username=f"advocate-{places}", display_name="Bea")
    case = Case.objects.create(
        client=client, organisation=team, advocate=advocate, opened_by=client, opened_at=now,
        happened=[Happened.IMAGE], country="DE",
    )  # fmt: skip
    Contact.objects.create(case=case, name="Wren", mail="wren@mailbox.example", changed_at=now)
    Mandate.objects.create(
        case=case, holder=advocate, scope=[Scope.NOTICES], words="Yes.", way=Way.ONLINE,
        given_at=now, recorded_by=client,
    )  # fmt: skip
    _asked_before(case, now=now)
    Sighting.objects.bulk_create(_places(case, range(EARLIER, EARLIER + places), now=now))
    return case, Reader(client, now)


def ways_of(case: Case, reader: Reader) -> Proposals:
    """Ranked, with the questions that decide."""
    found = proposals(case, reader=reader)
    found.questions()
    return found


def _places(case: Case, numbers: range, *, now: datetime) -> list[Sighting]:
    hosts = sorted(registry().hosts.items())
    return [
        Sighting(
            case=case, number=at + 1, url=f"https://{host}/{at}", host=host, platform=platform,
            key=sha256(f"{case.pk} {at}".encode()).hexdigest(), seen_at=now, logged_at=now,
            logged_by_id=case.opened_by_id,
        )
        for at in numbers
        for host, platform in [hosts[at % len(hosts)]]
    ]  # fmt: skip


def _asked_before(case: Case, *, now: datetime) -> None:
    rows = Sighting.objects.bulk_create(_places(case, range(EARLIER), now=now))
    letter = Notice.objects.create(
        case=case, number=1, state=NoticeState.SENT, platform="x", channel=0, basis="us-tida",
        sender_role=SenderRole.DEPICTED_PERSON, recipient="X", drafted_at=now,
        drafted_by_id=case.opened_by_id, approved_at=now, sent_at=now,
    )  # fmt: skip
    NoticeItem.objects.bulk_create(
        NoticeItem(
            notice=letter, sighting=row, position=at, address=row.url, outcome=Outcome.REMOVED,
            outcome_at=now,
        )
        for at, row in enumerate(rows)
    )  # fmt: skip
