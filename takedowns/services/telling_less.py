"""One step by which a letter tells less of the person, where its rule allows it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.models import Contact, Shown
from cases.services.closure import require_open
from cases.services.contacts import show
from takedowns import drafting
from takedowns.models import Notice, NoticeState, SenderRole
from takedowns.routing import Detail
from takedowns.services import letter_facts, wording
from takedowns.services.exposure import Exposure
from takedowns.services.notices import NotADraft, Prepared
from takedowns.services.senders import Reader, senders_of

AGENT = "name:agent"


class NotOffered(DomainError):
    """The step does not fit this letter."""


@dataclass(frozen=True, slots=True)
class Step:
    """What a button does, in words. `choice` names it in a form; empty where a page is needed.

    `detail` is the one that is replaced.
    """

    choice: str
    detail: Detail
    label: str


_FIELDS = {
    Detail.MAIL: ("mail_shown", "separate_mail", "contact_email"),
    Detail.TELEPHONE: ("telephone_shown", "", "contact_phone"),
    Detail.ADDRESS: ("postal_shown", "postal_alias", "postal_address"),
}
"""For each detail: the choice of the case, the field of the other address, the letter's fact."""
_INSTEAD = {
    Detail.MAIL: "Use the separate mailbox instead",
    Detail.ADDRESS: "Use the other postal address instead",
}
_ADD = {
    Detail.MAIL: "Add a separate mailbox",
    Detail.ADDRESS: "Add another postal address",
}
_LEAVE_OUT = {
    Detail.MAIL: "Leave the e-mail address out",
    Detail.TELEPHONE: "Leave the telephone number out",
    Detail.ADDRESS: "Leave the postal address out",
}


def steps(
    notice: Notice, *, prepared: Prepared, exposure: Exposure, reader: Reader
) -> tuple[Step, ...]:
    """For each own detail that stands in the letter, what may stand there instead. Reads only."""
    contact = Contact.objects.filter(case=notice.case).first() or Contact(case=notice.case)
    found: list[Step] = []
    for detail in Detail:
        if detail not in exposure.standing:
            continue
        if detail is Detail.NAME:
            found += _another_sender(notice, reader=reader)
        else:
            found += _another_address(notice, detail, prepared=prepared, contact=contact)
    return tuple(found)


def _another_sender(notice: Notice, *, reader: Reader) -> Iterator[Step]:
    agent = senders_of(notice.case, reader=reader).agent
    own = notice.sender_role == SenderRole.DEPICTED_PERSON
    may = drafting.may_write(letter_facts.basis_of(notice), drafting.SenderRole.AUTHORISED_AGENT)
    if agent is not None and own and may:
        yield Step(AGENT, Detail.NAME, f"Let {agent.shown_name} write it instead")


def _another_address(
    notice: Notice, detail: Detail, *, prepared: Prepared, contact: Contact
) -> Iterator[Step]:
    shown, other, fact = _FIELDS[detail]
    if other and getattr(contact, other):
        yield Step(f"{detail}:{Shown.OTHER}", detail, _INSTEAD[detail])
    elif other:
        yield Step("", detail, _ADD[detail])
    if getattr(contact, shown) != Shown.NONE and may_leave_out(notice, prepared.facts, fact):
        yield Step(f"{detail}:{Shown.NONE}", detail, _LEAVE_OUT[detail])


def may_leave_out(notice: Notice, facts: drafting.Facts, fact: str) -> bool:
    """Whether the letter has no new gap without it: the rule's own elements decide."""
    basis, channel = letter_facts.basis_of(notice), letter_facts.channel_of(notice)
    nothing: dict[str, Any] = {fact: ""}
    without = replace(facts, **nothing)
    before = set(wording.missing(notice, basis, channel, facts))
    return not set(wording.missing(notice, basis, channel, without)) - before


@transaction.atomic
def tell_less(
    notice: Notice,
    *,
    choice: str,
    offered: tuple[Step, ...],
    actor: Person,
    now: datetime,
) -> Notice:
    """Take one of the steps that were offered. A choice of address is kept for the whole case."""
    access.require(actor, Permission.DRAFT, notice.case)
    locked = Notice.objects.held().get(pk=notice.pk)
    require_open(locked.case)
    if locked.state != NoticeState.DRAFT:
        raise NotADraft("This letter is approved. Take the approval back to change it.")
    if not choice or choice not in {step.choice for step in offered}:
        raise NotOffered("This does not fit the letter any more. Please look once more.")

    if choice == AGENT:
        return _hand_over(locked, actor=actor, now=now)
    detail, _, shown = choice.partition(":")
    field = _FIELDS[Detail(detail)][0]
    show(locked.case, shown={field: Shown(shown)}, actor=actor, now=now)
    return locked


def _hand_over(notice: Notice, *, actor: Person, now: datetime) -> Notice:
    agent = senders_of(notice.case, reader=Reader(actor, now)).agent
    if agent is None:
        raise NotOffered("Nobody has a mandate to write this letter.")
    notice.sender_role = SenderRole.AUTHORISED_AGENT
    notice.agent = agent
    notice.extra = {**notice.extra, "signature_name": ""}
    notice.save(update_fields=["sender_role", "agent", "extra"])
    timeline.record(
        notice.case, "notice.handed_over", actor=actor, now=now,
        number=notice.number, agent=agent.shown_name,
    )  # fmt: skip
    return notice
