"""One notice as a page: the text as sent, its rule and clock, its delivery, what came of it."""

from dossiers.rendering.content import (
    AnswerBox,
    ClockBox,
    Field,
    LetterPage,
    OutcomeRow,
    Pointer,
)
from dossiers.rendering.words import capital, exact, grouped, listed, short
from dossiers.services.rows import Rows
from evidence.models import Exhibit
from takedowns.deadlines import Clock, ClockBasis
from takedowns.models import Delivery, Notice, NoticeItem, Reply, Way
from takedowns.services import clocks

BASES = {
    ClockBasis.LAW: "by the rule",
    ClockBasis.PLATFORM: "by the recipient’s own word",
    ClockBasis.OURS: "our day to ask again; no rule gives one",
}
WAYS = {
    Way.FORM: "Through the recipient’s own form",
    Way.MAIL: "By e-mail",
    Way.POST: "On paper",
    Way.IN_APP: "With the report button in the app",
    Way.SMTP: "By e-mail, from the organisation’s address",
}


def rule_name(notice: Notice) -> str:
    """The rule's name as it was when the text was approved."""
    basis = notice.snapshot.get("basis") or {}
    return str(basis.get("short_title", "")) or "No rule; a report under the recipient’s own terms"


def letter_page(notice: Notice, *, rows: Rows) -> LetterPage:
    """Everything about a letter that was sent."""
    items = rows.items.get(notice.pk, [])
    deliveries = rows.deliveries.get(notice.pk, [])
    replies = rows.replies.get(notice.pk, [])
    return LetterPage(
        label=notice.label,
        anchor=f"letter-{notice.number}",
        title=f"To {notice.recipient}",
        state=notice.get_state_display(),
        sent=short(notice.sent_at),
        fields=_fields(notice, rows=rows, deliveries=deliveries),
        clocks=tuple(_clock(clock) for clock in clocks.thaw(notice)),
        subject=notice.subject,
        body=notice.body,
        outcomes=tuple(_outcome(item) for item in items),
        answers=tuple(_answer(reply, rows=rows) for reply in replies),
        pointers=tuple(
            pointer for sent in deliveries if (pointer := pointer_to(sent.proof, rows=rows))
        ),
    )


def pointer_to(exhibit: Exhibit | None, *, rows: Rows) -> Pointer | None:
    """A link to an exhibit, or None where it is not in this dossier."""
    if exhibit is None or exhibit.number in rows.choice.left_out:
        return None
    return Pointer(anchor=f"ex-{exhibit.number}", label=exhibit.label)


def _fields(notice: Notice, *, rows: Rows, deliveries: list[Delivery]) -> tuple[Field, ...]:
    basis = notice.snapshot.get("basis") or {}
    citation = str(basis.get("citation", ""))
    approved = exact(notice.approved_at) if notice.approved_at else "–"
    under = " under a mandate" if notice.mandate_id else ""
    sender = "The person" if notice.sender_role == "depicted_person" else "Someone acting for them"
    fields = [
        Field("Recipient", notice.recipient),
        Field("Rule", f"{rule_name(notice)}{f' ({citation})' if citation else ''}"),
        Field("Sender", sender),
        Field("Text approved", f"{approved}, {rows.who(notice.approved_by_id)}{under}"),
        *(Field("Sent", _delivered(sent)) for sent in deliveries),
        *(Field("Mail server", _answered(sent)) for sent in deliveries if sent.message_id),
        Field("Digest of the text", grouped(notice.digest), "digest"),
        Field("State", capital(notice.get_state_display().lower())),
    ]
    return tuple(fields)


def _delivered(sent: Delivery) -> str:
    words = f"{exact(sent.sent_at)}. {WAYS[Way(sent.way)]}; noted {exact(sent.noted_at)}"
    words += f". Their reference: {sent.reference}" if sent.reference else ". No reference given"
    return f"{words}. Proof: {sent.proof.label}" if sent.proof else f"{words}. No proof kept"


def _answered(sent: Delivery) -> str:
    """What a mail server said of a mail of ours; a person's word is no server's word."""
    said = (
        f"It answered: {sent.answer}"
        if sent.answer
        else ("No answer came; a person noted that it arrived")
    )
    line = f" Encrypted with {sent.tls}." if sent.tls else ""
    digest = f" Digest of the mail: {grouped(sent.message_sha256)}." if sent.message_sha256 else ""
    return f"{said.rstrip('.')}.{line} Message {sent.message_id}.{digest}"


def _clock(clock: Clock) -> ClockBox:
    if clock.due_at is None:
        return ClockBox(due="No day is given", why=f"{clock.rule.name}. {clock.why}")
    more = (part for part in (clock.arithmetic, clock.note) if part not in clock.why)
    named = "" if clock.why.startswith(clock.rule.name) else f"{clock.rule.name}. "
    why = named + " ".join((clock.why, *more))
    return ClockBox(due=f"{exact(clock.due_at)}, {BASES[clock.basis]}", why=why)


def _outcome(item: NoticeItem) -> OutcomeRow:
    return OutcomeRow(
        place=f"Place {item.sighting.number}",
        address=item.address,
        outcome=item.get_outcome_display(),
        when=short(item.outcome_at),
        note=item.outcome_note,
    )


def _answer(reply: Reply, *, rows: Rows) -> AnswerBox:
    pointer = pointer_to(reply.original, rows=rows)
    return AnswerBox(
        received=f"{exact(reply.received_at)}",
        added=exact(reply.added_at),
        text=reply.text or "No text was kept; see the file.",
        pointers=(pointer,) if pointer else (),
    )


def outcomes_in_words(items: list[NoticeItem]) -> str:
    """`2 removed, 1 no answer yet`."""
    counted: dict[str, int] = {}
    for item in items:
        word = item.get_outcome_display().lower()
        counted[word] = counted.get(word, 0) + 1
    return listed([f"{number} {word}" for word, number in counted.items()])
