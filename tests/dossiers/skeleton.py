"""What of a page was written by its templates, and what is not allowed to be in a PDF of ours."""

import io
import re
from html.parser import HTMLParser
from typing import Any, Final

import pypdf

MARKS: Final = frozenset({("dir", "rtl"), ("dir", "ltr"), ("class", "lines")})
TONGUE: Final = re.compile(r"ar|fa|ur|he|ta|th|ja|ko|zh-Han[st]|und(-(Arab|Deva|Hani))?")
Mark = tuple[str, str | None]


class Skeleton(HTMLParser):
    """The elements and attributes of a page in their order; our marks of script apart."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.bones: list[tuple[str, ...]] = []
        self.marks: set[Mark] = set()
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[Mark]) -> None:
        """Attributes of a script count as marks; a long row is a row."""
        marks = {each for each in attrs if tag == "bdi" or (tag == "a" and each[0] != "href")}
        self.marks |= marks
        if tag != "bdi":
            told = [f"{key}={value}" if key == "class" else key for key, value in attrs]
            kept = [key for key, each in zip(told, attrs, strict=True) if each not in marks]
            self.bones.append((tag, *(key for key in kept if key != "class=long")))

    def handle_endtag(self, tag: str) -> None:
        if tag != "bdi":
            self.bones.append((f"/{tag}",))

    def handle_comment(self, data: str) -> None:
        self.bones.append(("comment", data))

    def handle_decl(self, decl: str) -> None:
        self.bones.append(("declaration", decl))

    handle_pi = unknown_decl = handle_comment


def is_ours(mark: Mark) -> bool:
    """Whether a mark is one that `tongues` writes."""
    return mark in MARKS or (mark[0] == "lang" and bool(TONGUE.fullmatch(mark[1] or "")))


def strange_things(data: bytes, *, pictures: int) -> list[str]:
    """What a dossier must not hold: links out, files, scripts, forms, other pictures."""
    document = pypdf.PdfReader(io.BytesIO(data))
    root: Any = document.trailer["/Root"]
    found = [key for key in ("/OpenAction", "/AA", "/AcroForm", "/AF") if key in root]
    found += [key for key in ("/EmbeddedFiles", "/JavaScript") if key in root.get("/Names", {})]
    for page in document.pages:
        links = [link.get_object() for link in page.get("/Annots") or []]
        found += [str(link) for link in links if link["/Subtype"] != "/Link" or "/A" in link]
    shown = sum(len(page.images) for page in document.pages[:1])
    return found if shown <= pictures else [*found, f"{shown} pictures"]
