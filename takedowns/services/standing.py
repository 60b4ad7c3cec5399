"""What a mandate lets an advocate approve, and what happens to approvals when it ends."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
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
from takedowns.services import holding
from takedowns.services.outgoing import ENDED

KIND_WORDS = {"ai": "AI service", "cdn": "Network that delivers sites"}
NO_MANDATE = "Only the person themselves can approve this: there is no mandate for it."
NOT_COVERED = "Only the client can approve this: the mandate does not cover it."


@dataclass(frozen=True, slots=True)
class Desk:
    """What one person may approve in one case, read once for many letters."""

    own: bool
    by_mandate: bool
    held: tuple[Mandate, ...]

    @property
    def has_mandate(self) -> bool:
        """Whether any mandate for letters is in force."""
        return any({Scope.NOTICES, Scope.FOLLOW_UPS} & set(held.scope) for held in self.held)

    def mandate_for(self, notice: Notice, *, again: bool) -> Mandate | None:
        """The mandate an approval would rest on. None: no mandate is needed, or none covers it.

        `again` tells that the letter asks once more about places asked about before.
        """
        act = Scope.FOLLOW_UPS if again else Scope.NOTICES
        platform, kind = _goes_to(notice)
        for held in self.held:
            if act in held.scope and held.reaches(platform=platform, kind=kind, rule=notice.basis):
                return held
        return None

    def covers(self, notice: Notice, *, again: bool) -> bool:
        """Whether this person may approve this letter."""
        return self.own or self.mandate_for(notice, again=again) is not None


def _goes_to(notice: Notice) -> tuple[str, str]:
    """Platform and kind a letter really goes to; an addressee without an entry has no platform."""
    if notice.addressee and not notice.addressee.get("platform"):
        return "", str(notice.addressee.get("kind", ""))
    return notice.platform, registry().platforms[notice.platform].kind


def desk_of(case: Case, *, actor: Person, now: datetime) -> Desk:
    """The person's own right, or the mandates they hold in this case."""
    may = access.allowed(actor, case)
    own = Permission.APPROVE in may
    by_mandate = not own and Permission.APPROVE_BY_MANDATE in may
    held = access.running_mandates(case, now=now).filter(holder=actor) if by_mandate else ()
    return Desk(own=own, by_mandate=by_mandate, held=tuple(held))


def asks_again(notices: Iterable[Notice]) -> set[object]:
    """Keys of those letters that name a place which stood in an earlier letter that went out."""
    earlier = NoticeItem.objects.filter(
        sighting=models.OuterRef("sighting"),
        notice__state__in=[NoticeState.SENT, NoticeState.DECIDED],
    ).exclude(notice=models.OuterRef("notice"))
    rows = NoticeItem.objects.filter(notice__in=notices).filter(models.Exists(earlier))
    return set(rows.values_list("notice", flat=True))


def locked(notice: Notice) -> Notice:
    """The letter as it stands, with its case and contact; the case is locked first, then it.

    Mandates end and letters are approved under the lock on the case. It is no lock on its key, so
    that rows that point to the case can be written by others meanwhile.
    """
    held = Case.objects.select_for_update(no_key=True).filter(pk=notice.case_id)
    held.values_list("pk").get()
    rows = Notice.objects.select_for_update(of=("self",))
    return rows.select_related("case__contact").get(pk=notice.pk)


def right_to_approve(notice: Notice, *, actor: Person, now: datetime) -> Mandate | None:
    """The mandate this approval rests on, None for the client's own. Raises NotPermitted.

    The caller holds the lock on the case, under which a mandate is also ended.
    """
    desk = desk_of(notice.case, actor=actor, now=now)
    if desk.own:
        return None
    if not desk.by_mandate:
        raise NotPermitted("You cannot approve letters in this case.")
    mandate = desk.mandate_for(notice, again=bool(asks_again([notice])))
    if mandate is None:
        raise NotPermitted(NOT_COVERED if desk.has_mandate else NO_MANDATE)
    return mandate


def void_approval(notice: Notice, *, why: str) -> None:
    """Make a letter a draft again, with nothing left of its approval. The caller saves it."""
    notice.state, notice.declarations = NoticeState.DRAFT, []
    notice.subject = notice.body = notice.digest = ""
    notice.approved_at = notice.approved_by = notice.mandate = None
    notice.snapshot, notice.copied = {}, []
    notice.reopened_why = why


def fall_back(ended: Sequence[Mandate], *, actor: Person, now: datetime) -> None:
    """Letters approved under these mandates and not sent become drafts again, and say why.

    A letter whose mail may have left is held until somebody knows; it stays as it was approved.
    """
    rows = Notice.objects.held()
    for notice in rows.filter(state=NoticeState.APPROVED, mandate__in=ended).order_by("pk"):
        try:
            holding.stop_queued(notice, why=ENDED, now=now)
        except holding.OnItsWay:
            continue
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
    kinds = sorted({platform.kind for platform in known.platforms.values()})
    rules = [(each.id, each.short_title) for each in known.legal_bases.values() if has_letter(each)]
    return Choices(
        platforms=tuple((each, known.platforms[each].name) for each in ids),
        kinds=tuple((each, _kind_words(each)) for each in kinds),
        rules=(*rules, (NO_RULE, "The service's own rules, without a law")),
    )


def _kind_words(kind: str) -> str:
    return KIND_WORDS.get(kind, kind.replace("_", " ").capitalize())
