"""The letter on paper."""

from collections.abc import Mapping
from typing import Any

from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from weasyprint import CSS, HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from evidence.rendering.conformance import also_accessible
from evidence.rendering.faces import FOLDER, unpacked
from evidence.rendering.lettering import Lettering
from evidence.rendering.signs import cleaned
from takedowns.channels.base import Outgoing, Parcel, WayOut

HOME = "https://own.invalid/static/"
"""No such host exists; the address only tells our own files apart from everything else."""
VARIANT = "pdf/a-3a"


class NotOurs(ValueError):
    """A document asked for something that is not one of our own static files."""


class OwnFiles(URLFetcher):  # type: ignore[misc]  # WeasyPrint has no types
    """Gives WeasyPrint our own static files and nothing else: no network, no other file."""

    def text(self, path: str) -> str:
        """A static file of ours, as text. Raises NotOurs."""
        found = finders.find(path)
        if not isinstance(found, str):
            raise NotOurs("a document may use our own static files only")
        with open(found, encoding="utf-8") as file:
            return file.read()

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        """The static file named by its address below HOME; a font is unpacked, once a process."""
        path = url.removeprefix(HOME)
        found = finders.find(path) if url.startswith(HOME) and ".." not in path else None
        if not isinstance(found, str):
            raise NotOurs("a document may use our own static files only")
        if path.startswith(FOLDER):
            return URLFetcherResponse(url, unpacked(path.removeprefix(FOLDER)))
        with open(found, "rb") as file:
            return URLFetcherResponse(url, file.read())


def on_paper(template: str, told: Mapping[str, object]) -> bytes:
    """A PDF/A in the house's serif, tagged, without a creation date or a producer's name."""
    markup = cleaned(render_to_string(template, dict(told)))
    fonts, fetcher = Lettering(markup), OwnFiles()
    sheets = [
        CSS(url=f"{HOME}css/{name}.css", font_config=fonts, url_fetcher=fetcher)
        for name in ("paper", "letter")
    ]
    sheets.append(fonts.sheet(home=HOME, fetcher=fetcher))
    page = HTML(string=markup, url_fetcher=fetcher, base_url=f"{HOME}css/")
    document = page.render(stylesheets=sheets, font_config=fonts, pdf_variant=VARIANT)
    also_accessible(document.metadata)
    data = document.write_pdf(pdf_variant=VARIANT)
    assert isinstance(data, bytes)
    return data


class Paper(WayOut):
    """The letter as a PDF."""

    name = "pdf"

    def pack(self, letter: Outgoing) -> Parcel:
        data = on_paper("takedowns/letter_paper.html", {"letter": letter})
        return Parcel(name=f"letter-{letter.number}.pdf", mime="application/pdf", data=data)
