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
