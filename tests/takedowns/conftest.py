"""A case with places on services that can act, and letters at every step."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from accounts.models import Person
from cases.models import Case, Happened, Mandate, Scope, Way
from evidence.models import Sighting
from takedowns.models import Notice
from takedowns.models import Way as SendWay
from takedowns.services import notices, proposals, sending
from takedowns.services.proposals import Group
from tests import factories


@pytest.fixture
def told(case: Case, now: datetime) -> Case:
    """Wren's case with what letters need: what happened, who took it, how to answer."""
    case.happened, case.country, case.taker = [Happened.IMAGE], "DE", "SELF"
    case.sells, case.police_reference = "NEVER", "P-1"
    case.intake_done_at = now
    case.save()
    factories.contact(case)
    return case


@pytest.fixture
def places(told: Case) -> list[Sighting]:
    """Two posts on X, one search result, one page of a site nobody knows."""
    return [
        factories.sighting(told, url)
        for url in (
            "https://x.com/quiet_account_7/status/1858000000000004471",
            "https://x.com/quiet_account_7/status/1858000000000005120",
            "https://www.google.com/search?q=wren+example",
            "https://imageplace.example/f/abc123.jpg",
        )
    ]


@pytest.fixture
def to_x(told: Case, places: list[Sighting]) -> Group:
    """The group of the two posts on X."""
    return next(g for g in proposals.proposals(told).groups if g.platform.id == "x")


@pytest.fixture
def draft(told: Case, to_x: Group, wren: Person, now: datetime) -> Notice:
    """Wren's own draft to X by the proposed route, with her name as signature."""
    notice = notices.draft_notice(
        told, group=to_x, route=to_x.routes[0], sightings=to_x.sightings, actor=wren, now=now
    )
    return notices.change_notice(
        notice, extra={"signature_name": "Wren Example"}, actor=wren, now=now
    )


@pytest.fixture
def approve(now: datetime) -> Callable[[Notice, Person], Notice]:
    """Approves a draft as the page does: what was read, with every declaration confirmed."""

    def approve_as(notice: Notice, actor: Person) -> Notice:
        prepared = notices.prepare(notice, written_on=now.date())
        assert prepared.letter is not None
        words = [declaration.key for declaration in prepared.letter.declarations]
        return notices.approve_notice(
            notice, digest=prepared.digest, declarations=words,
            written_on=now.date(), actor=actor, now=now,
        )  # fmt: skip

    return approve_as


@pytest.fixture
def approved(draft: Notice, approve: Callable[[Notice, Person], Notice], wren: Person) -> Notice:
    """The draft, approved by Wren."""
    return approve(draft, wren)


@pytest.fixture
def sent(approved: Notice, wren: Person, now: datetime) -> Notice:
    """The letter, sent through X's own form an hour after it was approved."""
    return sending.mark_sent(
        approved, way=SendWay.FORM, sent_at=now + timedelta(minutes=5), reference="4471-209",
        proof=None, actor=wren, now=now + timedelta(hours=1),
    )  # fmt: skip


@pytest.fixture
def mandate(case: Case, bea: Person, wren: Person, now: datetime) -> Mandate:
    """Wren lets Bea approve and send letters."""
    return Mandate.objects.create(
        case=case, holder=bea, scope=[Scope.NOTICES, Scope.FOLLOW_UPS], given_at=now,
        words="Bea may write for me.", way=Way.ONLINE, recorded_by=wren,
    )  # fmt: skip
