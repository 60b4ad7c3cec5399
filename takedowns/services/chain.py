"""The letters before a letter, and what a later letter may say of them."""

from collections.abc import Mapping

from django.db.models import Q, QuerySet

from evidence.models import Exhibit, Presence, Sighting
from takedowns import drafting
from takedowns.deadlines import ClockBasis
from takedowns.models import TO_AUTHORITIES, Delivery, Notice, NoticeItem, Outcome, Way
from takedowns.registry.loader import registry
from takedowns.services import clocks

LONGEST = 60
"""No claim climbs further; a chain that does is cut here."""
WAYS: Mapping[str, str] = {
    Way.FORM: "sent through the recipient’s own form",
    Way.MAIL: "sent by e-mail",
    Way.SMTP: "sent by e-mail",
    Way.POST: "sent on paper",
    Way.IN_APP: "reported in the recipient’s own app",
}


def before(notice: Notice) -> list[Notice]:
    """The letters this one follows, the first one first. Empty for a first letter."""
    found: list[Notice] = []
    at = notice.earlier
    while at is not None and len(found) < LONGEST:
        found.append(at)
        at = at.earlier
    return found[::-1]


def first_of(notice: Notice) -> Notice:
    """The first letter of the claim this letter belongs to; itself, where it is one."""
    return next(iter(before(notice)), notice)


def whole(notice: Notice) -> list[Notice]:
    """Every letter of the claim, however it branched, in the order of their numbers."""
    first = first_of(notice)
    found, layer = {first.pk: first}, [first]
    while layer and len(found) < LONGEST:
        layer = list(Notice.objects.filter(earlier__in=layer).exclude(pk__in=found))
        found |= {each.pk: each for each in layer}
    return sorted(found.values(), key=lambda each: each.number)


def unsettled(notice: Notice) -> list[NoticeItem]:
    """Places of a letter that may still be there: not removed by their word, not gone at last look.

    A place that came back is in it again.
    """
    rows = Sighting.objects.filter(notice_items__notice=notice).with_presence()
    gone = set(rows.filter(Q(presence=Presence.GONE)).values_list("pk", flat=True))
    items = notice.items.select_related("sighting").order_by("position")
    kept = items.filter(~Q(outcome=Outcome.REMOVED) | Q(back_at__isnull=False))
    return [item for item in kept if item.sighting_id not in gone]


def told(notice: Notice) -> tuple[drafting.EarlierNotice, ...]:
    """What a letter says of those before it that were sent.

    An authority is told of every letter of the claim, also of those on another branch.
    """
    letters = before(notice)
    if notice.rung in TO_AUTHORITIES:
        letters = [each for each in whole(notice) if each.number < notice.number]
    return tuple(_earlier(each) for each in letters if each.sent_at is not None)


def _earlier(notice: Notice) -> drafting.EarlierNotice:
    assert notice.sent_at is not None
    delivery = notice.deliveries.select_related("proof__file").order_by("sent_at").last()
    return drafting.EarlierNotice(
        reference=f"{notice.case.ref} / {notice.number}",
        sent_at=notice.sent_at,
        recipient=notice.recipient,
        rule=_rule(notice),
        their_reference=_their_number(notice, delivery),
        proof=_proof(delivery),
        due_at=notice.due_at if binding(notice) else None,
        came=_came(notice),
    )


def _their_number(notice: Notice, delivery: Delivery | None) -> str:
    """Their number for a letter: shown when it was sent, else given in an answer, the newest."""
    if delivery is not None and delivery.reference:
        return delivery.reference
    answered = notice.replies.exclude(ticket="").order_by("received_at").last()
    return answered.ticket if answered else ""


def binding(notice: Notice) -> bool:
    """Whether somebody gave the time of a letter: a rule or the recipient, not we."""
    stages = clocks.thaw(notice)
    return bool(stages) and stages[0].basis != ClockBasis.OURS


def _rule(notice: Notice) -> str:
    """The rule a letter invoked. Those to whom a rule was only told of are not held to it."""
    basis = registry().legal_bases.get(notice.basis)
    own = notice.rung in {"", drafting.Rung.FIRMER.value}
    return basis.short_title if basis is not None and own else ""


def _proof(delivery: Delivery | None) -> str:
    """What shows that a letter left; nothing where nothing was kept."""
    if delivery is None or delivery.proof is None:
        return ""
    return f"{WAYS.get(delivery.way, 'sent')}, exhibit {delivery.proof.label}"


def _came(notice: Notice) -> drafting.Came:
    items = list(notice.items.all())
    outcomes = {item.outcome for item in items}
    if any(item.back_at for item in items):
        seen_gone = any(item.back_at and item.gone_at for item in items)
        return drafting.Came.BACK_AGAIN if seen_gone else drafting.Came.STILL_THERE
    if outcomes <= {Outcome.PENDING, Outcome.NO_RESPONSE}:
        return drafting.Came.NO_ANSWER
    if outcomes & {Outcome.REMOVED, Outcome.RESTRICTED}:
        return drafting.Came.PARTLY
    return drafting.Came.REFUSED if Outcome.REFUSED in outcomes else drafting.Came.UNKNOWN


def exhibits_for(notice: Notice) -> tuple[drafting.ExhibitLine, ...]:
    """The exhibits kept of the places of a letter, by number, with the beginning of the digest."""
    rows: QuerySet[Exhibit] = Exhibit.objects.filter(
        case=notice.case_id, sighting__notice_items__notice=notice
    )
    return tuple(
        drafting.ExhibitLine(number=each.label, digest=each.file.sha256, kept_at=each.kept_at)
        for each in rows.select_related("file").distinct().order_by("number")
    )
