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
class SheetLimits:
    """How much one workbook may ask of us. Rows count where they hold anything."""

    file_bytes: int = 10 << 20
    unpacked_bytes: int = 120 << 20
    entries: int = 500
    rows: int = 20_001
    columns: int = 60
    cell_signs: int = 8_000
    seconds: int = 30
    memory: int = 1 << 30

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> SheetLimits:
        return cls(**json.loads(text))
