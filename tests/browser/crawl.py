"""Follows every link inside the house, a few of each kind, and looks at what it comes to."""

import re
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TypedDict
from urllib.parse import urlsplit

from playwright.sync_api import Page

MOST_PAGES = 90
OF_A_KIND = 2
"""How many pages of one kind are looked at: `/b/…/places/…/` is a kind."""

NOT_FOLLOWED = re.compile(
    r"^/leave/|^/static/|/(mail|paper|receipt|file|original|outline|preview|state|all)/$",
    re.IGNORECASE,
)
COMPARED = re.compile(r"/like/[0-9a-f-]{36}/outline/$")
"""Line drawings of a likeness, shown on its own page and nowhere else."""
ENTRIES = "platforms", "rules", "services", "entries/platform", "entries/rule", "entries/service"
NAMED = re.compile(
    r"[0-9a-f]{8}-[0-9a-f-]{27}|(?<=^/b/)[A-Z0-9]{2,3}-[A-Z0-9]{3,5}|"
    + "|".join(rf"(?<=^/{each}/)[a-z0-9-]+" for each in ENTRIES)
    + r"|\d+"
)
LOOK = """() => {
  const shown = (element) => Boolean(element) && element.getClientRects().length > 0;
  const links = [...document.querySelectorAll('a[href]')];
  return {
    title: document.title,
    headings: document.querySelectorAll('h1').length,
    leave: shown(document.querySelector('a.leave')),
    icon: document.querySelector('link[rel=icon]')?.getAttribute('href') ?? '',
    wide: document.documentElement.scrollWidth - window.innerWidth,
    pictures: [...document.images].map((image) => image.src),
    paper: getComputedStyle(document.body).backgroundColor,
    links: links.filter((link) => link.origin === location.origin && !link.hasAttribute('download'))
      .map((link) => link.pathname + link.search),
  };
}"""


class Seen(TypedDict):
    """What a page shows of itself; `wide` is how many pixels run out of the window."""

    title: str
    headings: int
    leave: bool
    icon: str
    wide: int
    pictures: list[str]
    paper: str
    links: list[str]


@dataclass
class Crawl:
    """One walk through the house; `faults` name the page and what is wrong with it."""

    page: Page
    address: str
    faults: list[str] = field(default_factory=list)
    visited: list[str] = field(default_factory=list)
    papers: set[str] = field(default_factory=set)

    def walk(self, start: str) -> None:
        """From one page to all it leads to."""
        waiting, known, kinds = deque([start]), {start}, Counter[str]()
        while waiting and len(self.visited) < MOST_PAGES:
            path = waiting.popleft()
            kinds[kind_of(path)] += 1
            if kinds[kind_of(path)] > OF_A_KIND:
                continue
            for link in self._visit(path):
                if link not in known and not NOT_FOLLOWED.search(urlsplit(link).path):
                    known.add(link)
                    waiting.append(link)

    def _visit(self, path: str) -> list[str]:
        answer = self.page.goto(self.address + path)
        if self.page.locator("[hx-get]").count():
            self.page.wait_for_load_state("networkidle")
        self.visited.append(path)
        if answer is None or answer.status != 200:
            self.faults.append(f"{path} answered {answer.status if answer else 'nothing'}")
        seen: Seen = self.page.evaluate(LOOK)
        self.papers.add(seen["paper"])
        self.faults += [f"{path} {fault}" for fault in faults_of(seen)]
        return seen["links"]


def kind_of(path: str) -> str:
    """The address with every name and number left out."""
    return NAMED.sub("*", urlsplit(path).path)


def photographs(addresses: list[str]) -> list[str]:
    """What is loaded besides line drawings on the page where two are compared."""
    return [address for address in addresses if not COMPARED.search(urlsplit(address).path)]


def faults_of(seen: Seen) -> list[str]:
    """What is wrong with a page, in words."""
    found = [
        (seen["title"] != "Notebook", f"has the title {seen['title']!r}"),
        (seen["headings"] != 1, f"has {seen['headings']} main headings"),
        (not seen["leave"], "has no way to leave"),
        ("img/mark" not in seen["icon"], f"has the icon {seen['icon']!r}"),
        (seen["wide"] > 0, f"is {seen['wide']} pixels too wide"),
        (bool(loaded := photographs(seen["pictures"])), f"loads {loaded}"),
    ]
    return [words for wrong, words in found if wrong]
