from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from enum import StrEnum


class Act(StrEnum):
    """What the child does with a mail."""

    READ = "read"
    TAKE = "take"
    VERIFY = "verify"


@dataclass(frozen=True, slots=True)
class MailLimits:
    """How much one mail may ask of us: bytes, seconds, and the child's whole address space."""

    file_bytes: int = 40 << 20
    text_signs: int = 20_000
    words: int = 400
    attachments: int = 50
    references: int = 20
    seconds: int = 20
    memory: int = 1 << 30


@dataclass(frozen=True, slots=True)
class MailOrder:
    """What the parent asks of the child.

    `take` is the place of the attachment wanted, `records` the key records by their names.
    """

    act: Act = Act.READ
    take: int = 0
    records: dict[str, str] = field(default_factory=dict)
    limits: MailLimits = field(default_factory=MailLimits)

    def to_json(self) -> str:
        return json.dumps(asdict(self))

    @classmethod
    def from_json(cls, text: str) -> MailOrder:
        values = json.loads(text)
        values["act"] = Act(values["act"])
        values["limits"] = MailLimits(**values["limits"])
        return cls(**values)
