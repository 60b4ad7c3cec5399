"""What a mandate lets an advocate approve, and what happens to approvals when it ends."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import models

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.acting import Choices
from cases.errors import NotPermitted
from cases.models import NO_RULE, Case, Mandate, Scope
from evidence.models import Sighting
from takedowns.drafting import has_letter
from takedowns.models import Notice, NoticeItem, NoticeState
from takedowns.registry.loader import registry

KIND_WORDS = {"ai": "AI service", "cdn": "Network that delivers sites"}
ENDED = "The permission this letter was approved under has ended. It needs approval once more."
NO_MANDATE = "Only the person themselves can approve this: there is no mandate for it."
NOT_COVERED = "Only the client can approve this: the mandate does not cover it."


class Desk:
    """What one person may approve in one case, read once for many letters."""

    def __init__(self, case: Case, *, actor: Person, now: datetime) -> None:
        self.own = access.can(actor, Permission.APPROVE, case)
        by_mandate = not self.own and access.can(actor, Permission.APPROVE_BY_MANDATE, case)
        running = access.running_mandates(case, now=now).filter(holder=actor)
        self._held = list(running) if by_mandate else []

    @property
    def has_mandate(self) -> bool:
        """Whether any mandate for letters is in force."""
        return any({Scope.NOTICES, Scope.FOLLOW_UPS} & set(held.scope) for held in self._held)

    def mandate_for(self, notice: Notice, *, again: bool) -> Mandate | None:
        """The mandate an approval would rest on. None: no mandate is needed, or none covers it.

        `again` tells that the letter asks once more about places asked about before.
        """
        act = Scope.FOLLOW_UPS if again else Scope.NOTICES
        kind = registry().platforms[notice.platform].kind
        for held in self._held:
            if act in held.scope and held.reaches(
                platform=notice.platform, kind=kind, rule=notice.basis
            ):
                return held
        return None

    def covers(self, notice: Notice, *, again: bool) -> bool:
        """Whether this person may approve this letter."""
        return self.own or self.mandate_for(notice, again=again) is not None


def asks_again(notices: Iterable[Notice]) -> set[object]:
    """Keys of those letters that name a place which stood in an earlier letter that went out."""
    earlier = NoticeItem.objects.filter(
        sighting=models.OuterRef("sighting"),
        notice__state__in=[NoticeState.SENT, NoticeState.DECIDED],
    ).exclude(notice=models.OuterRef("notice"))
    rows = NoticeItem.objects.filter(notice__in=notices).filter(models.Exists(earlier))
    return set(rows.values_list("notice", flat=True))


def right_to_approve(notice: Notice, *, actor: Person, now: datetime) -> Mandate | None:
    """The mandate this approval rests on, None for the client's own. Raises NotPermitted.

    The caller holds the lock on the case, under which a mandate is also ended.
    """
    desk = Desk(notice.case, actor=actor, now=now)
    if desk.own:
        return None
    access.require(actor, Permission.APPROVE_BY_MANDATE, notice.case)
    mandate = desk.mandate_for(notice, again=bool(asks_again([notice])))
    if mandate is None:
        raise NotPermitted(NOT_COVERED if desk.has_mandate else NO_MANDATE)
    return mandate


def void_approval(notice: Notice, *, why: str) -> None:
    """Make a letter a draft again, with nothing left of its approval. The caller saves it."""
    notice.state, notice.declarations = NoticeState.DRAFT, []
    notice.subject = notice.body = notice.digest = ""
    notice.approved_at = notice.approved_by = notice.mandate = None
    notice.snapshot = {}
    notice.reopened_why = why


def fall_back(ended: Sequence[Mandate], *, actor: Person, now: datetime) -> None:
    """Letters approved under these mandates and not sent become drafts again, and say why."""
    rows = Notice.objects.select_for_update(of=("self",)).select_related("case")
    for notice in rows.filter(state=NoticeState.APPROVED, mandate__in=ended).order_by("pk"):
        void_approval(notice, why=ENDED)
        notice.save()
        timeline.record(
            notice.case, "notice.fell_back", actor=actor, now=now,
            number=notice.number, recipient=notice.recipient,
        )  # fmt: skip


def mandate_choices(case: Case) -> Choices:
    """What a mandate can be narrowed to: services of the case's places, kinds, and rules."""
    known = registry()
    there = Sighting.objects.filter(case=case, platform__in=known.platforms)
    ids = sorted(set(there.order_by().values_list("platform", flat=True)))
    kinds = sorted({platform.kind.value for platform in known.platforms.values()})
    rules = [(each.id, each.short_title) for each in known.legal_bases.values() if has_letter(each)]
    return Choices(
        platforms=tuple((each, known.platforms[each].name) for each in ids),
        kinds=tuple((each, _kind_words(each)) for each in kinds),
        rules=(*rules, (NO_RULE, "The service's own rules, without a law")),
    )


def _kind_words(kind: str) -> str:
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())
