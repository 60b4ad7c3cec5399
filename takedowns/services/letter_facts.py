"""From the rows of a case to what a letter may be told."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django_countries import countries

from cases.models import Case, Contact, Happened, Taker
from evidence.models import Sighting
from takedowns import drafting
from takedowns.models import Notice, NoticeItem, SenderRole
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel, LegalBasis, Platform

KINDS = {
    Happened.IMAGE: drafting.Happened.AUTHENTIC,
    Happened.VIDEO: drafting.Happened.AUTHENTIC,
    Happened.SYNTHETIC: drafting.Happened.SYNTHETIC,
    Happened.THREAT: drafting.Happened.THREAT,
}
SAID_OF_A_PLACE = tuple(
    f"sighting__{name}" for name in ("url", "locator", "identifiers", "seen_at")
)
TEXTS = ("nonconsent_facts", "harm", "work_description", "national_offence", "objection")


def platform_of(notice: Notice) -> Platform:
    """The registry's entry as it stands now; an approved notice has its own snapshot."""
    return registry().platforms[notice.platform]


def channel_of(notice: Notice) -> Channel:
    """The channel the notice goes through."""
    return platform_of(notice).channels[notice.channel]


def basis_of(notice: Notice) -> LegalBasis | None:
    """The rule, or None for a plain report."""
    return registry().legal_bases[notice.basis] if notice.basis else None


def items_of(notice: Notice) -> list[NoticeItem]:
    """The places of a letter in their order, with what a letter says of a place and no more."""
    rows = notice.items.select_related("sighting").order_by("position")
    return list(rows.only("notice_id", "position", "address", *SAID_OF_A_PLACE))


def contact_of(case: Case) -> Contact:
    """How a recipient may reach the person, or an empty one."""
    try:
        return case.contact
    except Contact.DoesNotExist:
        return Contact(case=case)


def facts_for(
    notice: Notice, *, sightings: Iterable[Sighting], written_on: date, contact: Contact
) -> drafting.Facts:
    """Everything the letter of this notice may say. What nobody gave stays empty."""
    case, extra = notice.case, notice.extra
    role = _role(notice)
    texts: dict[str, Any] = {name: str(extra.get(name, "")) for name in TEXTS}
    agent = role is drafting.SenderRole.AUTHORISED_AGENT
    return drafting.Facts(
        reference=f"{case.ref} / {notice.number}",
        written_on=written_on,
        recipient=notice.recipient,
        platform_name=_service_name(notice),
        sender_name=notice.drafted_by.shown_name if agent else contact.name,
        sender_role=role,
        principal=str(extra.get("principal", "")) if agent else "",
        contact_email=contact.mail,
        contact_phone=contact.telephone,
        country=countries.name(case.country) if case.country else "",
        postal_address=contact.postal_address,
        links=tuple(_link(sighting) for sighting in sightings),
        happened=frozenset(KINDS[Happened(kind)] for kind in case.happened if kind in KINDS),
        content_kinds=frozenset(
            drafting.ContentKind(kind) for kind in extra.get("content_kinds", [])
        ),
        took_picture=_took(case),
        ground=drafting.Ground(extra["ground"]) if extra.get("ground") else None,
        inform_recipients=bool(extra.get("inform_recipients")),
        privacy_choice=_privacy(contact),
        signature_name=str(extra.get("signature_name", "")),
        declarations_confirmed=frozenset(notice.declarations),
        police_reference=case.police_reference if extra.get("with_police_reference") else "",
        **texts,
    )


def _role(notice: Notice) -> drafting.SenderRole:
    if notice.sender_role == SenderRole.AUTHORISED_AGENT:
        return drafting.SenderRole.AUTHORISED_AGENT
    basis = basis_of(notice)
    owner = basis is not None and basis.covers.copyright_needed
    return drafting.SenderRole.COPYRIGHT_OWNER if owner else drafting.SenderRole.DEPICTED_PERSON


def _service_name(notice: Notice) -> str:
    """The platform's name; for a generic entry, the site the letter is about."""
    platform = platform_of(notice)
    return str(notice.extra.get("host", "")) or platform.name


def _link(sighting: Sighting) -> drafting.Link:
    return drafting.Link(
        url=sighting.url,
        locator=sighting.locator,
        identifiers=tuple((str(k), str(v)) for k, v in sighting.identifiers.items()),
        seen_at=sighting.seen_at,
    )


def _took(case: Case) -> bool | None:
    if case.taker in {Taker.SELF, Taker.BOTH}:
        return True
    return False if case.taker == Taker.OTHER else None


def _privacy(contact: Contact) -> drafting.PrivacyChoice:
    choice = drafting.PrivacyChoice
    return choice.ALLOW if contact.may_be_passed_on else choice.WITHHOLD
