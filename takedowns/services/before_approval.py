"""What to know before a letter is approved: what its rule brings with it, from the registry."""

from dataclasses import dataclass

from takedowns.models import Notice
from takedowns.services import letter_facts


@dataclass(frozen=True, slots=True)
class Note:
    """One thing to know. `unchecked`: it stands in the registry from memory."""

    words: str
    unchecked: bool


def notes(notice: Notice) -> list[Note]:
    """The notes of the letter's rule in their order; none for a plain report."""
    basis = letter_facts.basis_of(notice)
    if basis is None:
        return []
    return [
        Note(
            words=words,
            unchecked=basis.confidence == "from memory"
            or basis.from_memory(f"before_approval[{at}]"),
        )
        for at, words in enumerate(basis.before_approval)
    ]
