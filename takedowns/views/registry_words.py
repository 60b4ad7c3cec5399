"""Words for what stands in the registry, and what every page about an entry is given."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.http import HttpRequest
from django_countries import countries

from cases import access
from cases.gate import reader_of
from takedowns.registry.entries import Entry, is_from_memory, kind_of
from takedowns.services.corrections import Book, Note, Notes, book_of, is_checkable

FROM_MEMORY = "from memory"
FRESH_FOR = timedelta(days=90)
PLATFORM_KINDS = {
    "social": "Social network", "messaging": "Messenger", "adult_tube": "Adult video site",
    "creator": "Paid creator site", "file_host": "File host", "image_host": "Picture host",
    "search_engine": "Search engine", "cdn": "Delivery network", "host": "Web host",
    "registrar": "Registrar", "archive": "Web archive", "forum": "Forum", "code_host": "Code host",
    "blog": "Blog host", "game": "Game", "federated": "Federated network",
}  # fmt: skip
CHANNEL_TYPES = {
    "tida": "TAKE IT DOWN request", "ncii": "Intimate images", "dsa": "Illegal content (EU)",
    "privacy": "Privacy", "abuse": "Abuse", "general_report": "General report",
    "copyright": "Copyright", "gdpr": "Data protection", "csam": "Material of children",
}  # fmt: skip
METHODS = {
    "web_form": "web form", "email": "e-mail", "in_app": "in the app", "bot": "bot", "api": "API",
    "post": "on paper",
}  # fmt: skip
TELLS = {
    "yes": ("Yes, name and address may be passed on", "soon"),
    "maybe": ("Maybe", "soon"),
    "no": ("No", "gone"),
    "unknown": ("Not known", "unknown"),
}
BASIS_TYPES = {
    "platform_notice": "Notice to a service", "regulator_complaint": "Complaint to a public office",
    "tribunal_order": "Order of a tribunal", "court_order": "Order of a court",
    "criminal_offence": "Criminal offence", "data_protection": "Data protection request",
    "policy_framework": "Framework, not invoked by itself",
}  # fmt: skip
STATUSES = {
    "in_force": ("In force", "gone"),
    "transposition_pending": ("Not yet national law", "unknown"),
    "enacted_commencement_unverified": ("Not confirmed in force", "unknown"),
}
SERVICE_KINDS = {
    "helpline": "Helpline", "hash_program": "Matching programme", "hotline": "Hotline",
    "police": "Police", "regulator": "Public office", "appeal_body": "Appeal body",
    "adr": "Dispute body", "guide": "Guide", "directory": "Directory",
    "hotline_directory": "Directory of hotlines", "notice_archive": "Archive of notices",
}  # fmt: skip
SIBLING_KINDS = {
    "page": "Its page", "file": "The file itself", "thumbnail": "Small picture",
    "embed": "Player for other sites", "short_link": "Short link", "profile": "The account",
    "cached_copy": "Stored copy", "archive_copy": "Archive copy", "search_result": "Search result",
}  # fmt: skip
FRESHNESS = {
    "fresh": "Checked within 90 days", "older": "Checked longer ago",
    "memory": "Something unchecked",
}  # fmt: skip
PLACES_TO_READ = {"github:": "https://github.com/"}


@dataclass(frozen=True, slots=True)
class Place:
    """Something to read: its words, and its address where it has one."""

    words: str
    url: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Mark:
    """How sure a field is: unchecked, or checked by the reader's own organisation on a day."""

    unchecked: bool
    checked: Note | None
    wrong: tuple[Note, ...] = ()


def place_of(source: str, note: str = "") -> Place:
    """A source as it stands in the registry; `github:owner/name:path` leads to the repository."""
    if source.startswith(("https://", "http://")):
        return Place(source, source, note)
    mark, _, rest = source.partition(":")
    before = PLACES_TO_READ.get(f"{mark}:")
    return Place(source, before + rest.partition(":")[0] if before else "", note)


def country_of(codes: str) -> str:
    """Names of `US` or `CY/CA`; `varies` and `unknown` stay empty."""
    names = dict(countries)
    named = [names[code] for code in codes.split("/") if code in names]
    return " and ".join(named) or {"EU": "European Union", "GLOBAL": "Everywhere"}.get(codes, "")


def mark_of(notes: Notes, path: str) -> Mark:
    """What to show beside a field of the entry."""
    memory = is_from_memory(notes.entry, path)
    checked = notes.checked_at(path) if memory else None
    return Mark(memory and checked is None, checked, notes.wrong_at(path))


def own_book(request: HttpRequest) -> Book:
    """What the teams found out in which the reader works."""
    return book_of(access.teams_of(reader_of(request)))


def entry_frame(request: HttpRequest, entry: Entry, notes: Notes) -> dict[str, object]:
    """For the page of one entry: its base, and what the reader's team found out."""
    works = access.teams_of(reader_of(request)).exists()
    return {
        "base": "base_staff.html" if works else "base.html",
        "works": works,
        "entry": entry,
        "entry_kind": kind_of(entry),
        "notes": notes,
        "checkable": works and is_checkable(entry, ""),
    }


def list_frame(request: HttpRequest) -> dict[str, object]:
    """For the list of one registry."""
    works = access.teams_of(reader_of(request)).exists()
    return {
        "base": "base_staff.html" if works else "base.html",
        "works": works,
        "freshness": FRESHNESS.items(),
    }


def asked_of(request: HttpRequest, kinds: Collection[str]) -> dict[str, str]:
    """What a list is narrowed by: words, one of its kinds, and freshness; unknown ones are none."""
    return {
        "words": request.GET.get("words", "").strip()[:80],
        "kind": one_of(request.GET.get("kind", ""), kinds),
        "fresh": one_of(request.GET.get("fresh", ""), FRESHNESS),
    }


def is_fresh_as(asked: str, entry: Entry, *, memory: bool, today: date) -> bool:
    """Whether the entry is of the freshness asked for; every entry is of an unknown one."""
    if asked == "memory":
        return memory
    is_fresh = today - entry.checked <= FRESH_FOR
    return {"fresh": is_fresh, "older": not is_fresh}.get(asked, True)


def holds(words: str, texts: Iterable[str]) -> bool:
    """Whether each of the words stands somewhere in the texts."""
    told = " ".join(texts).lower()
    return all(word in told for word in words.lower().split())


def one_of(given: str, known: Collection[str]) -> str:
    """The value asked for, or nothing where it is not known."""
    return given if given in known else ""
