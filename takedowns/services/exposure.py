"""Who will learn what from a letter, before it is approved: read off the exact text."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from cases.models import Contact
from takedowns import drafting, routing
from takedowns.models import Notice, SenderRole
from takedowns.registry.loader import registry
from takedowns.registry.schema import Channel
from takedowns.routing import Detail, Exposed, Sender
from takedowns.services import letter_facts, routes
from takedowns.services.notices import Prepared
from takedowns.services.senders import agent_of

FORMS = frozenset({"web_form", "in_app"})
LEAST_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Exposure:
    """`rows` say of each reader what of the person they learn. `standing` is what stands there.

    `foreseen` is true while the letter has gaps: then it is what the rule and the form ask for.
    `others` are details that stand there without being the person's own. `promise` is the passage
    in which the letter itself asks for silence.
    """

    rows: tuple[Exposed, ...]
    standing: frozenset[Detail]
    others: tuple[str, ...]
    foreseen: bool
    by_mail: bool
    promise: str


def exposure_of(notice: Notice, prepared: Prepared) -> Exposure:
    """For the letter as it stands now. Reads only."""
    contact = Contact.objects.filter(case=notice.case).first() or Contact(case=notice.case)
    channel, letter = letter_facts.channel_of(notice), prepared.letter
    text = _all_text(letter, prepared.facts, channel=channel) if letter else ""
    standing = (
        standing_in(text, own=own_values(notice, contact=contact))
        if letter
        else _foreseen(notice, contact=contact)
    )
    return Exposure(
        rows=routing.exposed(
            standing,
            letter_facts.platform_of(notice),
            notice.channel,
            recipient=notice.recipient,
            regulators=_regulators(notice),
        ),
        standing=standing,
        others=tuple(_others(notice, contact=contact, text=text)),
        foreseen=letter is None,
        by_mail=channel.method == "email",
        promise=_promise(notice, prepared),
    )


def standing_in(text: str, *, own: Mapping[Detail, Iterable[str]]) -> frozenset[Detail]:
    """Which own details stand in a text, however they are spaced or written."""
    return frozenset(
        detail for detail, values in own.items() if any(_stands(v, text, detail) for v in values)
    )


def own_values(notice: Notice, *, contact: Contact) -> dict[Detail, tuple[str, ...]]:
    """What of the person's own is known to this house; an agent's name is not among it."""
    case, agent = notice.case, _agent_name(notice)
    typed = notice.extra.get("signature_name", "") if not agent else ""
    names = (contact.name, case.client_name, str(typed), str(notice.extra.get("principal", "")))
    mails = (contact.mail, case.client.email if case.client else "")
    return {
        Detail.NAME: tuple(name for name in names if name and name != agent),
        Detail.ADDRESS: tuple(filter(None, [contact.postal_address])),
        Detail.MAIL: tuple(filter(None, mails)),
        Detail.TELEPHONE: tuple(filter(None, [contact.telephone])),
    }


def _stands(value: str, text: str, detail: Detail) -> bool:
    if detail is Detail.TELEPHONE:
        digits = re.sub(r"\D", "", value)
        return len(digits) >= LEAST_DIGITS and digits in re.sub(r"[\s()/.+-]", "", text)
    wanted = drafting.clean(value).casefold()
    edge = rf"(?<!\w){re.escape(wanted)}(?!\w)"
    return bool(wanted) and re.search(edge, drafting.clean(text).casefold()) is not None


def _all_text(letter: drafting.Letter, facts: drafting.Facts, *, channel: Channel) -> str:
    """Subject and body, and what is copied into the service's own form beside them."""
    parts = [letter.subject, letter.body]
    if channel.method in FORMS:
        fields = drafting.companion_fields(channel, letter, facts, registry().field_keys)
        parts += [value for _, value, _ in fields]
    return "\n".join(parts)


def _foreseen(notice: Notice, *, contact: Contact) -> frozenset[Detail]:
    agent = notice.sender_role == SenderRole.AUTHORISED_AGENT
    route = routes.route_of(
        letter_facts.platform_of(notice),
        notice.channel,
        basis_id=notice.basis,
        sender=Sender.AGENT if agent else Sender.PERSON,
    )
    situation = routing.Situation(details=routes.details_of(contact))
    return routing.own_details(route, situation)


def _others(notice: Notice, *, contact: Contact, text: str) -> Iterable[str]:
    """What stands in the place of the person's own."""
    agent = _agent_name(notice)
    if agent and _stands(agent, text, Detail.NAME):
        yield f"{agent} as the sender"
    if contact.separate_mail and _stands(contact.separate_mail, text, Detail.MAIL):
        yield "the separate mailbox"
    if contact.postal_alias and _stands(contact.postal_alias, text, Detail.ADDRESS):
        yield "the other postal address"


def _agent_name(notice: Notice) -> str:
    acts = notice.sender_role == SenderRole.AUTHORISED_AGENT
    return agent_of(notice).shown_name if acts else ""


def _regulators(notice: Notice) -> list[str]:
    basis = letter_facts.basis_of(notice)
    steps = basis.escalation if basis else ()
    return [step.name for step in steps if step.kind == "regulator"]


def _promise(notice: Notice, prepared: Prepared) -> str:
    if prepared.letter is None:
        return ""
    keys = [each.key for each in prepared.requirements if "privacy_choice" in each.facts]
    return " ".join(prepared.letter.elements.get(key, "") for key in keys).strip()
