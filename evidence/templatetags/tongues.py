"""Marks what is in another script, for paper: its language, and its direction.

All text is escaped here; nothing of it becomes markup.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby
from typing import Any

from django import template
from django.utils.html import conditional_escape, format_html, format_html_join
from django.utils.safestring import SafeString

from evidence.rendering.spread import Drawn, Spread
from evidence.rendering.tongues import FOREIGN, SHAPED, Piece, pieces

register = template.Library()

Line = Sequence[Piece]
SOLID = "\N{NO-BREAK SPACE}"
BREAK = SafeString("<br>")


@register.filter
def told(text: str) -> SafeString:
    """The text with every stretch of another script in a `bdi` of its own."""
    if not FOREIGN.search(text):
        return conditional_escape(text)
    return _joined("\n", (_inline(pieces(line)) for line in text.split("\n")))


@register.filter
def tongue(text: str) -> SafeString:
    """The language and the direction as attributes, for a text that is one piece.

    For the words of a link: an element inside one would be left untagged, against PDF/UA.
    """
    line = pieces(text)
    if len(line) > 1 or not line[0].lang:
        return SafeString("")
    return format_html(' dir="{}" lang="{}"', _direction(line[0]), line[0].lang)


@register.filter
def pointer(to: Any) -> SafeString:
    """A link to another page of the document, or its words alone where it has no anchor."""
    if not to.anchor:
        return conditional_escape(to.label)
    return format_html('<a href="#{}">{}</a>', to.anchor, to.label)


@register.filter
def told_lines(text: str) -> SafeString:
    """As `told`, for a block of lines: those that run to the left stand on the right.

    Neighbouring lines of one language share a `bdi` of the class `lines`, which is a block.
    """
    if not FOREIGN.search(text):
        return conditional_escape(text)
    lines = [pieces(line) for line in text.split("\n")]
    if not any(line[0].leftwards for line in lines if len(line) == 1):
        return _joined("\n", map(_inline, lines))
    return _joined("", (_block(run) for _, run in groupby(lines, key=_runs)))


@register.filter
def told_paragraphs(text: str) -> SafeString:
    """As Django's `linebreaks`, with the language and the direction of each paragraph."""
    parts = text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")
    return _joined("\n", (_paragraph(part.strip("\n")) for part in parts if part.strip("\n")))


@register.filter
def shaped(spread: Spread) -> bool:
    """Whether a label of the picture has to be written beside it."""
    return any(SHAPED.search(row.label) for row in spread.rows)


@register.filter
def unlabelled(spread: Spread) -> Spread:
    """The same picture without those labels: WeasyPrint draws those of a picture sign by sign."""
    rows = (_without_label(row) if SHAPED.search(row.label) else row for row in spread.rows)
    return replace(spread, rows=tuple(rows))


@register.filter
def beside(row: Drawn) -> str:
    """A label that the picture goes without, else nothing."""
    return row.label if SHAPED.search(row.label) else ""


def _without_label(row: Drawn) -> Drawn:
    return replace(row, label="", note="")


def _runs(line: Line) -> tuple[bool, str]:
    """What sets a line apart from its neighbours."""
    first = line[0]
    return (first.leftwards, first.lang) if len(line) == 1 and first.leftwards else (False, "")


def _block(run: Iterable[Line]) -> SafeString:
    lines = list(run)
    leftwards, lang = _runs(lines[0])
    if leftwards:
        words = "\n".join(line[0].text for line in lines)
        return format_html('<bdi class="lines" dir="rtl" lang="{}">{}</bdi>', lang, words)
    # Between blocks an empty line would take no room.
    return _joined("\n", (_inline(line) if line[0].text.strip() else SOLID for line in lines))


def _paragraph(text: str) -> SafeString:
    lines = [pieces(line) for line in text.split("\n")]
    keys = {_runs(line) for line in lines}
    if len(keys) == 1 and (key := keys.pop())[0]:
        words = _joined(BREAK, (line[0].text for line in lines))
        return format_html('<p dir="rtl" lang="{}">{}</p>', key[1], words)
    return format_html("<p>{}</p>", _joined(BREAK, map(_inline, lines)))


def _inline(line: Line) -> SafeString:
    return _joined("", map(_marked, line))


def _marked(piece: Piece) -> SafeString:
    if not piece.lang:
        return conditional_escape(piece.text)
    return format_html(
        '<bdi dir="{}" lang="{}">{}</bdi>', _direction(piece), piece.lang, piece.text
    )


def _direction(piece: Piece) -> str:
    return "rtl" if piece.leftwards else "ltr"


def _joined(between: str, parts: Iterable[str]) -> SafeString:
    return format_html_join(between, "{}", ((part,) for part in parts))
