"""What the reader of a release does, as methods that read like the story."""

import base64
from dataclasses import dataclass

from playwright.sync_api import Page, expect

from tests.journeys.people import Phone

DROP = """([given, name]) => {
  const bag = new DataTransfer();
  const bytes = Uint8Array.from(atob(given), (sign) => sign.charCodeAt(0));
  bag.items.add(new File([bytes], name));
  const area = document.querySelector("[data-drop]");
  area.dispatchEvent(new DragEvent("drop", { dataTransfer: bag, bubbles: true, cancelable: true }));
}"""
READY = "Ready. Only its fingerprints will be sent."


@dataclass
class Reader:
    """Somebody with a link, a code, and no account."""

    phone: Phone

    @property
    def page(self) -> Page:
        """What the phone shows."""
        return self.phone.page

    def opens(self, link: str, code: str) -> None:
        """Follow the link and give the code that was told by another way."""
        self.page.goto(link)
        self.phone.sees("Something was released to you")
        self.page.get_by_label("The code").fill(code)
        self.phone.press("Open it")
        self.phone.sees("Released to")

    def drops(self, clear: bytes, *, name: str) -> None:
        """Drop a file on the place for it, as from a folder."""
        expect(self.page.get_by_label("Your picture")).to_be_visible()
        self.page.evaluate(DROP, [base64.b64encode(clear).decode(), name])

    def asks_about(self, clear: bytes, *, name: str = "own.png", ready: str = READY) -> str:
        """Drop a file, wait for its fingerprints, ask; returns the answer."""
        self.drops(clear, name=name)
        self.phone.sees(ready)
        self.phone.press("Ask")
        answer = self.page.locator("[data-answer]")
        expect(answer).to_be_visible()
        return answer.inner_text()
