"""Places, files, references, likenesses and the custody of it all."""

from evidence.models.capture import (
    Capture,
    CaptureWay,
    CoSignature,
    Cropped,
    Knowledge,
    Manner,
    Method,
)
from evidence.models.custody import CustodyEvent
from evidence.models.exhibit import Exhibit, Purpose, Reading
from evidence.models.helper import Contribution, ContributionState, HelperLink
from evidence.models.match import Decision, Match, Tier
from evidence.models.reference import Fingerprint, Reference
from evidence.models.sealed import CaseKey, Derivative, SealedFile
from evidence.models.sighting import Kind, Observation, Presence, Sighting

__all__ = [
    "Capture",
    "CaptureWay",
    "CaseKey",
    "CoSignature",
    "Contribution",
    "ContributionState",
    "Cropped",
    "CustodyEvent",
    "Decision",
    "Derivative",
    "Exhibit",
    "Fingerprint",
    "HelperLink",
    "Kind",
    "Knowledge",
    "Manner",
    "Match",
    "Method",
    "Observation",
    "Presence",
    "Purpose",
    "Reading",
    "Reference",
    "SealedFile",
    "Sighting",
    "Tier",
]
