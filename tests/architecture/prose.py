"""The sentences of a page, and how many years of school they ask for."""

import re
import warnings
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from typing import Final

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import textstat

BLOCKS: Final = {"p", "li", "legend", "small", "summary", "h1", "h2", "h3", "label", "dd", "td"}
NOT_OURS: Final = {"blockquote", "code", "pre", "script", "style", "svg", "textarea", "option"}
QUOTED: Final = {"mono", "letter", "address", "num", "fact", "quoted"}
VOID: Final = {"br", "img", "input", "hr", "meta", "link", "source", "wbr", "col"}
SENTENCE: Final = re.compile(r"[A-Z“][^.!?]*[.!?]")
LEAST_WORDS: Final = 4
ENOUGH: Final = 100
"""Words; of fewer the formula says little."""


class _Reader(HTMLParser):
    """Gathers the text of each block in `main`, without what is quoted or typed."""

    def __init__(self) -> None:
        super().__init__()
        self.blocks: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self._words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in VOID:
            return
        told = dict(attrs)
        names = set((told.get("class") or "").split())
        self._open.append((tag, tag in NOT_OURS or bool(names & QUOTED) or "lang" in told))
        if tag in BLOCKS:
            self._close()

    def handle_endtag(self, tag: str) -> None:
        while self._open:
            last, _ = self._open.pop()
            if last == tag:
                break
        if tag in BLOCKS:
            self._close()

    def handle_data(self, data: str) -> None:
        inside = any(tag == "main" for tag, _ in self._open)
        if inside and not any(not_ours for _, not_ours in self._open if _ != "html"):
            self._words.append(data)

    def _close(self) -> None:
        self.blocks.append(" ".join("".join(self._words).split()))
        self._words = []


def sentences_of(page: str) -> list[str]:
    """Whole sentences of ours: of four words or more, ended by a stop."""
    reader = _Reader()
    reader.feed(page)
    return [
        sentence
        for block in reader.blocks
        for sentence in SENTENCE.findall(block)
        if len(sentence.split()) >= LEAST_WORDS
    ]


def grade_of(sentences: Iterable[str]) -> float:
    """Years of school by Flesch and Kincaid."""
    return float(textstat.flesch_kincaid_grade(" ".join(sentences)))


def words_in(sentences: Iterable[str]) -> int:
    """How many words they are."""
    return sum(len(sentence.split()) for sentence in sentences)


def hardest(sentences: Iterable[str]) -> Iterator[str]:
    """The three that ask for most, with their grade."""
    graded = sorted(((grade_of([each]), each) for each in set(sentences)), reverse=True)
    for grade, sentence in graded[:3]:
        yield f"{grade:.1f} {sentence[:120]}"
