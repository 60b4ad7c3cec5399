"""Whether a letter may have an abuse report beside it, and which kind honestly fits."""

from dataclasses import dataclass, replace

from cases.models import Age, Contact, Happened
from takedowns import drafting
from takedowns.channels.base import AbuseClaim, AbuseKind, AbusePlace, Outgoing, Parcel
from takedowns.channels.xarf_report import NothingToReport, XarfReport
from takedowns.models import Notice, SenderRole
from takedowns.services import letter_facts, outgoing

NOBODY_NAMED = "Private person"
"""What stands for the reporter: the name stays in the letter."""
REAL = frozenset({Happened.IMAGE, Happened.VIDEO})


@dataclass(frozen=True, slots=True)
class Offer:
    """`asked`: the letter goes to whoever hosts, delivers or registers a site.

    `why_not` says in one sentence why no report fits; empty where one does.
    """

    asked: bool
    claim: AbuseClaim | None = None
    why_not: str = ""


def offer(notice: Notice, *, answers_to: str = "") -> Offer:
    """What may be made of this letter. Reads only.

    `answers_to` is the address that stands in it; where none is given, the client's own.
    """
    if not _to_a_carrier(notice):
        return Offer(asked=False)
    kind = _kind(notice)
    if kind is None:
        return Offer(asked=True, why_not=_why_no_kind(notice))
    mail = answers_to or _own_mail(notice)
    places = _places(notice)
    if not mail:
        return Offer(asked=True, why_not="The format asks for a mail address, and none is known.")
    if not places or notice.approved_at is None:
        return Offer(asked=True, why_not="The format takes web addresses only, and none is known.")
    claim = AbuseClaim(
        key=str(notice.pk),
        kind=kind,
        reporter=_reporter(notice),
        mail=mail,
        approved_at=notice.approved_at,
        places=places,
    )
    return Offer(asked=True, claim=claim)


def letter_with_report(notice: Notice) -> Outgoing:
    """The approved letter with its claim. Raises NotApproved, NothingToReport."""
    letter, found = outgoing.approved(notice), offer(notice)
    if found.claim is None:
        raise NothingToReport(found.why_not or "This letter needs no such report.")
    return replace(letter, abuse=found.claim)


def parcels(notice: Notice, *, answers_to: str) -> tuple[Parcel, ...]:
    """The reports to attach to the letter when it goes by mail; none where none fits.

    A mail from a team's address carries that team's address for answers, not the client's own.
    """
    letter, found = outgoing.approved(notice), offer(notice, answers_to=answers_to)
    if found.claim is None:
        return ()
    return XarfReport().reports(replace(letter, abuse=found.claim))


def _to_a_carrier(notice: Notice) -> bool:
    if notice.rung in drafting.CARRIERS:
        return True
    platform = letter_facts.platform_of(notice)
    return platform.kind in drafting.CARRIERS and not platform.generic_template


def _kind(notice: Notice) -> AbuseKind | None:
    basis, happened = letter_facts.basis_of(notice), set(notice.case.happened)
    if notice.case.age != Age.ADULT:
        return None
    if basis is not None and basis.covers.copyright_needed:
        return AbuseKind.COPYRIGHT
    only_real = bool(happened & REAL) and Happened.SYNTHETIC not in happened
    return AbuseKind.PERSONAL_DATA if only_real else None


def _why_no_kind(notice: Notice) -> str:
    if notice.case.age != Age.ADULT:
        return (
            "The case does not say that the person shown was an adult. Reports about anybody "
            "under 18 go to the services made for them, not through this format."
        )
    if Happened.SYNTHETIC in notice.case.happened:
        return "The format has no type that fits a picture made or changed with software."
    return "The format has no type that fits a threat."


def _reporter(notice: Notice) -> str:
    """The organisation of somebody who acts for the person; else nobody is named."""
    team = notice.case.organisation
    acts = notice.sender_role == SenderRole.AUTHORISED_AGENT
    return team.name if acts and team is not None else NOBODY_NAMED


def _own_mail(notice: Notice) -> str:
    contact = Contact.objects.filter(case=notice.case).first()
    return contact.mail_in_letters if contact else ""


def _places(notice: Notice) -> tuple[AbusePlace, ...]:
    items = notice.items.select_related("sighting").order_by("position")
    return tuple(
        AbusePlace(url=item.address, seen_at=item.sighting.seen_at)
        for item in items
        if item.address.isascii() and item.address.startswith(("http://", "https://"))
    )
