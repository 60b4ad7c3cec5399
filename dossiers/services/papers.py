"""Small papers of a case, handed over: each leaves a row of custody with the digest of its file.

The words are those that were kept when somebody agreed to them; a paper adds who, when and
whether it still holds, at the moment it is made.
"""

import hashlib
from dataclasses import dataclass
from datetime import UTC, datetime, time
from urllib.parse import urlsplit
from uuid import UUID

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Case, Contact, Mandate, Way
from dossiers.models import Release
from dossiers.rendering.content import Field
from dossiers.rendering.papers import (
    Delivered,
    MandatePaper,
    Paper,
    Receipt,
    ReleasePaper,
    drawn,
    without_addresses,
)
from dossiers.rendering.words import count, day, exact, grouped
from dossiers.services.letter_pages import WAYS, rule_name
from dossiers.services.rows import SENT
from evidence.services import custody
from takedowns.models import Delivery, Notice
from takedowns.models import Way as SentBy

NO_NAME = "Not named in this notebook"


class NothingSent(DomainError):
    """There is no receipt for a letter that has not left."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """A PDF with a neutral name."""

    name: str
    data: bytes


def mandate_paper(mandate: Mandate, *, actor: Person, now: datetime) -> Sheet:
    """What the person allowed, to be shown or signed. Raises NotPermitted."""
    access.require(actor, Permission.SEE, mandate.case)
    name = f"notes-{mandate.case.ref}-allowed.pdf"
    paper = _mandate(mandate, now=now)
    return handed(paper, mandate.case, "paper.mandate", item=mandate.pk, name=name,
                  actor=actor, now=now)  # fmt: skip


def release_paper(release: Release, *, actor: Person, now: datetime) -> Sheet:
    """What was released to whom, to be kept or signed. Raises NotPermitted."""
    access.require(actor, Permission.EXPORT, release.case)
    name = f"notes-{release.case.ref}-yes.pdf"
    paper = _release(release, now=now)
    return handed(paper, release.case, "paper.release", item=release.pk, name=name,
                  actor=actor, now=now)  # fmt: skip


def receipt(notice: Notice, *, actor: Person, now: datetime) -> Sheet:
    """That a letter left, by its digests alone. Raises NotPermitted and NothingSent."""
    access.require(actor, Permission.DRAFT, notice.case)
    if notice.state not in SENT:
        raise NothingSent("There is a receipt once the letter has been sent.")
    name = f"notes-{notice.case.ref}-receipt-{notice.number}.pdf"
    paper = _receipt(notice, now=now)
    return handed(paper, notice.case, "paper.receipt", item=notice.pk, name=name,
                  actor=actor, now=now)  # fmt: skip


def handed(
    paper: Paper, case: Case, kind: str, *, item: UUID | None, name: str, actor: Person,
    now: datetime,
) -> Sheet:  # fmt: skip
    """The paper drawn, and that it was taken away written down."""
    data = drawn(paper)
    sha256 = hashlib.sha256(data).hexdigest()
    custody.record(case, kind, item=item, actor=actor, now=now, sha256=sha256)
    return Sheet(name=name, data=data)


def _mandate(mandate: Mandate, *, now: datetime) -> MandatePaper:
    case = mandate.case
    contact = Contact.objects.filter(case=case).first() or Contact(case=case)
    person = contact.name or case.client_name
    given = f"{exact(mandate.given_at)}. {mandate.get_way_display()}"
    if mandate.way == Way.IN_PERSON and mandate.witness:
        given += f": {mandate.witness}"
    fields = [Field("Given by", person or NO_NAME), Field("Given", given)]
    if mandate.recorded_by_id not in {case.client_id, mandate.holder_id}:
        fields.append(Field("Noted by", mandate.recorded_by.shown_name))
    fields += [
        Field("Given to", _named(mandate.holder, case)),
        Field("Holds until", _last_day(mandate)),
        *_proof(mandate.words, str(mandate.pk), now=now),
    ]
    return MandatePaper(
        ref=case.ref,
        holder=mandate.holder.shown_name,
        person=person,
        state=_state(
            ended=mandate.revoked_at,
            over=mandate.until_date is not None and mandate.until_date < now.astimezone(UTC).date(),
            now=now,
        ),
        words=mandate.words,
        fields=tuple(fields),
    )


def _release(release: Release, *, now: datetime) -> ReleasePaper:
    case = release.case
    fields = (
        Field("Released to", f"{release.reader} ({release.get_role_display().lower()})"),
        Field("What", f"Bundle {release.dossier.version} of notebook {case.ref}"),
        Field("Given", f"{exact(release.given_at)}, by {release.given_by.shown_name}"),
        Field("Until", exact(release.expires_at)),
        Field("Opened so far", f"{release.opened} of {count(release.most, 'time', small=False)}"),
        *_proof(release.words, str(release.pk), now=now),
    )
    return ReleasePaper(
        ref=case.ref,
        reader=release.reader,
        state=_state(ended=release.ended_at, over=release.expires_at <= now, now=now),
        words=release.words,
        fields=fields,
    )


def _named(holder: Person, case: Case) -> str:
    team = f", {case.organisation.name}" if case.organisation else ""
    return f"{holder.shown_name}{team}"


def _last_day(mandate: Mandate) -> str:
    if mandate.until_date is None:
        return "No last day was named; until it is ended"
    last = datetime.combine(mandate.until_date, time.min, UTC)
    return f"{day(last)}, or until it is ended"


def _state(*, ended: datetime | None, over: bool, now: datetime) -> str:
    if ended is not None:
        return f"Ended on {exact(ended)}"
    return f"Ran out before {day(now)}" if over else f"In force on {exact(now)}"


def _proof(words: str, number: str, *, now: datetime) -> tuple[Field, ...]:
    digest = hashlib.sha256(words.encode()).hexdigest()
    return (
        Field("Digest of the words", grouped(digest), "digest"),
        Field("Number", number, "address"),
        Field("This sheet made", exact(now)),
    )


def _receipt(notice: Notice, *, now: datetime) -> Receipt:
    deliveries = list(notice.deliveries.select_related("proof__file").order_by("sent_at", "pk"))
    text = hashlib.sha256(notice.body.encode()).hexdigest()
    fields = [
        Field("Report", f"Letter {notice.label} of notebook {notice.case.ref}"),
        Field("Made to", notice.recipient),
        Field("Rule", rule_name(notice)),
        Field("Places in it", str(notice.items.count())),
        Field("Digest of the text", grouped(text), "digest"),
        Field("Digest approved", grouped(notice.digest), "digest"),
        Field("Answers", _answers(notice)),
        Field("This sheet made", exact(now)),
    ]
    several = len(deliveries) > 1
    return Receipt(
        ref=notice.case.ref,
        label=notice.label,
        recipient=without_addresses(notice.recipient),
        fields=tuple(Field(f.name, without_addresses(f.text), f.kind) for f in fields),
        deliveries=tuple(
            _delivered(each, notice, number=number if several else 0)
            for number, each in enumerate(deliveries, start=1)
        ),
    )


def _delivered(sent: Delivery, notice: Notice, *, number: int) -> Delivered:
    fields = [
        Field("Left", f"{exact(sent.sent_at)}; noted {exact(sent.noted_at)}"),
        Field("Way", WAYS[SentBy(sent.way)]),
    ]
    if to := _to(notice, SentBy(sent.way)):
        fields.append(Field("To", to))
    fields.append(Field("Their number", sent.reference or "None was given"))
    if sent.message_id:
        fields += _of_mail(sent)
    if sent.proof is not None:
        fields.append(Field("Proof kept", f"Exhibit {sent.proof.label}"))
        fields.append(Field("Digest of the proof", grouped(sent.proof.file.sha256), "digest"))
    title = f"Delivery {number}" if number else "Delivery"
    shown = tuple(Field(f.name, without_addresses(f.text), f.kind) for f in fields)
    return Delivered(title=title, fields=shown)


def _to(notice: Notice, way: SentBy) -> str:
    """The mail address written to, or the host of the form: never a whole web address."""
    address = notice.recipient_address
    if way in (SentBy.MAIL, SentBy.SMTP):
        return address
    return urlsplit(address).hostname or "" if way == SentBy.FORM else ""


def _of_mail(sent: Delivery) -> list[Field]:
    said = sent.answer or "No answer came; a person noted that it arrived"
    if sent.tls:
        said += f"; encrypted with {sent.tls}"
    return [
        Field("Message", sent.message_id, "address"),
        Field("Mail server said", said),
        *(
            [Field("Digest of the mail", grouped(sent.message_sha256), "digest")]
            if sent.message_sha256
            else []
        ),
    ]


def _answers(notice: Notice) -> str:
    times = [reply.received_at for reply in notice.replies.order_by("received_at")]
    if not times:
        return "None noted so far"
    first = f"the first on {exact(times[0])}" if len(times) > 1 else f"on {exact(times[0])}"
    return f"{count(len(times), 'answer', small=False)}, {first}"
