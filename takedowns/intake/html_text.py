"""The words of an HTML text. Nothing is rendered, fetched or followed."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import Final

SILENT: Final = frozenset(
    {"script", "style", "head", "title", "template", "svg", "math", "noscript"}
)
BREAKS: Final = frozenset(
    {"p", "div", "br", "li", "tr", "table", "ul", "ol", "blockquote", "hr", "pre", "section",
     "article", "header", "footer", "h1", "h2", "h3", "h4", "h5", "h6"}
)  # fmt: skip
VOID: Final = frozenset({"br", "hr", "img", "input", "meta", "link", "wbr", "col", "area", "base"})
_BLANKS: Final = re.compile(r"[^\S\n]+")
_EMPTY_LINES: Final = re.compile(r"\n{3,}")


def text_of(html: str) -> str:
    """The words in reading order, a line for each block."""
    reader = _Words()
    reader.feed(html)
    reader.close()
    plain = _BLANKS.sub(" ", "".join(reader.words))
    lines = "\n".join(line.strip() for line in plain.split("\n"))
    return _EMPTY_LINES.sub("\n\n", lines).strip()


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in SILENT and tag not in VOID:
            self._silent.append(tag)
        elif tag in BREAKS:
            self.words.append("\n")
        elif tag in {"td", "th"}:
            self.words.append(" ")

    def handle_endtag(self, tag: str) -> None:
        if self._silent and tag == self._silent[-1]:
            self._silent.pop()
        elif tag == "body":
            self._silent.clear()
        elif tag in BREAKS:
            self.words.append("\n")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in BREAKS:
            self.words.append("\n")

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.words.append(data.replace("\r", " ").replace("\n", " "))
