"""Renders a letter template and remembers which characters came from where.

Facts and passages travel through the template between private-use characters, which no fact can
hold because `clean` removes them. After rendering they are taken out and become spans.
"""

import re
from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from pathlib import Path
from typing import Final

from django.template import Context, Engine, TemplateDoesNotExist

from takedowns.drafting.facts import clean
from takedowns.drafting.tags import CLOSE, KEY_END, OPEN, mark

LETTERS: Final = Path(__file__).resolve().parents[2] / "templates" / "letters"
UNDEFINED: Final = "\ue003"
TOKEN: Final = re.compile(rf"{OPEN}(?P<kind>[a-z]+):(?P<key>[\w-]+){KEY_END}|(?P<close>{CLOSE})")
LETTER_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NoLetter(LookupError):
    """No letter is written for this rule in this language."""


class BrokenLetter(RuntimeError):
    """A letter template asked for something that is not there; its text must not be sent."""


class SpanKind(StrEnum):
    FACT = "fact"
    ELEMENT = "element"
    DECLARATION = "declaration"


@dataclass(frozen=True)
class TextSpan:
    """Characters `start` to `end` of the rendered text, and what they are."""

    kind: SpanKind
    key: str
    start: int
    end: int


@dataclass(frozen=True, repr=False)
class Rendered:
    subject: str
    body: str
    spans: tuple[TextSpan, ...]

    def passage(self, kind: SpanKind, key: str) -> str:
        """Everything the body says under this key; empty where it says nothing."""
        found = [s for s in self.spans if s.kind is kind and s.key == key]
        return "\n".join(self.body[s.start : s.end].strip() for s in found)


@lru_cache(maxsize=1)
def engine() -> Engine:
    return Engine(
        dirs=[str(LETTERS)],
        autoescape=False,
        string_if_invalid=UNDEFINED,
        builtins=["takedowns.drafting.tags"],
    )


def fact(key: str, value: str) -> str:
    """A fact made safe and marked, or an empty text, so that templates may ask for it."""
    cleaned = clean(value)
    return mark("fact", key, cleaned) if cleaned else ""


def render(letter: str, language: str, *, values: Mapping[str, object]) -> Rendered:
    """The letter's subject (first line of its file) and body. Raises NoLetter, BrokenLetter."""
    if not (LETTER_NAME.fullmatch(letter) and LETTER_NAME.fullmatch(language)):
        raise NoLetter(f"No letter is called {letter!r} in {language!r}.")
    try:
        template = engine().get_template(f"{letter}/{language}.txt")
    except TemplateDoesNotExist as error:
        raise NoLetter(f"No letter {letter!r} is written in {language!r}.") from error
    text = template.render(Context(dict(values), autoescape=False, use_l10n=False, use_tz=False))
    if UNDEFINED in text:
        raise BrokenLetter(f"The letter {letter!r} asks for a fact nobody gave it.")
    subject, _, body = text.strip().partition("\n")
    plain, spans = _read_spans(body, letter=letter)
    return Rendered(_read_spans(subject, letter=letter)[0].strip(), *_squeeze(plain, spans))


def _read_spans(text: str, *, letter: str) -> tuple[str, list[TextSpan]]:
    plain, spans, opened, position = "", [], list[tuple[SpanKind, str, int]](), 0
    for token in TOKEN.finditer(text):
        plain += text[position : token.start()]
        position = token.end()
        if token["close"] is None:
            opened.append((SpanKind(token["kind"]), token["key"], len(plain)))
            continue
        if not opened:
            raise BrokenLetter(f"The letter {letter!r} closes a passage it did not open.")
        kind, key, start = opened.pop()
        spans.append(TextSpan(kind, key, start, len(plain)))
    plain += text[position:]
    if opened or OPEN in plain:
        raise BrokenLetter(f"The letter {letter!r} leaves a passage open.")
    return plain, spans


def _squeeze(text: str, spans: list[TextSpan]) -> tuple[str, tuple[TextSpan, ...]]:
    """Takes out surplus blank lines and moves the spans along."""
    kept, starts, begins, at = list[str](), [0], [0], 0
    for gap in re.finditer(r"\A\s+|\s+\Z|\n{3,}", text):
        keep = 2 if gap.start() > 0 and gap.end() < len(text) else 0
        kept.append(text[at : gap.start() + keep])
        at = gap.end()
        starts.append(at)
        begins.append(begins[-1] + len(kept[-1]))
    kept.append(text[at:])

    def moved(place: int) -> int:
        piece = bisect_right(starts, place) - 1
        return begins[piece] + min(place - starts[piece], len(kept[piece]))

    tight = (TextSpan(s.kind, s.key, moved(s.start), moved(s.end)) for s in spans)
    return "".join(kept), tuple(sorted((s for s in tight if s.start < s.end), key=_by_start))


def _by_start(span: TextSpan) -> int:
    return span.start
