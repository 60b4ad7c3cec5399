"""From content to a PDF. The same content and pictures give the same bytes."""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import weasyprint
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.css.counters import CounterStyle
from weasyprint.urls import URLFetcherResponse

from dossiers.rendering.content import Content
from dossiers.rendering.declared import pages_of
from dossiers.rendering.signs import in_every_text
from evidence.rendering.conformance import also_accessible
from evidence.rendering.lettering import Lettering
from evidence.rendering.signs import cleaned
from takedowns.channels.paper import HOME, OwnFiles

PICTURE: Final = "picture:"
BATES: Final = "RD{:06d}"
"""As the style sheet writes it at the foot of each page."""
SHEETS: Final = ("css/paper.css", "css/dossier.css", "css/dossier-parts.css")
VARIANT: Final = "pdf/a-3a"
STAMP: Final = "SOURCE_DATE_EPOCH"
ENGINE: Final = f"WeasyPrint {weasyprint.__version__}, template 3"


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, how many pages it has, and the page each part begins on, counted from 1."""

    data: bytes
    pages: int
    parts: Mapping[str, int]

    def span(self, part: str) -> dict[str, str]:
        """The first and last number for quoting of a part's pages, and how many they are."""
        first = self.parts.get(part)
        if first is None:
            return {"first_bates": "", "last_bates": "", "pages": ""}
        later = [page for page in self.parts.values() if page > first]
        last = min(later, default=self.pages + 1) - 1
        return {
            "first_bates": BATES.format(first),
            "last_bates": BATES.format(last),
            "pages": str(last - first + 1),
        }


class OwnFilesAndPictures(OwnFiles):
    """Our own static files, and the pictures of this dossier by their exhibit's number."""

    def __init__(self, pictures: Mapping[int, bytes]) -> None:
        super().__init__()
        self._pictures = {f"{PICTURE}{number}": data for number, data in pictures.items()}

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """A picture by `picture:4`, else what the parent gives."""
        if url in self._pictures:
            return URLFetcherResponse(url, self._pictures[url])
        return super().fetch(url, headers)


def markup_of(content: Content) -> str:
    """The whole document as HTML; whatever cannot be drawn is named."""
    shown = in_every_text(content, cleaned)
    drafts = pages_of(shown.declared)
    return render_to_string("dossier/document.html", {"d": shown, "drafts": drafts})


def printed(content: Content, *, pictures: Mapping[int, bytes]) -> Printed:
    """Lay the content out. `pictures` are the bytes of each `Picture` the content names."""
    document, data = laid_out(
        markup_of(content), sheets=SHEETS, fetcher=OwnFilesAndPictures(pictures)
    )
    parts = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
    return Printed(data=data, pages=len(document.pages), parts=parts)


def laid_out(markup: str, *, sheets: Iterable[str], fetcher: OwnFiles) -> tuple[Any, bytes]:
    """WeasyPrint's document and its bytes, as PDF/A-3a and PDF/UA-1. `sheets` are static files."""
    fonts, counters = Lettering(markup), CounterStyle()
    styles = [
        CSS(url=f"{HOME}{path}", font_config=fonts, counter_style=counters, url_fetcher=fetcher)
        for path in sheets
    ]
    styles.append(fonts.sheet(home=HOME, fetcher=fetcher))
    page = HTML(string=markup, url_fetcher=fetcher, base_url=HOME)
    with _no_clock():
        document = page.render(
            font_config=fonts, counter_style=counters, stylesheets=styles, pdf_variant=VARIANT
        )
        also_accessible(document.metadata)
        return document, document.write_pdf(pdf_variant=VARIANT)


@contextmanager
def _no_clock() -> Iterator[None]:
    """Keep the moment of rendering out of the embedded fonts.

    The font library stamps each font it cuts down, unless this variable names the moment.
    """
    before = os.environ.get(STAMP)
    os.environ[STAMP] = "0"
    try:
        yield
    finally:
        if before is None:
            del os.environ[STAMP]
        else:
            os.environ[STAMP] = before
