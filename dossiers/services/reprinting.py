"""Laying a finished dossier out again, to see that the same bytes come out."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from hashlib import sha256

from dossiers.models import Dossier
from dossiers.rendering.paper import ENGINE
from dossiers.services import laying
from dossiers.services.freezing import Frozen, frozen_of
from evidence import storage
from evidence.errors import KeyDestroyed


class Again(IntEnum):
    """What came out, as an exit status."""

    SAME = 0
    DIFFERS = 1
    CANNOT_TELL = 2


@dataclass(frozen=True, slots=True)
class Reprint:
    """What came out of one volume, or of all of it, in a sentence."""

    again: Again
    sentence: str


def reprinted(dossier: Dossier) -> Iterator[Reprint]:
    """Each volume laid out again from what was frozen, compared by its digest before the seal."""
    try:
        frozen = frozen_of(dossier)
    except (storage.Damaged, KeyDestroyed, OSError):
        yield Reprint(Again.CANNOT_TELL, "What it says does not open any more.")
        return
    volumes = laying.made_volumes(dossier)
    if frozen is None or dossier.file is None:
        yield Reprint(Again.CANNOT_TELL, "It was not finished, or made before this was kept.")
    elif dossier.engine != ENGINE:
        yield Reprint(Again.CANNOT_TELL, f"It was made by {dossier.engine}; this is {ENGINE}.")
    else:
        yield from _compared(dossier, frozen, [volume.printed_sha256 for volume in volumes])


def _compared(dossier: Dossier, frozen: Frozen, digests: list[str]) -> Iterator[Reprint]:
    contents = laying.volumes(dossier, frozen)
    if len(contents) != len(digests):
        yield Reprint(Again.DIFFERS, f"{len(contents)} volumes came out, not {len(digests)}.")
        return
    try:
        papers = laying.laid_out(dossier, contents, frozen, made=(), still=_go_on)
        for number, (paper, digest) in enumerate(zip(papers, digests, strict=True), 1):
            same = sha256(paper.data).hexdigest() == digest
            words = "the same bytes" if same else "other bytes"
            again = Again.SAME if same else Again.DIFFERS
            yield Reprint(
                again, f"Volume {number} of {len(digests)}: {words}, {paper.pages} pages."
            )
    except (storage.Damaged, KeyDestroyed, OSError, KeyError):
        yield Reprint(Again.CANNOT_TELL, "A picture that it shows does not open any more.")


def _go_on() -> None:
    """Nobody stops this but by a signal."""
