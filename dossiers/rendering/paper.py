"""From content to a PDF. The same content and pictures give the same bytes."""

import gc
import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final

import weasyprint
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcherResponse

from dossiers.rendering.content import Content
from dossiers.rendering.declared import pages_of
from dossiers.rendering.numbering import PREFIX, Bates, Numbers, Start, from_one
from dossiers.rendering.signs import in_every_text
from dossiers.rendering.styles import resolved, values_in
from evidence.rendering.conformance import also_accessible
from evidence.rendering.lettering import Lettering
from evidence.rendering.signs import cleaned
from takedowns.channels.paper import HOME, OwnFiles

PICTURE: Final = "picture:"
SHEETS: Final = ("css/paper.css", "css/dossier.css", "css/dossier-parts.css")
VARIANT: Final = "pdf/a-3a"
STAMP: Final = "SOURCE_DATE_EPOCH"
ENGINE: Final = f"WeasyPrint {weasyprint.__version__}, template 4"


@dataclass(frozen=True, slots=True)
class Printed:
    """A PDF, how many pages it has, the page each part begins on (from 1), and its numbers."""

    data: bytes
    pages: int
    parts: Mapping[str, int]
    bates: Bates

    def span(self, part: str) -> dict[str, str]:
        """The first and last number for quoting of a part's pages, and how many they are."""
        first = self.parts.get(part)
        if first is None:
            return {"first_bates": "", "last_bates": "", "pages": ""}
        later = [page for page in self.parts.values() if page > first]
        last = min(later, default=self.pages + 1) - 1
        return {
            "first_bates": self.bates.at(first),
            "last_bates": self.bates.at(last),
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
    if shown.volume and not shown.volumes:
        return render_to_string("dossier/volume.html", {"d": shown})
    drafts = pages_of(shown.declared)
    return render_to_string("dossier/document.html", {"d": shown, "drafts": drafts})


def printed(
    content: Content,
    *,
    pictures: Mapping[int, bytes],
    prefix: str = PREFIX,
    start: Start = from_one,
) -> Printed:
    """Lay the content out. `pictures` are the bytes of each `Picture` the content names."""
    return pressed(markup_of(content), pictures=pictures, prefix=prefix, start=start)


def pressed(markup: str, *, pictures: Mapping[int, bytes], prefix: str, start: Start) -> Printed:
    """Lay the markup of a dossier out, with its numbers for quoting from `start` on."""
    numbers = Numbers(prefix=prefix, start=start)
    document, data = laid_out(
        markup, sheets=SHEETS, fetcher=OwnFilesAndPictures(pictures), counters=numbers
    )
    parts = {name: number for number, page in enumerate(document.pages, 1) for name in page.anchors}
    return Printed(data, len(document.pages), parts, numbers.bates or Bates(prefix))


def laid_out(
    markup: str, *, sheets: Iterable[str], fetcher: OwnFiles, counters: Numbers | None = None
) -> tuple[Any, bytes]:
    """WeasyPrint's document and its bytes, as PDF/A-3a and PDF/UA-1. `sheets` are static files."""
    fonts = Lettering(markup)
    if counters is None:  # an empty one is false: it is a dict
        counters = Numbers(prefix=PREFIX, start=from_one)
    told = {path: fetcher.text(path) for path in sheets} | {"": fonts.css()}
    values = values_in(told.values())
    styles = [
        CSS(
            string=resolved(css, values), base_url=f"{HOME}{path}", font_config=fonts,
            counter_style=counters, url_fetcher=fetcher,
        )
        for path, css in told.items()
    ]  # fmt: skip
    page = HTML(string=markup, url_fetcher=fetcher, base_url=HOME)
    with _no_clock(), _no_collector():
        document = page.render(
            font_config=fonts, counter_style=counters, stylesheets=styles, pdf_variant=VARIANT
        )
        also_accessible(document.metadata)
        return document, document.write_pdf(pdf_variant=VARIANT)


@contextmanager
def _no_collector() -> Iterator[None]:
    """Let no garbage be looked for: nearly all that is made here lives to the end, and looking
    through it again and again takes a sixth of the time."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


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
