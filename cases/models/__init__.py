"""Cases and what stands beside them."""

from cases.models.case import (
    Age,
    Case,
    Happened,
    Sells,
    State,
    Taker,
)
from cases.models.contact import Contact, Shown
from cases.models.effect import Effect
from cases.models.mandate import NO_RULE, Mandate, Scope, Way
from cases.models.mandate_ask import Answer, MandateAsk
from cases.models.note import Note
from cases.models.retention import Retention
from cases.models.sealed_fields import KeyNameField, SealedJSONField, SealedTextField
from cases.models.timeline_event import TimelineEvent

__all__ = [
    "NO_RULE",
    "Age",
    "Answer",
    "Case",
    "Contact",
    "Effect",
    "Happened",
    "KeyNameField",
    "Mandate",
    "MandateAsk",
    "Note",
    "Retention",
    "Scope",
    "SealedJSONField",
    "SealedTextField",
    "Sells",
    "Shown",
    "State",
    "Taker",
    "TimelineEvent",
    "Way",
]
