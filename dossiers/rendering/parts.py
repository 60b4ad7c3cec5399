"""People, accounts, quotes and letters over time, as frozen values ready to print."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RedactionRow:
    """One covered part: of which exhibit, where, why, by whom and when."""

    label: str
    anchor: str
    box: str
    reason: str
    who: str
    when: str


@dataclass(frozen=True, slots=True)
class Redacted:
    """That the document is a redacted set, in sentences, and its log."""

    said: str
    rows: tuple[RedactionRow, ...]


@dataclass(frozen=True, slots=True)
class Volume:
    """One volume of a dossier: volume `number` of `of`, what it holds, and its file's name."""

    number: str
    of: str
    holds: str
    file: str


@dataclass(frozen=True, slots=True)
class Listed:
    """An exhibit whose pages stand in another volume, as the contents list it."""

    label: str
    title: str
    day: str
    volume: str
    kept_as: str = ""


@dataclass(frozen=True, slots=True)
class Pointer:
    """A link to another page: `ex-4`, `letter-1` or `place-2`, and its words.

    `anchor` is empty where that page is in another volume; the label then says which.
    """

    anchor: str
    label: str


@dataclass(frozen=True, slots=True)
class PersonRow:
    """Somebody who had a part in the case, and what they did in it."""

    name: str
    part: str
    did: str


@dataclass(frozen=True, slots=True)
class AccountRow:
    """An account that places showed. `role` says as what it was shown."""

    account: str
    where: str
    role: str
    first: str
    last: str
    pointers: tuple[Pointer, ...]


@dataclass(frozen=True, slots=True)
class People:
    """Both tables, and the places of which no account was noted (empty: none)."""

    persons: tuple[PersonRow, ...]
    accounts: tuple[AccountRow, ...]
    without: str


@dataclass(frozen=True, slots=True)
class Quote:
    """Words the person let be quoted, whole; their day, and who wrote them down when."""

    day: str
    words: str
    noted: str


@dataclass(frozen=True, slots=True)
class TimeRow:
    """One letter beside the picture of their times."""

    label: str
    anchor: str
    recipient: str
    sent: str
    due: str
    answers: str
    came: str
