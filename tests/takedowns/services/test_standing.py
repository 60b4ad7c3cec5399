"""What a mandate lets an advocate approve, and what happens when it ends."""

import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum

import pytest
from django.db import connection

from accounts.models import Person
from cases.acting import Limits
from cases.errors import NotPermitted
from cases.models import NO_RULE, Case, Mandate, Scope, TimelineEvent
from cases.services import mandates, sharing
from evidence.models import Sighting
from takedowns.errors import NotApproved
from takedowns.models import Notice, NoticeRung, NoticeState
from takedowns.services import notices, outgoing, standing
from takedowns.services.proposals import Group, proposals
from tests.takedowns.climbers import chosen

pytestmark = pytest.mark.django_db
Approve = Callable[[Notice, Person], Notice]


class Ends(Enum):
    """What becomes of an attempt."""

    APPROVED = "approved"
    REFUSED = "refused"


@pytest.mark.parametrize(
    ("limits", "ends"),
    [
        ({}, Ends.APPROVED),
        ({"platforms": ["x"]}, Ends.APPROVED),
        ({"platforms": ["reddit"]}, Ends.REFUSED),
        ({"kinds": ["social"]}, Ends.APPROVED),
        ({"kinds": ["search"]}, Ends.REFUSED),
        ({"platforms": ["reddit"], "kinds": ["social"]}, Ends.APPROVED),
        ({"rules": ["us-tida"]}, Ends.APPROVED),
        ({"rules": [NO_RULE]}, Ends.REFUSED),
        ({"platforms": ["x"], "rules": ["eu-gdpr-17"]}, Ends.REFUSED),
        ({"scope": [Scope.FOLLOW_UPS]}, Ends.REFUSED),
        ({"scope": [Scope.DOSSIER]}, Ends.REFUSED),
    ],
)
def test_approves_within_the_limits_of_the_mandate_only(
    limits: dict[str, list[str]], ends: Ends, draft: Notice, mandate: Mandate, bea: Person,
    approve: Approve,
) -> None:  # fmt: skip
    for name, ids in limits.items():
        setattr(mandate, name, ids)
    mandate.save()

    if ends is Ends.APPROVED:
        assert approve(draft, bea).mandate == mandate
    else:
        with pytest.raises(NotPermitted, match="Only the"):
            approve(draft, bea)


def test_approves_under_the_one_mandate_of_several_that_covers_it(
    draft: Notice, mandate: Mandate, bea: Person, wren: Person, now: datetime, approve: Approve
) -> None:
    Mandate.objects.create(
        case=draft.case, holder=bea, scope=[Scope.NOTICES], platforms=["reddit"], words="yes",
        way=mandate.way, given_at=now, recorded_by=wren,
    )  # fmt: skip

    assert approve(draft, bea).mandate == mandate


def test_needs_the_scope_of_later_letters_to_ask_again(
    told: Case, sent: Notice, mandate: Mandate, bea: Person, now: datetime, approve: Approve
) -> None:
    sent.items.update(outcome="REFUSED")
    group = next(g for g in proposals(told).groups if g.platform.id == "x")
    later = notices.draft_notice(
        told, group=group, route=group.routes[0], sightings=group.sightings, actor=bea, now=now
    )
    typed = {"signature_name": "Bea"}
    later = notices.change_notice(later, extra=typed, actor=bea, now=now)
    mandate.scope = [Scope.NOTICES]
    mandate.save()

    with pytest.raises(NotPermitted, match="does not cover"):
        approve(later, bea)

    mandate.scope = [Scope.FOLLOW_UPS]
    mandate.save()
    assert approve(later, bea).state == NoticeState.APPROVED


def fallen_back(notice: Notice) -> bool:
    notice.refresh_from_db()
    gone = (notice.body, notice.digest, notice.approved_by, notice.mandate) == ("", "", None, None)
    return notice.state == NoticeState.DRAFT and gone and notice.reopened_why == outgoing.ENDED


def test_makes_a_draft_of_what_waits_when_its_mandate_ends(
    draft: Notice, mandate: Mandate, bea: Person, wren: Person, now: datetime, approve: Approve
) -> None:
    approve(draft, bea)

    mandates.revoke_mandate(mandate, actor=wren, now=now + timedelta(hours=1))

    assert fallen_back(draft)
    assert TimelineEvent.objects.filter(kind="notice.fell_back").count() == 1


def test_makes_a_draft_of_what_waits_when_the_team_leaves(
    draft: Notice, mandate: Mandate, bea: Person, wren: Person, now: datetime, approve: Approve
) -> None:
    approve(draft, bea)

    sharing.unshare_case(draft.case, actor=wren, now=now + timedelta(hours=1))

    assert fallen_back(draft)


def test_leaves_what_the_client_approved_and_what_was_sent(
    approved: Notice, mandate: Mandate, wren: Person, now: datetime
) -> None:
    sent = Notice.objects.create(
        case=approved.case, number=90, platform="x", channel=0, state=NoticeState.SENT,
        sender_role=approved.sender_role, drafted_at=now, drafted_by=wren, approved_at=now,
        mandate=mandate, sent_at=now,
    )  # fmt: skip

    mandates.revoke_mandate(mandate, actor=wren, now=now + timedelta(hours=1))

    approved.refresh_from_db()
    sent.refresh_from_db()
    assert (approved.state, sent.state) == (NoticeState.APPROVED, NoticeState.SENT)


def test_forgets_why_it_fell_back_once_approved_again(
    draft: Notice, mandate: Mandate, bea: Person, wren: Person, now: datetime, approve: Approve
) -> None:
    approve(draft, bea)
    mandates.revoke_mandate(mandate, actor=wren, now=now)
    draft.refresh_from_db()

    assert approve(draft, wren).reopened_why == ""


def test_offers_limits_from_the_places_of_the_case(told: Case, places: list[Sighting]) -> None:
    offered = standing.mandate_choices(told)

    assert ("x", "X (Twitter)") in offered.platforms
    assert "reddit" not in dict(offered.platforms)
    assert {"us-tida", NO_RULE} <= dict(offered.rules).keys()


def test_says_the_limits_in_the_words_that_are_kept(told: Case, to_x: Group, bea: Person) -> None:
    limits = Limits(platforms=("x",), rules=("us-tida",))

    words = mandates.words_of(told, holder=bea, scope=[Scope.NOTICES], until=None, limits=limits)

    assert "Only for letters to: X (Twitter)." in words
    assert "Only under: " in words


@pytest.mark.django_db(transaction=True)
def test_leaves_nothing_approved_when_a_mandate_ends_at_the_same_moment(
    draft: Notice, mandate: Mandate, bea: Person, wren: Person, now: datetime, approve: Approve
) -> None:
    start = threading.Barrier(2)

    def run(act: Callable[[], object]) -> None:
        start.wait(timeout=10)
        try:
            act()
        except NotPermitted:
            pass
        finally:
            connection.close()

    acts: list[Callable[[], object]] = [
        lambda: approve(draft, bea),
        lambda: mandates.revoke_mandate(mandate, actor=wren, now=now),
    ]
    threads = [threading.Thread(target=run, args=[act]) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    draft.refresh_from_db()
    mandate.refresh_from_db()
    assert (draft.state, mandate.revoked_at) == (NoticeState.DRAFT, now)


def test_lets_a_mandate_for_one_service_write_to_no_authority(
    sent: Notice, mandate: Mandate, bea: Person, now: datetime
) -> None:
    police = chosen(sent, NoticeRung.POLICE, actor=bea, now=now)
    firmer = chosen(sent, NoticeRung.FIRMER, actor=bea, now=now)
    mandate.platforms = [sent.platform]
    mandate.save()

    desk = standing.desk_of(sent.case, actor=bea, now=now)

    assert desk.covers(firmer, again=True)
    assert not desk.covers(police, again=True)


def test_ends_with_its_last_day_on_every_way_out(
    draft: Notice, mandate: Mandate, bea: Person, now: datetime, approve: Approve
) -> None:
    mandate.until_date = now.date()
    mandate.save()
    approved = approve(draft, bea)

    assert outgoing.approved(approved, at=now).body == approved.body
    with pytest.raises(NotApproved, match="has ended"):
        outgoing.approved(approved, at=now + timedelta(days=1))
