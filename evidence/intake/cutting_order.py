from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from evidence.fingerprints.crops import Box


class OutsideThePicture(Exception):
    """The part asked for does not lie on the picture."""


@dataclass(frozen=True, slots=True)
class CuttingOrder:
    """What is asked of the cutting child: `drawn` parts as outlines, or the one part `cut`.

    Boxes stand on the upright picture at full size. The digest is the parent's.
    """

    kind: str
    sha256: str
    limits: str
    drawn: tuple[Box, ...] = ()
    cut: Box | None = None

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> CuttingOrder:
        told = json.loads(text)
        cut = told["cut"]
        return cls(
            kind=told["kind"],
            sha256=told["sha256"],
            limits=told["limits"],
            drawn=tuple(_box(each) for each in told["drawn"]),
            cut=None if cut is None else _box(cut),
        )


def _box(told: list[int]) -> Box:
    left, top, right, bottom = told
    return left, top, right, bottom
