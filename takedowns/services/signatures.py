"""Checking the signature of an answer: only when asked, and kept with the key as it was found."""

from collections.abc import Mapping
from datetime import datetime

from django.conf import settings
from django.db import transaction

from accounts.models import Person
from cases import access, timeline
from cases.access import Permission
from cases.errors import DomainError
from cases.services.closure import require_open
from takedowns import dkim
from takedowns.authorities.dns_keys import NobodyAnswers, Resolver
from takedowns.dkim import Checked
from takedowns.intake.mails import MailUnreadable, verify_mail
from takedowns.models import KeySource, Notice, Reply, SignatureCheck, SignatureVerdict
from takedowns.services.sorting_answers import original_bytes


class NotCheckable(DomainError):
    """Nothing can be said of a signature here."""


def ask_keys(reply: Reply, *, actor: Person) -> dict[str, str]:
    """The key records its signatures name, asked in the DNS. Raises NotCheckable."""
    access.require(actor, Permission.RECORD_OUTCOME, reply.notice.case)
    resolver = Resolver(servers=settings.DNS_SERVERS, port=settings.DNS_PORT)
    try:
        return {str(name): resolver.key_record(str(name)) for name in reply.keys if name}
    except NobodyAnswers as fault:
        raise NotCheckable(
            "Nobody could be asked for the key just now, so nothing is known. Try again later, or "
            "give the key record yourself."
        ) from fault


def given_keys(reply: Reply, *, name: str, record: str) -> dict[str, str]:
    """One key record somebody got elsewhere. Raises NotCheckable where nothing asks for it."""
    names = [str(each) for each in reply.keys if each]
    if not names:
        raise NotCheckable("This mail names no key, so there is nothing to check with one.")
    return {name if name in names else names[0]: record}


def check_signature(
    reply: Reply,
    *,
    records: Mapping[str, str],
    source: KeySource,
    actor: Person,
    now: datetime,
) -> list[SignatureCheck]:
    """Check every signature of the mail with these records, and keep what came of it."""
    access.require(actor, Permission.RECORD_OUTCOME, reply.notice.case)
    try:
        checked = verify_mail(original_bytes(reply), records=records)
    except MailUnreadable as fault:
        raise NotCheckable("This file could not be read, so its signature is not known.") from fault
    return _keep(reply, checked, source=source, actor=actor, now=now)


@transaction.atomic
def _keep(
    reply: Reply, checked: list[Checked], *, source: KeySource, actor: Person, now: datetime
) -> list[SignatureCheck]:
    notice = Notice.objects.held()
    letter = notice.get(pk=reply.notice_id)
    require_open(letter.case)
    rows = SignatureCheck.objects.bulk_create(
        SignatureCheck(
            reply=reply, checked_at=now, checked_by=actor, source=source,
            verdict=each.verdict.value, reason=each.reason.value, domain=each.domain,
            selector=each.selector[:200], algorithm=each.algorithm[:40],
            aligned=dkim.aligned(each.domain, reply.sender), key_name=each.asks[:400],
            record=each.record[:8000],
        )
        for each in checked
    )  # fmt: skip
    timeline.record(
        letter.case, "reply.signature", actor=actor, now=now, number=letter.number,
        verdict=SignatureVerdict(best(rows).verdict).label.lower(),
    )  # fmt: skip
    return rows


ORDER = [each.value for each in SignatureVerdict]


def best(rows: list[SignatureCheck]) -> SignatureCheck:
    """The one that says most: of the sender's own domain first, then what holds."""
    return min(rows, key=lambda row: (not row.aligned, ORDER.index(row.verdict)))


def last_checks(reply: Reply) -> list[SignatureCheck]:
    """The rows of the newest check, the most telling first."""
    newest = reply.signature_checks.order_by("-checked_at").first()
    if newest is None:
        return []
    rows = reply.signature_checks.filter(checked_at=newest.checked_at).select_related("checked_by")
    return sorted(rows, key=lambda row: (not row.aligned, ORDER.index(row.verdict)))
