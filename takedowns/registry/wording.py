"""Words by which answers tend to say what was done: one file a language, none a platform's own.

They only lead to proposals. `examples` must be read as their meaning and `others` must not; a test
goes through all of them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from cases.registry.toml_files import Fault, RegistryFault, read_folder

Means = Literal[
    "REMOVED", "RESTRICTED", "REFUSED", "NOT_FOUND", "DUPLICATE", "ASKS", "ACK", "COUNTER"
]
FOLDER = Path(__file__).parent / "wordings"


@dataclass(frozen=True, slots=True)
class Meaning:
    """`labels` count only beside the address of a place; `not_beside` rules a sentence out."""

    means: Means
    phrases: tuple[str, ...]
    not_beside: tuple[str, ...]
    examples: tuple[str, ...]
    others: tuple[str, ...]
    labels: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Wording:
    """One language. After a line that ends with one of `quotes` stands what was answered to."""

    id: str
    name: str
    tickets: tuple[str, ...]
    quotes: tuple[str, ...]
    meanings: tuple[Meaning, ...]


def load(folder: Path) -> Mapping[str, Wording]:
    """The languages of a folder. Raises RegistryFault with every fault of every file."""
    faults: list[Fault] = []
    found = read_folder(folder, of=Wording, faults=faults)
    if faults:
        raise RegistryFault(faults)
    return found


@cache
def wordings() -> Mapping[str, Wording]:
    """The languages we ship."""
    return load(FOLDER)
