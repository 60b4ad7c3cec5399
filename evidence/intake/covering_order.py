from __future__ import annotations

import json
from dataclasses import asdict, dataclass

from evidence.fingerprints.crops import Box


@dataclass(frozen=True, slots=True)
class CoveringOrder:
    """What is asked of the covering child: a preview or an outline with these boxes painted over.

    Boxes stand on the upright picture as if it were of this size.
    """

    kind: str
    size: tuple[int, int]
    boxes: tuple[Box, ...]
    outline: bool
    limits: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> CoveringOrder:
        told = json.loads(text)
        boxes = tuple((left, top, right, bottom) for left, top, right, bottom in told["boxes"])
        width, height = told["size"]
        return cls(told["kind"], (width, height), boxes, bool(told["outline"]), told["limits"])
