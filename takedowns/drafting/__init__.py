"""Letters: (rule, channel, facts) -> the exact text, refusing missing facts by name."""

from takedowns.drafting.companion import Split, companion_fields, split_for_channel
from takedowns.drafting.engine import BrokenLetter, NoLetter, SpanKind, TextSpan
from takedowns.drafting.facts import (
    ContentKind,
    EarlierNotice,
    Facts,
    Ground,
    Happened,
    Link,
    PrivacyChoice,
    SenderRole,
)
from takedowns.drafting.letters import (
    Declaration,
    FactsMissing,
    Letter,
    Segment,
    draft,
    draft_follow_up,
)
from takedowns.drafting.requirements import (
    FACT_LABELS,
    Gap,
    Requirement,
    Where,
    has_letter,
    missing,
    requirements,
)

__all__ = [
    "FACT_LABELS",
    "BrokenLetter",
    "ContentKind",
    "Declaration",
    "EarlierNotice",
    "Facts",
    "FactsMissing",
    "Gap",
    "Ground",
    "Happened",
    "Letter",
    "Link",
    "NoLetter",
    "PrivacyChoice",
    "Requirement",
    "Segment",
    "SenderRole",
    "SpanKind",
    "Split",
    "TextSpan",
    "Where",
    "companion_fields",
    "draft",
    "draft_follow_up",
    "has_letter",
    "missing",
    "requirements",
    "split_for_channel",
]
