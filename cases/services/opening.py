"""Opening a case: for oneself, or for a person one advises."""

from datetime import datetime

from django.db import transaction

from accounts.models import Organisation, Person
from cases import access, timeline
from cases.errors import NotPermitted
from cases.models import Case


@transaction.atomic
def open_own_case(client: Person, *, now: datetime) -> Case:
    """A case of the person's own; nobody else sees it until they ask somebody in."""
    opened = Case.objects.create(
        client=client, client_name=client.display_name, opened_by=client, opened_at=now
    )

    timeline.record(opened, "case.opened", actor=client, now=now)
    return opened


@transaction.atomic
def open_case_for(
    organisation: Organisation, *, client_name: str, actor: Person, now: datetime
) -> Case:
    """A case that an advocate opens for somebody; it is theirs until it is given on.

    Raises NotPermitted where the actor does not work on that team's cases.
    """
    if organisation not in access.teams_of(actor):
        raise NotPermitted("You do not work on the cases of this team.")

    opened = Case.objects.create(
        organisation=organisation,
        advocate=actor,
        client_name=client_name,
        opened_by=actor,
        opened_at=now,
    )

    timeline.record(opened, "case.opened", actor=actor, now=now)
    return opened
