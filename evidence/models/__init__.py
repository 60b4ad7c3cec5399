"""Places, files, references, likenesses and the custody of it all."""

from evidence.models.custody import CustodyEvent
from evidence.models.exhibit import Exhibit, Purpose, Reading
from evidence.models.match import Decision, Match, Tier
from evidence.models.reference import Fingerprint, Reference, WaitingPicture, WorkedOut
from evidence.models.sealed import CaseKey, Derivative, SealedFile
from evidence.models.sighting import Kind, Observation, Presence, Sighting

__all__ = [
    "CaseKey",
    "CustodyEvent",
    "Decision",
    "Derivative",
    "Exhibit",
    "Fingerprint",
    "Kind",
    "Match",
    "Observation",
    "Presence",
    "Purpose",
    "Reading",
    "Reference",
    "SealedFile",
    "Sighting",
    "Tier",
    "WaitingPicture",
    "WorkedOut",
]
