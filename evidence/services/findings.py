"""What a verification found, and how bad it is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum


class Verdict(IntEnum):
    """The worst finding counts; the values are the command's exit statuses."""

    SOUND = 0
    BROKEN = 1
    CANNOT_TELL = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, or that could not be looked at, in a sentence."""

    verdict: Verdict
    sentence: str


def broken(sentence: str) -> Finding:
    """Something does not hold."""
    return Finding(Verdict.BROKEN, sentence)


def unknown(sentence: str) -> Finding:
    """Something could not be looked at."""
    return Finding(Verdict.CANNOT_TELL, sentence)


def worst(found: Iterable[Verdict]) -> Verdict:
    """BROKEN where anything is broken, else CANNOT_TELL where anything stayed unknown."""
    seen = set(found)
    if Verdict.BROKEN in seen:
        return Verdict.BROKEN
    return Verdict.CANNOT_TELL if Verdict.CANNOT_TELL in seen else Verdict.SOUND
