"""Entries of all three kinds by kind and id, and the fields of each that a person may point at."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, is_dataclass
from datetime import date
from typing import Literal

from cases.registry.checks import under_memory
from cases.registry.support import Support, SupportService
from takedowns.registry.loader import Registry
from takedowns.registry.schema import LegalBasis, Platform

Entry = Platform | LegalBasis | SupportService
EntryKind = Literal["platform", "rule", "service"]

WHOLE = ""
"""The path of an entry as a whole."""
FROM_MEMORY = "from memory"
_WORDS: Mapping[str, Mapping[str, str]] = {
    "platform": {
        "name": "Name", "operator": "Run by", "kind": "Kind", "country": "Country",
        "hosts": "Sites", "channels": "Way to write to it", "stated_response": "What it promises",
        "eu_vlop": "Very large (EU)", "hash_programs": "Picture matching",
        "tida_covered": "Whether the US rule reaches it", "recommended_order": "Order of the ways",
        "suggested_legal_bases": "Rules that may fit", "quirks": "Good to know",
        "link_rules": "How its links are read", "siblings": "Where else to look",
    },
    "rule": {
        "title": "Title", "short_title": "Short title", "citation": "Where it stands",
        "status": "Whether it is in force", "in_force_since": "In force since",
        "addressees": "Whom it binds", "not_addressees": "Whom it does not bind",
        "who_may_notify": "Who may write", "required_elements": "What a notice needs",
        "declarations": "What is declared", "deadline": "The time it gives",
        "other_deadlines": "Another time", "outcome_duties": "What else is owed",
        "escalation": "Next step", "penalty": "What follows a breach", "caveats": "Trap",
        "covers": "What it covers",
    },
    "service": {
        "name": "Name", "kind": "Kind", "country": "Country", "serves": "Whom it helps",
        "serves_minors": "Helps people under 18", "serves_adults": "Helps adults",
        "url": "Page", "phone": "Telephone", "email": "E-mail", "hours": "Hours", "notes": "Notes",
    },
}  # fmt: skip
_NAMED_BY = ("value", "label", "sense", "what", "name", "program", "role", "address", "page_kind")


@dataclass(frozen=True, slots=True)
class EntryField:
    """A field of an entry: its path (`channels[1]`), in words, and whether it is from memory."""

    path: str
    label: str
    memory: bool


def entry_of(kind: str, slug: str, *, registry: Registry, support: Support) -> Entry | None:
    """The entry of that kind and id, or None."""
    entries: Mapping[str, Mapping[str, Entry]] = {
        "platform": registry.platforms,
        "rule": registry.legal_bases,
        "service": support.services,
    }
    return entries.get(kind, {}).get(slug)


def kind_of(entry: Entry) -> EntryKind:
    """Which of the three registries the entry stands in."""
    if isinstance(entry, Platform):
        return "platform"
    return "rule" if isinstance(entry, LegalBasis) else "service"


def fields_of(entry: Entry) -> tuple[EntryField, ...]:
    """What a person may point at: each field, and each item of a list that has items."""
    return tuple(_fields(entry))


def _fields(entry: Entry) -> Iterator[EntryField]:
    yield EntryField(WHOLE, "The entry as a whole", entry.confidence == FROM_MEMORY)
    for name, words in _WORDS[kind_of(entry)].items():
        value = getattr(entry, name)
        parts = value if isinstance(value, tuple) and value and not _plain(value) else ()
        for at, part in enumerate(parts):
            path = f"{name}[{at}]"
            label = f"{words}: {_shortened(_named(part))}"
            yield EntryField(path, label, is_from_memory(entry, path))
        if not parts:
            yield EntryField(name, words, is_from_memory(entry, name))


def _plain(value: tuple[object, ...]) -> bool:
    """A list of short words, such as hosts, is one field."""
    return all(isinstance(each, str) and " " not in each for each in value)


def _named(part: object) -> str:
    if isinstance(part, str):
        return part
    named = (getattr(part, name, "") for name in _NAMED_BY)
    return next((str(each) for each in named if each), "")


def _shortened(text: str, most: int = 70) -> str:
    return text if len(text) <= most else f"{text[:most].rstrip()}…"


def label_of(entry: Entry, path: str) -> str:
    """The field in words; its path where the entry has no such field any more."""
    return next((each.label for each in fields_of(entry) if each.path == path), path)


def is_from_memory(entry: Entry, path: str) -> bool:
    """Whether the field, a field it lies in, or a field inside it was written from memory."""
    inside = any(
        known.startswith((f"{path}.", f"{path}[")) for known in entry.memory_fields if path
    )
    own = getattr(_value(entry, path), "confidence", "") == FROM_MEMORY if path else False
    hosts = path == "hosts" and getattr(entry, "hosts_confidence", "") == FROM_MEMORY
    return inside or own or hosts or entry.from_memory(path)


def is_way_from_memory(platform: Platform, at: int) -> bool:
    """Whether anything of this way to write to the platform stands from memory."""
    return is_from_memory(platform, f"channels[{at}]")


def covers(confirmed: tuple[str, ...], path: str) -> bool:
    """Whether confirming these paths says something about `path`: it, or what it lies in."""
    return WHOLE in confirmed or under_memory(path, memory_fields=confirmed)


def stands(entry: Entry, path: str) -> str:
    """What the entry says there, as one text to compare: JSON with sorted keys, `null` if gone."""
    value = _value(entry, path) if path else entry
    bare = asdict(value) if is_dataclass(value) and not isinstance(value, type) else value
    if isinstance(value, tuple):
        bare = [asdict(e) if is_dataclass(e) and not isinstance(e, type) else e for e in value]
    return json.dumps(bare, sort_keys=True, ensure_ascii=False, default=_told)


def _told(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _value(entry: object, path: str) -> object:
    """The value at a path, or None where the path leads nowhere."""
    for step in re.findall(r"[^.\[\]]+", path):
        if isinstance(entry, tuple):
            entry = entry[int(step)] if step.isdecimal() and int(step) < len(entry) else None
        else:
            entry = getattr(entry, step, None)
    return entry
