"""Watches a browser while a journey runs: what may never happen on any page."""

import re
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Error, Page, Request

OWN = {"127.0.0.1", "localhost"}
NEUTRAL_TITLE = "Notebook"
# A browser names every answer of 4xx here; a form that is shown again is one, and so is a refusal.
REFUSED = re.compile(r"^Failed to load resource: the server responded with a status of 4\d\d")
PICTURES = re.compile(r"/(outline|preview|original)/$")


@dataclass
class Watch:
    """`faults` must stay empty; `asked` are addresses requested from this machine."""

    faults: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def over(self, context: BrowserContext) -> None:
        """Hear all that its pages say, also those opened later."""
        context.on("request", self._request)
        context.on("console", self._console)
        context.on("weberror", lambda error: self._page_error(error.error))
        context.on("response", lambda answer: self._answer(answer.status, answer.url))

    def title_of(self, page: Page) -> None:
        """Note a title that says more than the neutral name."""
        if page.title() != NEUTRAL_TITLE:
            self.faults.append(f"{page.url} has the title {page.title()!r}")

    @property
    def pictures(self) -> list[str]:
        """Requests for evidence pictures."""
        return [url for url in self.asked if PICTURES.search(urlsplit(url).path)]

    def _request(self, request: Request) -> None:
        parts = urlsplit(request.url)
        if parts.scheme in {"data", "blob"}:
            return
        if parts.hostname not in OWN:
            self.faults.append(f"{request.frame.url} asked {request.url}")
        self.asked.append(request.url)

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"} and not REFUSED.match(message.text):
            where = message.page.url if message.page else ""
            self.faults.append(f"{where} said {message.text}")

    def _page_error(self, error: Error) -> None:
        self.faults.append(f"script failed: {error.message}")

    def _answer(self, status: int, url: str) -> None:
        if status >= 500:
            self.faults.append(f"{url} answered {status}")
