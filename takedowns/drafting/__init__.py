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
from takedowns.drafting.languages import ENGLISH, Language, language, languages_of
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
    letter_of,
    missing,
    requirements,
)

__all__ = [
    "ENGLISH",
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
    "Language",
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
    "language",
    "languages_of",
    "letter_of",
    "missing",
    "requirements",
    "split_for_channel",
]
