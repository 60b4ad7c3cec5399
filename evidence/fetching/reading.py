"""What a page says to a reader: its title, its words, and nothing it would load."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

_SILENT = frozenset({"script", "style", "noscript"})
MOST = 200_000


@dataclass(frozen=True, slots=True)
class Page:
    """`opening` is the title and the first lines, in small letters; `raw` the whole source."""

    title: str
    opening: str
    raw: str


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.title, self.words, self.meta = "", list[str](), list[str]()
        self._in_title, self._silent = False, 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "title":
            self._in_title = True
        elif tag == "meta":
            self._hear_meta(dict(attrs))
        elif tag == "body":
            self._silent = 0
        elif tag in _SILENT:
            self._silent += 1

    def handle_endtag(self, tag: str) -> None:
        if tag == "title":
            self._in_title = False
        elif tag in _SILENT and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if self._in_title:
            self.title += data
        elif not self._silent:
            self.words.append(data)

    def _hear_meta(self, attrs: dict[str, str | None]) -> None:
        named = attrs.get("property") or attrs.get("name") or ""
        if named in ("og:title", "og:description", "description"):
            self.meta.append(attrs.get("content") or "")


def page_of(body: bytes, *, content_type: str, opening: int = 3000) -> Page:
    """Read a page; whatever is broken in it is passed over."""
    raw = _decoded(body[:MOST], content_type=content_type)
    reader = _Reader()
    reader.feed(raw.replace("<![", "<?"))  # The parser fails at a section it does not know.
    reader.close()
    words = _plain(" ".join(reader.words))[:opening]
    title = _plain(reader.title)[:300]
    return Page(title=title, opening=" ".join([title, *map(_plain, reader.meta), words]), raw=raw)


def _decoded(body: bytes, *, content_type: str) -> str:
    found = re.search(r"charset=\"?([\w-]+)", content_type, re.IGNORECASE)
    try:
        return body.decode(found.group(1) if found else "utf-8", errors="replace")
    except (LookupError, UnicodeError):
        return body.decode("utf-8", errors="replace")


def _plain(text: str) -> str:
    """Small letters, straight quotes, single blanks."""
    straight = text.replace("’", "'").replace("‘", "'").replace("`", "'")
    return " ".join(straight.casefold().split())
