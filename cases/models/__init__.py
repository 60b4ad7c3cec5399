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
from cases.models.mandate import Mandate, Scope, Way
from cases.models.note import Note
from cases.models.timeline_event import TimelineEvent

__all__ = [
    "Age",
    "Case",
    "Contact",
    "Happened",
    "Mandate",
    "Note",
    "Scope",
    "Sells",
    "Shown",
    "State",
    "Taker",
    "TimelineEvent",
    "Way",
]
