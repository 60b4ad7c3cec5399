"""What an answer says of a place. Gone only where nothing else can be meant; unsure is unknown."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import parse_qsl, unquote, urlsplit

from evidence.fetching.fetcher import Fetched
from evidence.fetching.reading import Page, page_of
from evidence.models import Presence
from evidence.registry.wordings import Wording

SENTENCES: Final = {
    "named": "The page answered and names what was looked for.",
    "file": "A file answered. It was not opened.",
    "status-404": "The site answered that there is nothing here (404).",
    "status-410": "The site answered that this is gone for good (410).",
    "status-401": "The site asks to sign in (401).",
    "status-451": "The site keeps this from some places for legal reasons (451).",
    "restricted-words": "The page says that only some may see it.",
    "login-words": "The page asks to sign in.",
    "login-path": "The link leads to a page to sign in.",
    "soft-gone": "The page says that it is gone, but answers as if it were there.",
    "challenge": "The site wanted to know whether a person asks, or sent the server away.",
    "led-elsewhere": "The link leads to another page than the one that was noted.",
    "refused": "The site did not let the server in.",
    "too-many": "The site had too many questions just then.",
    "trouble": "The site had trouble of its own.",
    "whole-site": "The whole site answers like that, so it says nothing of this place.",
    "not-sure": "The page answered, but it does not say whether this is the place.",
    "odd": "The site answered in an unusual way.",
}
"""Reason → what people read; reasons of the fetcher bring their own sentence."""
ABSENT: Final = frozenset({404, 410})


@dataclass(frozen=True, slots=True)
class Judged:
    """What the place showed, why, and the words that told, if any."""

    presence: Presence
    reason: str
    matched: str = ""

    @property
    def sentence(self) -> str:
        """The reason for people."""
        return SENTENCES[self.reason]


def names_of(url: str, identifiers: Mapping[str, str]) -> tuple[str, ...]:
    """Signs by which the place is known again: its identifiers, and the telling parts of its link.

    A word that any page may hold tells nothing: a part of a link counts only where it looks like
    the number or the key of one thing.
    """
    parts = urlsplit(url)
    known = [each for each in map(str, identifiers.values()) if len(each) >= 5 or _is_number(each)]
    last = parts.path.rstrip("/").rpartition("/")[2]
    pieces = [unquote(last), last, *(value for _, value in parse_qsl(parts.query))]
    return tuple(dict.fromkeys([*known, *filter(_is_telling, pieces)]))


def _is_number(text: str) -> bool:
    return len(text) >= 4 and text.isdigit()


def _is_telling(piece: str) -> bool:
    bare = _FILE_ENDING.sub("", piece)
    return len(bare) >= 5 and re.search(r"\d", bare) is not None and not _DAY.fullmatch(bare)


_FILE_ENDING: Final = re.compile(r"\.\w{2,5}$")
_DAY: Final = re.compile(r"(19|20)\d\d(?:[-_.]?(0[1-9]|1[0-2])(?:[-_.]?(0[1-9]|[12]\d|3[01]))?)?")
"""A year, a month or a day, as archives of anything are called."""


def judge(fetched: Fetched, *, names: Iterable[str], wordings: Mapping[str, Wording]) -> Judged:
    """What came back, judged by its status, its way, and its words."""
    reply, names = fetched.reply, tuple(names)
    if reply.status == 451:
        return Judged(Presence.RESTRICTED, "status-451")
    if reply.status == 401:
        return Judged(Presence.LOGIN_WALL, "status-401")
    if _ends_in(fetched.final, wordings["login"].paths):
        return Judged(Presence.LOGIN_WALL, "login-path")
    page = page_of(reply.body, content_type=reply.headers.get("content-type", ""))
    if said := _said(page, wordings, soft=200 <= reply.status < 300):
        return said
    moved = _is_elsewhere(fetched, names=names)
    if reply.status in ABSENT:
        return _unsure("led-elsewhere") if moved else _gone(reply.status)
    if not 200 <= reply.status < 300:
        return _unsure(_trouble(reply.status))
    if moved:
        return _unsure("led-elsewhere")
    return _there(fetched, page, names=names)


def _said(page: Page, wordings: Mapping[str, Wording], *, soft: bool) -> Judged | None:
    """What the page says of itself; that it is gone counts here only where it answers as if not."""
    told = {
        "challenge": (Presence.UNKNOWN, "challenge"),
        "restricted": (Presence.RESTRICTED, "restricted-words"),
        "login": (Presence.LOGIN_WALL, "login-words"),
    }
    if soft:
        told["gone"] = (Presence.UNKNOWN, "soft-gone")
    for kind, (presence, reason) in told.items():
        if matched := wordings[kind].found_in(page.opening):
            return Judged(presence, reason, matched)
    return None


def _gone(status: int) -> Judged:
    return Judged(Presence.GONE, f"status-{status}")


def _unsure(reason: str) -> Judged:
    return Judged(Presence.UNKNOWN, reason)


def _trouble(status: int) -> str:
    if status >= 500:
        return "trouble"
    return {403: "refused", 429: "too-many"}.get(status, "odd")


def _there(fetched: Fetched, page: Page, *, names: tuple[str, ...]) -> Judged:
    if not fetched.reply.read:
        return Judged(Presence.LIVE, "file")
    named = next((name for name in names if _stands_in(name, page.raw)), "")
    return Judged(Presence.LIVE, "named") if named else _unsure("not-sure")


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _ends_in(url: str, paths: Iterable[str]) -> bool:
    path = urlsplit(url).path.rstrip("/").lower()
    return any(path == each or path.endswith(each) for each in paths)


def _is_elsewhere(fetched: Fetched, *, names: tuple[str, ...]) -> bool:
    """Whether it was led to another page than the one asked for."""
    asked, final = urlsplit(fetched.asked), urlsplit(fetched.final)
    if _site(asked.hostname) != _site(final.hostname):
        return True
    if (asked.path.rstrip("/"), asked.query) == (final.path.rstrip("/"), final.query):
        return False
    led_to = unquote(final.path) + "?" + unquote(final.query)
    return not any(_stands_in(name, led_to) for name in names)


def _site(host: str | None) -> str:
    return re.sub(r"^(www|m|mobile|old|new)\.", "", host or "")
