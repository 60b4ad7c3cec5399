"""Whether fingerprints that somebody states are those of exhibits; nobody sees a picture for it.

The answer is said in words, never in distances: whoever could read how near they came could feel
their way to a fingerprint. What was stated is kept nowhere.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from cases.models import Case
from evidence.fingerprints import frames
from evidence.fingerprints.matching import Tier
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.fingerprints.search import References
from evidence.models import Exhibit
from evidence.services import matching

NONE = "none of these"
MOST_TOLD = 10
"""Exhibits named in one answer, the surest first; of further ones the number is said."""


class Likeness(Enum):
    """How sure an answer is, the surest first."""

    SAME_FILE = "the same file as"
    SAME_PICTURE = "the same picture as"
    LIKELY = "likely a copy of"


ORDER = tuple(Likeness)
SURE = {
    Tier.SAME_FILE: Likeness.SAME_FILE,
    Tier.CERTAIN: Likeness.SAME_PICTURE,
    Tier.VERIFIED: Likeness.SAME_PICTURE,
    Tier.PROBABLE: Likeness.LIKELY,
}
"""A tier that does not stand here is no answer: the same scene is not the same picture."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What a device states of a file. Without `prints` only the very same file can be found."""

    sha256: str
    prints: PictureFingerprints | None


@dataclass(frozen=True, slots=True)
class Found:
    """An exhibit that looks like what was stated, and how sure that is."""

    exhibit: Exhibit
    likeness: Likeness


def confirm(case: Case, asked: Asked, *, exhibits: Sequence[Exhibit]) -> tuple[Found, ...]:
    """Those of these exhibits of the case that are alike, the surest first, then by number.

    Each is compared both ways: either picture may be a part of the other, and an exhibit may be
    a page that shows it.
    """
    alike = _alike(case, asked.prints, exhibits=exhibits) if asked.prints else {}
    found = []
    for exhibit in exhibits:
        same = exhibit.file.sha256 == asked.sha256
        likeness = Likeness.SAME_FILE if same else alike.get(exhibit.pk)
        if likeness is not None:
            found.append(Found(exhibit, likeness))
    return tuple(sorted(found, key=lambda each: (ORDER.index(each.likeness), each.exhibit.number)))


def said(labels: Mapping[Likeness, Sequence[str]], *, more: int = 0) -> str:
    """An answer in words: `the same picture as EX-0001, EX-0004; likely a copy of EX-0002`."""
    parts = [f"{each.value} {', '.join(labels[each])}" for each in ORDER if labels.get(each)]
    if more:
        parts.append(f"and {more} more")
    return "; ".join(parts) or NONE


def by_likeness(found: Iterable[Found]) -> dict[Likeness, list[Exhibit]]:
    """The exhibits of an answer under how sure it is."""
    grouped: dict[Likeness, list[Exhibit]] = {}
    for each in found:
        grouped.setdefault(each.likeness, []).append(each.exhibit)
    return grouped


def _alike(
    case: Case, told: PictureFingerprints, *, exhibits: Sequence[Exhibit]
) -> dict[UUID, Likeness | None]:
    """Only where any value lies near any other is a pair compared in full."""
    prints = matching.prints_of(case, exhibits)
    wanted, known = References([told]), References(list(prints.values()))
    near = known.likely(told)
    return {
        key: _surest(told, own)
        for place, (key, own) in enumerate(prints.items())
        if place in near or own.frames or wanted.likely(own)
    }


def _surest(one: PictureFingerprints, other: PictureFingerprints) -> Likeness | None:
    verdicts = (frames.compare(one, other), frames.compare(other, one))
    found = [SURE[each.tier] for each in verdicts if each is not None and each.tier in SURE]
    return min(found, key=ORDER.index, default=None)
