"""Words by which a page says that it is gone, closed to some, for members, or for people only."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from cases.registry.toml_files import Fault, RegistryFault, read_folder

SHIPPED = Path(__file__).parent / "page_words"


@dataclass(frozen=True, slots=True)
class Phrases:
    """Words of one language, in small letters."""

    lang: str
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Wording:
    """All words for one kind of page; `paths` are ends of links that say the same."""

    kind: Literal["gone", "restricted", "login", "challenge"]
    phrases: tuple[Phrases, ...]
    paths: tuple[str, ...] = ()

    def found_in(self, text: str) -> str:
        """The first of its words that stands in a text in small letters; empty for none."""
        said = (word for group in self.phrases for word in group.words if word in text)
        return next(said, "")


def load(folder: Path) -> dict[str, Wording]:
    """All wordings by their kind. Raises RegistryFault with every fault."""
    faults: list[Fault] = []
    found = read_folder(folder, of=Wording, faults=faults)
    if faults:
        raise RegistryFault(faults)
    return {wording.kind: wording for wording in found.values()}


@cache
def wordings() -> dict[str, Wording]:
    """The wordings that are shipped, read once."""
    return load(SHIPPED)
