"""What the words of an answer may mean. Pure: it proposes, and where words disagree it is silent.

Only sentences of the answer count; lines quoted from our own letter are passed over.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from takedowns.registry.wording import Meaning, Wording

OUTCOMES: Final = frozenset({"REMOVED", "RESTRICTED", "REFUSED", "NOT_FOUND", "DUPLICATE"})
DECIDES: Final = "DECIDES"
FULL_LINE: Final = 50
_ENDS: Final = re.compile(r"(?<=[.!?])[ \t]+")
_NUMBER: Final = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._/-]{1,38}[A-Za-z0-9])")
_HASHED: Final = re.compile(r"(?:\[#|##|#)([A-Za-z0-9-]{3,40})")


@dataclass(frozen=True, slots=True)
class Sentence:
    """A stretch of the text: `text[start:end]`."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Hint:
    """What a sentence may mean."""

    means: str
    sentence: Sentence


@dataclass(frozen=True, slots=True)
class AnswerWords:
    """Proposals. `kind` is ACK, ASKS, COUNTER, DECIDES or empty; `places` has one hint a place.

    `hints` are all sentences that led to anything, in the order they stand in the text.
    """

    kind: str = ""
    hints: tuple[Hint, ...] = ()
    places: Mapping[str, Hint] = field(default_factory=dict)
    tickets: tuple[str, ...] = ()


def read_answer(
    text: str,
    *,
    subject: str,
    wordings: Iterable[Wording],
    places: Mapping[str, Sequence[str]],
) -> AnswerWords:
    """Read an answer. `places` maps a key of ours to the words by which a place is named."""
    known = tuple(wordings)
    own = own_words(text, known)
    hints: list[Hint] = []
    general: list[Hint] = []
    named: dict[str, list[Hint]] = {}
    carried: list[Hint] = []
    for sentence in sentences(own):
        about = [key for key, clues in places.items() if _names(sentence, clues)]
        found = [Hint(means, sentence) for means in meanings_of(sentence, known, beside=about)]
        hints += found
        decided = [hint for hint in found if hint.means in OUTCOMES]
        for key in about:
            named.setdefault(key, []).extend(decided or carried)
        if not about:
            carried = decided if sentence.words.endswith(":") else []
            general += [] if carried else decided
    return AnswerWords(
        kind=_kind(hints),
        hints=tuple(hints),
        places=_agreed(places, named=named, general=general),
        tickets=tickets_in(f"{subject}\n{own}", known),
    )


def _agreed(
    places: Mapping[str, object], *, named: Mapping[str, list[Hint]], general: list[Hint]
) -> dict[str, Hint]:
    """A hint for each place whose sentences agree; the whole answer's where no place is named."""
    told = named if named else dict.fromkeys(places, general)
    return {
        key: found[0] for key, found in told.items() if len({hint.means for hint in found}) == 1
    }


def _kind(hints: Iterable[Hint]) -> str:
    means = {hint.means for hint in hints}
    if "COUNTER" in means:
        return "COUNTER"
    decided = bool(means & OUTCOMES)
    if decided and "ASKS" in means:
        return ""
    if decided:
        return DECIDES
    return next((kind for kind in ("ASKS", "ACK") if kind in means), "")


def own_words(text: str, wordings: Iterable[Wording]) -> str:
    """The text with blanks in place of what it quotes, so that every place in it stays."""
    ends = tuple(mark for wording in wordings for mark in wording.quotes)
    kept: list[str] = []
    over = False
    for line in text.splitlines(keepends=True):
        plain = line.strip().casefold()
        over = over or plain.endswith(ends)
        quoted = over or plain.startswith(">")
        kept.append(" " * (len(line) - 1) + "\n" if quoted else line)
    return "".join(kept)


def sentences(text: str) -> Iterator[Sentence]:
    """Sentences; a line that was only wrapped goes on in the next one."""
    for start, end in _blocks(text):
        at = start
        for stop in [*(match.end() for match in _ENDS.finditer(text, start, end)), end]:
            words = plain_words(text[at:stop])
            if words:
                yield Sentence(at, stop, words)
            at = stop


def _blocks(text: str) -> Iterator[tuple[int, int]]:
    start = at = 0
    before = ""
    for line in text.splitlines(keepends=True):
        if not _goes_on(before, line) and at > start:
            yield start, at
            start = at
        at += len(line)
        before = line.strip()
    if at > start:
        yield start, at


def _goes_on(before: str, line: str) -> bool:
    """Whether a line only wraps the one before: a full one without an end, and neither a list."""
    plain = line.strip()
    full = len(before) >= FULL_LINE and before[-1] not in ".!?:" and "://" not in before
    return bool(full and plain and "://" not in plain and plain[0] not in "-*•>")


def plain_words(text: str) -> str:
    """Small letters, one blank between words, straight quotes."""
    return " ".join(text.casefold().replace("’", "'").replace("ʼ", "'").split())


def meanings_of(
    sentence: Sentence, wordings: Iterable[Wording], *, beside: Sequence[str] = ()
) -> list[str]:
    """What the sentence may mean, each meaning once. `beside`: places it names."""
    found = [
        meaning.means
        for wording in wordings
        for meaning in wording.meanings
        if _says(meaning, sentence.words, labelled=bool(beside))
    ]
    return list(dict.fromkeys(found))


def _says(meaning: Meaning, words: str, *, labelled: bool) -> bool:
    phrases = meaning.phrases + (meaning.labels if labelled else ())
    if not _any_of(phrases).search(words):
        return False
    return not meaning.not_beside or not _any_of(meaning.not_beside).search(words)


@lru_cache(maxsize=512)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    either = "|".join(re.escape(plain_words(each)) for each in phrases)
    return re.compile(rf"(?<!\w)(?:{either})(?!\w)")


def _names(sentence: Sentence, clues: Sequence[str]) -> bool:
    return any(_whole(clue).search(sentence.words) for clue in clues if clue)


@lru_cache(maxsize=4096)
def _whole(clue: str) -> re.Pattern[str]:
    """The clue, not as the beginning of a longer address or number."""
    return re.compile(rf"(?<![\w/]){re.escape(plain_words(clue))}(?![\w/-])")


def tickets_in(text: str, wordings: Iterable[Wording]) -> tuple[str, ...]:
    """Numbers that stand behind a word for one, or behind `#`, in the order they come."""
    named = tuple(sorted({word for wording in wordings for word in wording.tickets}, key=len))
    either = "|".join(re.escape(word) for word in reversed(named))
    between = r"(?:[ \t]?(?:number|no\.?|nr\.?|id|n[º°]))?[ \t]*[:#]*[ \t]*"
    behind = re.compile(rf"(?<!\w)(?:{either}){between}({_NUMBER.pattern})", re.IGNORECASE)
    found = [(match.start(1), match[1]) for match in behind.finditer(text)]
    found += [(match.start(1), match[1]) for match in _HASHED.finditer(text)]
    numbers = [each for _, each in sorted(found) if any(sign.isdigit() for sign in each)]
    return tuple(dict.fromkeys(number.strip("-._/") for number in numbers if len(number) > 3))
