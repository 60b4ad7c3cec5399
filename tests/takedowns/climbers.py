"""Claims on their way up, for tests: who carries a site, looks at places, letters sent."""

from datetime import datetime, timedelta

from accounts.models import Person
from evidence.models import Observation, Presence, Sighting
from takedowns.models import LookupState, Notice, ResponsibleLookup, Via
from takedowns.models import Way as SendWay
from takedowns.services import climbing, follow_ups, looks, notices, sending

DAY = timedelta(days=1)


def carried(
    place: Sighting, *, role: str, name: str, mail: str, platform: str = "", actor: Person,
    now: datetime,
) -> ResponsibleLookup:  # fmt: skip
    """Somebody wrote down who carries the site of a place."""
    party = {
        "role": role, "name": name, "mail": mail, "phone": "", "platform": platform,
        "told_by": "hand",
    }  # fmt: skip
    return ResponsibleLookup.objects.create(
        sighting=place, host=place.host, via=Via.HAND, state=LookupState.DONE, asked_at=now,
        asked_by=actor, done_at=now, parties=[party],
    )  # fmt: skip


def saw(place: Sighting, presence: Presence, *, at: datetime) -> Observation:
    """A look at a place."""
    return Observation.objects.create(sighting=place, presence=presence, observed_at=at)


def took_in(*, now: datetime) -> int:
    """The sweep over new looks; how many places had any."""
    return sum(looks.take_in(each, now=now) for each in looks.due_ids())


def time_is_over(notice: Notice, *, now: datetime) -> None:
    """The sweep at a moment after the end of the time of a letter, one of ours included."""
    assert notice.due_at is not None
    assert notice.due_at <= now
    for key in follow_ups.due_ids(now=now):
        follow_ups.remind(key, now=now)


def send(draft: Notice, *, actor: Person, now: datetime) -> Notice:
    """Approve a draft as it stands and send it."""
    prepared = notices.prepare(draft, written_on=now.date())
    assert prepared.letter is not None, [gap.label for gap in prepared.gaps]
    words = [declaration.key for declaration in prepared.letter.declarations]
    notices.approve_notice(
        draft, digest=prepared.digest, declarations=words, written_on=now.date(), actor=actor,
        now=now,
    )  # fmt: skip
    return sending.mark_sent(
        draft, way=SendWay.MAIL, sent_at=now, reference=f"T-{draft.number}", proof=None,
        actor=actor, now=now,
    )  # fmt: skip


def chosen(notice: Notice, rung: str, *, actor: Person, now: datetime) -> Notice:
    """The first addressee of a rung, chosen by a person."""
    target = next(each for each in climbing.targets(notice) if each.rung == rung)
    return climbing.choose(notice, key=climbing.key_of(target), actor=actor, now=now)
