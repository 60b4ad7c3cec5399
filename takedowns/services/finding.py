"""Which letter an answer may belong to, among those the reader works on. A person chooses."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from accounts.models import Person
from takedowns.intake.mails import MailRead, MailUnreadable, is_mail, read_mail
from takedowns.models import Notice, NoticeState
from takedowns.registry import loader
from takedowns.registry.answer_words import tickets_in
from takedowns.registry.wording import wordings
from takedowns.services.today import HEAVY, cases_of

MOST = 10
EACH = 50
_OURS = re.compile(r"(?<![\w-])N-(\d{1,6})(?!\w)")
_ADDRESS = re.compile(r"[\w.+-]{1,64}@([\w-]{1,63}(?:\.[\w-]{1,63}){1,8})")


@dataclass(frozen=True, slots=True)
class Clues:
    """What of an answer points to a letter."""

    ids: tuple[str, ...] = ()
    tickets: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    domains: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class FoundLetter:
    """A letter it may belong to, and why."""

    notice: Notice
    why: tuple[str, ...]
    weight: int


def clues_of(text: str, mail: MailRead) -> Clues:
    """From the words that were pasted, and the head of the mail where there is one."""
    whole = "\n".join((mail.subject, mail.text, text))
    host = mail.sender.rpartition("@")[2].lower()
    domains = [host] if host else [found.lower() for found in _ADDRESS.findall(whole)]
    return Clues(
        ids=mail.references,
        tickets=tickets_in(whole, wordings().values())[:EACH],
        numbers=tuple({int(number) for number in _OURS.findall(whole)})[:EACH],
        domains=tuple(dict.fromkeys(domains))[:5],
    )


def head_of(text: str) -> MailRead:
    """What a pasted mail says of itself; empty where it is not the source of one."""
    raw = text.encode()
    if not is_mail(raw):
        return MailRead()
    try:
        return read_mail(raw)
    except MailUnreadable:
        return MailRead()


def letters_for(person: Person, clues: Clues) -> list[FoundLetter]:
    """Letters of open cases this person works on, the strongest reason first."""
    reasons: dict[Notice, dict[str, int]] = {}
    for words, weight, rows in _asked(person, clues):
        for notice in rows:
            reasons.setdefault(notice, {})[words] = weight
    found = [
        FoundLetter(notice=notice, why=tuple(why), weight=sum(why.values()))
        for notice, why in reasons.items()
    ]
    found.sort(key=lambda each: (-each.weight, each.notice.sent_at is None, each.notice.pk))
    return found[:MOST]


def _asked(person: Person, clues: Clues) -> Iterable[tuple[str, int, QuerySet[Notice]]]:
    sent = Notice.objects.filter(
        case__in=cases_of(person, mine=False), state__in=[NoticeState.SENT, NoticeState.DECIDED]
    )
    sent = sent.select_related("case").defer(*HEAVY).order_by("-sent_at", "pk").distinct()
    if clues.ids:
        yield "It answers the mail this letter went out with.", 20, _ours(sent, clues)[:EACH]
        yield "It answers the same mail as an earlier answer.", 8, _threaded(sent, clues)[:EACH]
    if clues.tickets:
        numbered = Q(deliveries__reference__in=clues.tickets) | Q(replies__ticket__in=clues.tickets)
        yield "It names the number they gave this letter.", 6, sent.filter(numbered)[:EACH]
    if clues.numbers:
        yield "It names our number of this letter.", 3, sent.filter(number__in=clues.numbers)[:EACH]
    if clues.domains:
        yield "It comes from whom this letter went to.", 2, sent.filter(_from(clues))[:EACH]


def _ours(sent: QuerySet[Notice], clues: Clues) -> QuerySet[Notice]:
    """By the id of a mail of ours, which is kept in its angle brackets."""
    return sent.filter(deliveries__message_id__in=[f"<{each}>" for each in clues.ids])


def _threaded(sent: QuerySet[Notice], clues: Clues) -> QuerySet[Notice]:
    """By the ids of answers kept before: they belong to the same thread."""
    known = Q(replies__message_id__in=clues.ids)
    for each in clues.ids:
        known |= Q(replies__references__contains=f"<{each}>")
    return sent.filter(known)


def _from(clues: Clues) -> Q:
    hosts = loader.registry().hosts
    named = Q(pk=None)
    for domain in clues.domains:
        labels = domain.split(".")
        for start in range(len(labels) - 1):
            under = ".".join(labels[start:])
            if under in hosts:
                named |= Q(platform=hosts[under])
        named |= Q(recipient_address__iendswith=f"@{domain}")
    return named
