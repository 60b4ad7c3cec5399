"""From the rows of a case to what a letter may be told."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

from django_countries import countries

from cases.models import Case, Contact, Happened, Taker
from evidence.models import Sighting
from takedowns import drafting
from takedowns.models import Notice, NoticeItem, SenderRole
from takedowns.registry.loader import registry
from takedowns.registry.schema import (
    Channel,
    Deadline,
    LegalBasis,
    OtherDeadline,
    Platform,
    StatedResponse,
)
from takedowns.services import chain, wording
from takedowns.services.senders import agent_of

KINDS = {
    Happened.IMAGE: drafting.Happened.AUTHENTIC,
    Happened.VIDEO: drafting.Happened.AUTHENTIC,
    Happened.SYNTHETIC: drafting.Happened.SYNTHETIC,
    Happened.THREAT: drafting.Happened.THREAT,
}
SAID_OF_A_PLACE = tuple(
    f"sighting__{name}" for name in ("url", "locator", "identifiers", "seen_at")
)
TEXTS = (
    *("nonconsent_facts", "harm", "work_description", "national_offence", "objection"),
    *("circumstances", "fear"),
)
CHOICES: Mapping[str, type[StrEnum]] = {
    "ground": drafting.Ground,
    "local_link": drafting.LocalLink,
    "consent_history": drafting.ConsentHistory,
    "situation": drafting.Situation,
    "identification": drafting.Identification,
}


NO_PROMISE = StatedResponse(text="nothing is known of it", confidence="from memory")


def platform_of(notice: Notice) -> Platform:
    """The registry's entry as it stands now; an approved notice has its own snapshot.

    For an addressee of a later letter that has no entry: a stand-in with its one way, which
    promises nothing.
    """
    entry = registry().platforms[notice.platform]
    if not notice.addressee or notice.addressee.get("platform"):
        return entry
    return replace(
        entry,
        name=notice.recipient,
        operator=notice.recipient,
        stated_response=NO_PROMISE,
        channels=(_only_way(notice),),
    )


def _only_way(notice: Notice) -> Channel:
    address = notice.recipient_address
    by_mail = "@" in address and "://" not in address
    return Channel(
        type="abuse",
        method="email" if by_mail else "web_form" if "://" in address else "post",
        value=address or "not known",
        fields=(),
        discloses_reporter="unknown",
        notes="",
        confidence="from memory" if notice.addressee.get("unchecked") else "source-verified",
        source="",
    )


def channel_of(notice: Notice) -> Channel:
    """The channel the notice goes through."""
    return platform_of(notice).channels[notice.channel]


def basis_of(notice: Notice) -> LegalBasis | None:
    """The rule, or None for a plain report."""
    return registry().legal_bases[notice.basis] if notice.basis else None


def rule_as_it_was(notice: Notice) -> LegalBasis | None:
    """The rule with its times as they stood when the letter was approved; a draft has today's."""
    rule, kept = basis_of(notice), notice.snapshot.get("basis")
    if rule is None or not kept:
        return rule
    return replace(
        rule,
        deadline=Deadline(**kept["deadline"]),
        other_deadlines=tuple(OtherDeadline(**each) for each in kept["other_deadlines"]),
    )


def binding_rule(notice: Notice) -> LegalBasis | None:
    """The rule whose time binds the recipient, as it was when approved, or None.

    Whoever is only told of a claim under a rule (a host, an authority) is not held to its time.
    """
    basis = rule_as_it_was(notice)
    bound = notice.rung in {"", drafting.Rung.FIRMER.value}
    return basis if bound or wording.by_rule(notice, basis) else None


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
    typed: dict[str, Any] = {name: str(extra.get(name, "")) for name in TEXTS}
    typed |= {name: kind(extra[name]) for name, kind in CHOICES.items() if extra.get(name)}
    agent = role is drafting.SenderRole.AUTHORISED_AGENT
    return drafting.Facts(
        reference=f"{case.ref} / {notice.number}",
        written_on=written_on,
        recipient=notice.recipient,
        platform_name=service_name(notice),
        sender_name=agent_of(notice).shown_name if agent else contact.name,
        sender_role=role,
        principal=str(extra.get("principal", "")) if agent else "",
        contact_email=contact.mail_in_letters,
        contact_phone=contact.telephone_in_letters,
        country=countries.name(case.country) if case.country else "",
        postal_address=contact.postal_in_letters,
        links=tuple(_link(sighting) for sighting in sightings),
        happened=happened_in(case),
        content_kinds=frozenset(
            drafting.ContentKind(kind) for kind in extra.get("content_kinds", [])
        ),
        took_picture=_took(case),
        inform_recipients=bool(extra.get("inform_recipients")),
        privacy_choice=_privacy(contact),
        signature_name=str(extra.get("signature_name", "")),
        declarations_confirmed=frozenset(notice.declarations),
        police_reference=case.police_reference if extra.get("with_police_reference") else "",
        **_of_rung(notice),
        **typed,
    )


def happened_in(case: Case) -> frozenset[drafting.Happened]:
    """What was shared or threatened, as far as anybody knows."""
    return frozenset(KINDS[Happened(kind)] for kind in case.happened if kind in KINDS)


def _of_rung(notice: Notice) -> dict[str, Any]:
    """What only a later letter is told: those before it, its provision, laws and exhibits."""
    if not notice.rung:
        return {}
    police = notice.rung == drafting.Rung.POLICE
    country = str(notice.case.country or "")
    return {
        "earlier": chain.told(notice),
        "citation": str(notice.addressee.get("citation", "")),
        "next_step": str(notice.addressee.get("next", "")),
        "statutes": drafting.statutes_for(country, book=registry()) if police else (),
        "exhibits": chain.exhibits_for(notice) if police else (),
    }


def _role(notice: Notice) -> drafting.SenderRole:
    if notice.sender_role == SenderRole.AUTHORISED_AGENT:
        return drafting.SenderRole.AUTHORISED_AGENT
    basis = basis_of(notice)
    owner = basis is not None and basis.covers.copyright_needed
    return drafting.SenderRole.COPYRIGHT_OWNER if owner else drafting.SenderRole.DEPICTED_PERSON


def service_name(notice: Notice) -> str:
    """The platform's name; for a generic entry, the site the letter is about."""
    if notice.addressee.get("service"):
        return str(notice.addressee["service"])
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
