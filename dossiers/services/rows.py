"""All rows a dossier is made from, in a number of queries that does not grow with the case."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Q

from accounts.models import Person
from cases import access
from cases.models import Age, Case, Contact, Effect, Mandate, Scope
from dossiers.models import Declaration, Dossier, ImagePolicy, Purpose, VolumeSize
from dossiers.rendering.numbering import PREFIX
from evidence.models import (
    Capture,
    CoSignature,
    CustodyEvent,
    Derivative,
    Exhibit,
    Imprint,
    Match,
    Observation,
    Redaction,
    Sighting,
)
from takedowns.models import Delivery, Notice, NoticeItem, NoticeState, Reply

Row = TypeVar("Row")

CHANGED = "place.changed"
SENT = (NoticeState.SENT, NoticeState.DECIDED)
DERIVATIVES = {
    ImagePolicy.OUTLINE: Derivative.Kind.OUTLINE,
    ImagePolicy.BLURRED: Derivative.Kind.PREVIEW,
    ImagePolicy.FULL: Derivative.Kind.PREVIEW,
}


@dataclass(frozen=True, slots=True)
class Choice:
    """What the person who composes it chose. `left_out` are numbers of exhibits.

    `originals`: the files as they came go with it; `columns`: those of the load file;
    `declarations`: drafts to be completed and signed by hand; `effects`: what the person let be
    quoted of what this did; `volume_size`: most exhibits to a volume. `exceptions` are policies by
    the number of an exhibit; `labels` are initials that stand for `EX-`; the numbers for quoting
    are `bates_prefix` and a number from `bates_start` on. `redacted`: boxes that
    stood at `boxes_at` (None: now) are burnt in.
    """

    purpose: Purpose
    reader: str = ""
    images: ImagePolicy = ImagePolicy.NONE
    with_name: bool = False
    left_out: tuple[int, ...] = ()
    originals: bool = False
    redacted: bool = False
    boxes_at: datetime | None = None
    columns: str = ""
    declarations: tuple[Declaration, ...] = ()
    effects: bool = False
    volume_size: VolumeSize = VolumeSize.LARGE
    exceptions: Mapping[int, ImagePolicy] = field(default_factory=dict)
    pseudonym: str = ""
    labels: str = ""
    bates_prefix: str = PREFIX
    bates_start: int = 1


@dataclass(frozen=True, slots=True)
class Rows:
    """The case as it stands at one moment. `exhibits` are without those left out.

    `captures` are by the exhibit or the place they are of, `signatures` by the place, `changes`
    (of what was noted) too. `redactions` are the boxes that count, by the exhibit; for such an
    exhibit there is no drawing. `imprinted` are exhibits whose file was asked what it says of
    itself.
    """

    case: Case
    choice: Choice
    contact: Contact
    compiler: Person
    mandate: Mandate | None
    exhibits: tuple[Exhibit, ...]
    left_out: tuple[Exhibit, ...]
    sightings: tuple[Sighting, ...]
    looks: dict[UUID, list[Observation]]
    matches: dict[UUID, list[Match]]
    captures: dict[UUID, list[Capture]]
    signatures: dict[UUID, list[CoSignature]]
    drawings: dict[UUID, Derivative]
    custody: dict[UUID, list[CustodyEvent]]
    people: dict[UUID, Person]
    notices: tuple[Notice, ...]
    items: dict[UUID, list[NoticeItem]]
    deliveries: dict[UUID, list[Delivery]]
    replies: dict[UUID, list[Reply]]
    effects: tuple[Effect, ...] = ()
    changes: dict[UUID, list[CustodyEvent]] = field(default_factory=dict)
    imprinted: frozenset[UUID] = frozenset()
    redactions: dict[UUID, list[Redaction]] = field(default_factory=dict)

    def exhibits_of(self, sighting: Sighting) -> list[Exhibit]:
        """Those that show this place, by number."""
        return [exhibit for exhibit in self.exhibits if exhibit.sighting_id == sighting.pk]

    def who(self, key: UUID | None) -> str:
        """A person as the dossier names them: the client by their part, others by name."""
        if key is None:
            return "Redress"
        if key == self.case.client_id:
            return "The person"
        return self.people[key].shown_name if key in self.people else "Somebody"


def choice_of(dossier: Dossier) -> Choice:
    """What was chosen for this dossier."""
    return Choice(
        purpose=Purpose(dossier.purpose),
        reader=dossier.reader,
        images=ImagePolicy(dossier.image_policy),
        with_name=dossier.with_name,
        left_out=tuple(int(number) for number in dossier.left_out),
        originals=dossier.originals and dossier.case.age == Age.ADULT,
        redacted=dossier.redacted,
        boxes_at=dossier.asked_at,
        columns=dossier.columns,
        declarations=tuple(Declaration(kind) for kind in dossier.declarations),
        effects=dossier.with_effects,
        volume_size=VolumeSize(dossier.volume_size),
        exceptions={
            int(number): ImagePolicy(policy) for number, policy in dossier.image_exceptions.items()
        },
        pseudonym=dossier.pseudonym,
        labels=dossier.label_prefix,
        bates_prefix=dossier.bates_prefix,
        bates_start=dossier.bates_start,
    )


def images_for(case: Case, choice: Choice) -> ImagePolicy:
    """What may be shown: nothing unless the person said that they were an adult in all of it."""
    return choice.images if case.age == Age.ADULT else ImagePolicy.NONE


def policy_of(case: Case, choice: Choice, number: int) -> ImagePolicy:
    """What may be shown of one exhibit, by its number."""
    if case.age != Age.ADULT:
        return ImagePolicy.NONE
    return choice.exceptions.get(number, choice.images)


def label_of(number: int, *, labels: str) -> str:
    """The label of an exhibit: `AB4` where initials were chosen, else `EX-0004`."""
    return f"{labels}{number}" if labels else f"EX-{number:04d}"


def read_rows(case: Case, choice: Choice, *, compiler: Person, now: datetime) -> Rows:
    """Everything of the case that a dossier may say."""
    exhibits = list(Exhibit.objects.filter(case=case).select_related("file").order_by("number"))
    kept = tuple(each for each in exhibits if each.number not in choice.left_out)
    custody, deliveries, replies = _custody(case), _deliveries(case), _replies(case)
    notices = tuple(
        Notice.objects.filter(case=case, state__in=SENT)
        .select_related("approved_by", "mandate")
        .order_by("number")
    )
    looks = _grouped(
        Observation.objects.filter(sighting__case=case).order_by("observed_at", "pk"), "sighting_id"
    )
    signatures = _signatures(case)
    redactions = _redactions(case, choice, now=now)
    _label((*exhibits, *_proofs(deliveries, replies, signatures)), labels=choice.labels)
    effects = tuple(case.effects.filter(quotable=True)) if choice.effects else ()
    return Rows(
        case=case,
        choice=choice,
        contact=Contact.objects.filter(case=case).first() or Contact(case=case),
        compiler=compiler,
        mandate=_mandate(case, compiler=compiler, now=now),
        exhibits=kept,
        left_out=tuple(each for each in exhibits if each.number in choice.left_out),
        sightings=tuple(Sighting.objects.filter(case=case).order_by("number")),
        looks=looks,
        matches=_matches(case),
        captures=_captures(case),
        signatures=signatures,
        drawings={
            key: drawing
            for key, drawing in _drawings(case, choice).items()
            if key not in redactions
        },
        redactions=redactions,
        custody={each.pk: custody[each.pk] for each in kept if each.pk in custody},
        changes=_changes(custody),
        imprinted=frozenset(
            Imprint.objects.filter(exhibit__case=case).values_list("exhibit_id", flat=True)
        ),
        people=_people(
            case,
            exhibits=kept,
            custody=custody,
            looks=looks,
            notices=notices,
            signatures=signatures,
            effects=effects,
        ),
        notices=notices,
        effects=effects,
        items=_items(case),
        deliveries=deliveries,
        replies=replies,
    )


def _proofs(
    deliveries: dict[UUID, list[Delivery]],
    replies: dict[UUID, list[Reply]],
    signatures: dict[UUID, list[CoSignature]],
) -> list[Exhibit]:
    """Exhibits as other rows name them: objects of their own."""
    named: list[Exhibit | None] = [row.proof for rows in deliveries.values() for row in rows]
    named += [row.original for rows in replies.values() for row in rows]
    named += [row.exhibit for rows in signatures.values() for row in rows]
    return [exhibit for exhibit in named if exhibit is not None]


def _label(exhibits: Iterable[Exhibit], *, labels: str) -> None:
    for exhibit in exhibits:
        exhibit.called = label_of(exhibit.number, labels=labels)


def _items(case: Case) -> dict[UUID, list[NoticeItem]]:
    rows = NoticeItem.objects.filter(notice__case=case).select_related("sighting")
    return _grouped(rows.order_by("position"), "notice_id")


def _deliveries(case: Case) -> dict[UUID, list[Delivery]]:
    rows = Delivery.objects.filter(notice__case=case).select_related("proof")
    return _grouped(rows.order_by("sent_at", "pk"), "notice_id")


def _replies(case: Case) -> dict[UUID, list[Reply]]:
    rows = Reply.objects.filter(notice__case=case).select_related("original")
    return _grouped(rows.order_by("received_at", "pk"), "notice_id")


def _grouped(rows: Iterable[Row], name: str) -> dict[UUID, list[Row]]:
    groups: dict[UUID, list[Row]] = defaultdict(list)
    for row in rows:
        groups[getattr(row, name)].append(row)
    return dict(groups)


def _mandate(case: Case, *, compiler: Person, now: datetime) -> Mandate | None:
    running = access.running_mandates(case, now=now).filter(holder=compiler)
    return next((each for each in running if Scope.DOSSIER in each.scope), None)


def _matches(case: Case) -> dict[UUID, list[Match]]:
    rows = Match.objects.filter(exhibit__case=case).select_related("reference")
    return _grouped(rows.order_by("distance", "reference__number"), "exhibit_id")


def _captures(case: Case) -> dict[UUID, list[Capture]]:
    groups: dict[UUID, list[Capture]] = defaultdict(list)
    for row in Capture.objects.filter(case=case).standing().order_by("logged_at", "pk"):
        key = row.exhibit_id or row.sighting_id
        if key is not None:
            groups[key].append(row)
    return dict(groups)


def _signatures(case: Case) -> dict[UUID, list[CoSignature]]:
    rows = CoSignature.objects.filter(sighting__case=case, corrected_by=None)
    return _grouped(rows.select_related("exhibit").order_by("signed_at", "pk"), "sighting_id")


def _drawings(case: Case, choice: Choice) -> dict[UUID, Derivative]:
    rows = Derivative.objects.filter(exhibit__case=case).select_related("file__case", "exhibit")
    return {
        row.exhibit_id: row
        for row in rows
        if row.kind == DERIVATIVES.get(policy_of(case, choice, row.exhibit.number))
    }


def _redactions(case: Case, choice: Choice, *, now: datetime) -> dict[UUID, list[Redaction]]:
    if not choice.redacted:
        return {}
    standing = Redaction.objects.standing_at(choice.boxes_at or now)
    rows = standing.filter(exhibit__case=case).order_by("exhibit__number", "number")
    return _grouped(rows, "exhibit_id")


def _custody(case: Case) -> dict[UUID, list[CustodyEvent]]:
    """What was done to each thing, in order; of places only that what is noted was changed."""
    events = CustodyEvent.objects.filter(case=case).exclude(item=None)
    kept = ~Q(kind__startswith="place.") | Q(kind=CHANGED)
    return _grouped(events.filter(kept).order_by("seq"), "item")


def _changes(custody: dict[UUID, list[CustodyEvent]]) -> dict[UUID, list[CustodyEvent]]:
    return {key: events for key, events in custody.items() if events[0].kind == CHANGED}


def _people(
    case: Case,
    *,
    exhibits: tuple[Exhibit, ...],
    custody: dict[UUID, list[CustodyEvent]],
    looks: dict[UUID, list[Observation]],
    notices: tuple[Notice, ...],
    signatures: dict[UUID, list[CoSignature]],
    effects: tuple[Effect, ...],
) -> dict[UUID, Person]:
    named = {event.actor for events in custody.values() for event in events}
    named |= {look.observer_id for rows in looks.values() for look in rows}
    named |= {row.signer_id for signed in signatures.values() for row in signed}
    named |= {exhibit.kept_by_id for exhibit in exhibits}
    named |= {notice.approved_by_id for notice in notices}
    named |= {case.advocate_id, *(effect.written_by_id for effect in effects)}
    named |= set(Sighting.objects.filter(case=case).values_list("logged_by", flat=True))
    return Person.objects.in_bulk([key for key in named if key is not None])
