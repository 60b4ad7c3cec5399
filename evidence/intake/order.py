from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Order:
    """What the parent asks of the child.

    The digest is the parent's, so that what the child says of the file is not believed.
    """

    kind: str
    sha256: str
    derivatives: bool
    limits: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> Order:
        return cls(**json.loads(text))


@dataclass(frozen=True, slots=True)
class CloserOrder:
    """What the parent asks of a closer look.

    `size` counts the bytes of the picture, `copies` those of each working copy after it (0 where
    none is kept). A place is the quad where that reference is thought to lie, else None; with
    `align` it is looked for by its details first. With `keep`, a working copy of the picture is
    wanted and nothing else.
    """

    kind: str
    size: int
    copies: list[int]
    places: list[list[list[float]] | None]
    align: list[bool]
    keep: bool
    limits: str

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> CloserOrder:
        return cls(**json.loads(text))
