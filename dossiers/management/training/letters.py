"""Letters of a story: written, approved, sent, answered, decided."""

from collections.abc import Iterable
from datetime import timedelta

from accounts.models import Person
from dossiers.management.training.story import Story
from evidence.models import Exhibit
from takedowns.models import FollowUp, Notice, NoticeItem, Outcome, Reply, Way
from takedowns.registry.loader import registry
from takedowns.services import follow_ups, looks, notices, outcomes, replies, sending
from takedowns.services.proposals import Group, proposals
from takedowns.services.routes import Route

HANDS = {
    "web_form": Way.FORM,
    "email": Way.MAIL,
    "post": Way.POST,
    "in_app": Way.IN_APP,
    "bot": Way.IN_APP,
    "api": Way.FORM,
}
FACTS: dict[str, object] = {
    "nonconsent_facts": "I never agreed to this being shown to anybody. It was posted without"
    " asking me.",
    "harm": "People I know have seen it, and strangers write to me because of it.",
    "work_description": "A photo I took of myself with my own phone.",
    "national_offence": "the offence of spreading intimate pictures without consent",
    "objection": "Nothing in the public interest outweighs my right to be left alone.",
    "ground": "unlawful",
    "content_kinds": ["nudity"],
}


class NoSuchRoute(RuntimeError):
    """The registry proposes no such letter any more; the story must be told another way."""


def written(
    story: Story,
    to: str,
    *,
    by: Person,
    signed: str = "",
    rule: str | None = None,
    most: int | None = None,
) -> Notice:
    """Draft a letter about the open places of one service or site.

    `rule` is the id of a rule, empty for a plain report, None for whatever is proposed first.
    Without `signed` nothing is filled in, and the draft has gaps.
    """
    group = _group(story, to)
    route = _route(group, rule=rule)
    limit = min(most or len(group.sightings), route.channel.max_urls or len(group.sightings))
    notice = notices.draft_notice(
        story.case, group=group, route=route, sightings=group.sightings[:limit],
        actor=by, now=story.tick(),
    )  # fmt: skip
    if not signed:
        return notice
    extra = {**FACTS, "signature_name": signed, "principal": story.case.client_name}
    return notices.change_notice(notice, extra=extra, actor=by, now=story.tick())


def _group(story: Story, to: str) -> Group:
    for group in proposals(story.case).groups:
        if to in {group.platform.id, group.host}:
            return group
    raise NoSuchRoute(f"Nothing is open at {to}.")


def _route(group: Group, *, rule: str | None) -> Route:
    for route in group.routes:
        if rule is None or rule == (route.basis.id if route.basis else ""):
            return route
    raise NoSuchRoute(f"{group.platform.name} takes no letter under {rule or 'its own rules'}.")


def approved(story: Story, notice: Notice, *, by: Person) -> Notice:
    """Read the exact text, give one's word and approve it."""
    moment = story.tick()
    prepared = notices.prepare(notice, written_on=moment.date())
    if prepared.letter is None:
        raise notices.LetterHasGaps(prepared.gaps)
    return notices.approve_notice(
        notice,
        digest=prepared.digest,
        declarations=[declaration.key for declaration in prepared.letter.declarations],
        written_on=moment.date(),
        actor=by,
        now=moment,
    )


def sent(
    story: Story, notice: Notice, *, by: Person, number: str = "", proof: Exhibit | None = None
) -> Notice:
    """Mark an approved letter as sent just now, by the way its channel asks for."""
    moment = story.tick()
    channel = registry().platforms[notice.platform].channels[notice.channel]
    return sending.mark_sent(
        notice, way=HANDS[channel.method], sent_at=moment, reference=number, proof=proof,
        actor=by, now=moment + timedelta(minutes=1),
    )  # fmt: skip


def posted(
    story: Story,
    to: str,
    *,
    by: Person,
    signed: str,
    number: str = "",
    rule: str | None = None,
    most: int | None = None,
) -> Notice:
    """Write, approve and send in one go."""
    notice = written(story, to, by=by, signed=signed, rule=rule, most=most)
    return sent(story, approved(story, notice, by=by), by=by, number=number)


def withdrawn(story: Story, notice: Notice, *, by: Person) -> None:
    notices.withdraw_notice(notice, actor=by, now=story.tick())


def answered(
    story: Story, notice: Notice, text: str, *, by: Person, original: Exhibit | None = None
) -> Reply:
    """Add what they wrote; from a client it waits for the advocate to read it."""
    moment = story.tick()
    return replies.add_reply(
        Notice.objects.get(pk=notice.pk), text=text, received_at=moment - timedelta(minutes=20),
        original=original, actor=by, now=moment,
    )  # fmt: skip


def read(story: Story, notice: Notice, *, by: Person) -> None:
    """The advocate opens the letter; its answers are read."""
    replies.mark_read(notice, actor=by, now=story.tick())


def decided(
    story: Story, notice: Notice, outcome: Outcome, *, by: Person, places: slice = slice(None)
) -> None:
    """Note what came of some places of a letter, or of all."""
    items = [item.pk for item in outcomes.items_of(notice)[places]]
    outcomes.record_outcomes(
        notice, items=items, outcome=outcome, note="", actor=by, now=story.tick()
    )


def taken_in(story: Story) -> None:
    """What looks at the places of letters showed, as the worker takes it in."""
    moment = story.tick()
    own = NoticeItem.objects.filter(pk__in=looks.due_ids(), notice__case=story.case)
    for item_id in own.values_list("pk", flat=True):
        looks.take_in(item_id, now=moment)


def reminders_done(story: Story, of: Iterable[Notice], *, by: Person) -> None:
    """Tick off every open reminder of these letters."""
    for follow_up in FollowUp.objects.open().filter(notice__in=list(of)):
        follow_ups.finish(follow_up, actor=by, now=story.tick())
