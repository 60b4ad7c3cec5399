"""What the words of an answer may mean for the places of its letter, ready to be shown."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from takedowns.models import NoticeItem, Outcome, Reply, ReplyKind
from takedowns.registry.answer_words import AnswerWords, Hint, Sentence, read_answer
from takedowns.registry.wording import wordings

LEAST = 6
"""Shorter identifiers stand in a text by chance."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the text; `filled` where it led to a proposal, as the letter component reads."""

    text: str
    filled: str


@dataclass(frozen=True, slots=True)
class ProposedOutcome:
    """One outcome, the places it is proposed for, and the sentence that led to it."""

    outcome: Outcome
    items: tuple[NoticeItem, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Proposed:
    """All that is proposed. Empty parts: the words say too little, or more than one thing."""

    pieces: tuple[Piece, ...]
    kind: ReplyKind | None
    kind_sentence: str
    tickets: tuple[str, ...]
    outcomes: tuple[ProposedOutcome, ...]
    unclear: bool


def proposed(reply: Reply, items: Iterable[NoticeItem]) -> Proposed:
    """Read the answer's words beside the places of its letter."""
    rows = list(items)
    words = read_answer(
        reply.text, subject=reply.subject, wordings=wordings().values(),
        places=_own_clues(rows),
    )  # fmt: skip
    kind = ReplyKind(words.kind) if words.kind else None
    known = {reply.ticket, *reply.notice.deliveries.values_list("reference", flat=True)}
    return Proposed(
        pieces=tuple(_pieces(reply.text, words.hints)),
        kind=kind if kind != reply.kind else None,
        kind_sentence=_kind_sentence(reply, words),
        tickets=tuple(each for each in words.tickets if each not in known)[:5],
        outcomes=tuple(_outcomes(reply, words, rows)),
        unclear=bool(words.hints) and not words.places and words.kind in {"", "DECIDES"},
    )


def _own_clues(rows: list[NoticeItem]) -> dict[str, list[str]]:
    """For each place the words that name it and no other place of the letter."""
    clues = {str(item.pk): set(_clues(item)) for item in rows}
    shared = Counter(clue for each in clues.values() for clue in each)
    return {key: sorted(clue for clue in each if shared[clue] == 1) for key, each in clues.items()}


def _clues(item: NoticeItem) -> list[str]:
    """The address as the letter names it, with and without its scheme, and its own numbers."""
    address = item.address.strip()
    bare = address.partition("://")[2] or address
    given = [str(each) for each in item.sighting.identifiers.values()]
    numbers = [each for each in given if len(each) >= LEAST and any(s.isdigit() for s in each)]
    return [address, bare.rstrip("/"), *numbers]


def _outcomes(
    reply: Reply, words: AnswerWords, rows: list[NoticeItem]
) -> Iterable[ProposedOutcome]:
    groups: dict[tuple[str, Sentence], list[NoticeItem]] = {}
    for item in rows:
        hint = words.places.get(str(item.pk))
        if hint is not None and hint.means != item.outcome:
            groups.setdefault((hint.means, hint.sentence), []).append(item)
    for (means, sentence), chosen in groups.items():
        yield ProposedOutcome(Outcome(means), tuple(chosen), _said(reply, sentence))


def _kind_sentence(reply: Reply, words: AnswerWords) -> str:
    """The first sentence that made it of this kind."""
    fits = {"DECIDES": {each.means for each in words.places.values()}}.get(words.kind, {words.kind})
    hint = next((each for each in words.hints if each.means in fits), None)
    return _said(reply, hint.sentence) if hint else ""


def _said(reply: Reply, sentence: Sentence) -> str:
    return " ".join(reply.text[sentence.start : sentence.end].split())


def _pieces(text: str, hints: tuple[Hint, ...]) -> Iterable[Piece]:
    at = 0
    for hint in hints:
        start, end = hint.sentence.start, hint.sentence.end
        if start < at:
            continue
        if start > at:
            yield Piece(text[at:start], "")
        yield Piece(text[start:end], hint.means)
        at = end
    if at < len(text):
        yield Piece(text[at:], "")
