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
from evidence.models.checkpoint import ChainHead, Checkpoint, Reason, SystemEvent
from evidence.models.comparison import Comparing, Comparison, Drawing, WorkingCopy
from evidence.models.custody import CustodyEvent
from evidence.models.exhibit import Exhibit, LookReason, Purpose, Reading
from evidence.models.helper import Contribution, ContributionState, HelperLink
from evidence.models.imports import Import, ImportPart, ImportState
from evidence.models.imprint import Imprint
from evidence.models.match import Decision, Match, Tier
from evidence.models.recheck import Recheck, RecheckState, Watch
from evidence.models.redaction import Redaction, RedactionReason
from evidence.models.reference import Fingerprint, Reference, WaitingPicture, WorkedOut
from evidence.models.sealed import CaseKey, Derivative, SealedFile
from evidence.models.sighting import Kind, LookedBy, Observation, Presence, Sighting
from evidence.models.timestamp import Asking, Timestamp, TimestampRequest, Way
from evidence.models.upload import Upload, UploadPart

__all__ = [
    "Asking",
    "Capture",
    "CaptureWay",
    "CaseKey",
    "ChainHead",
    "Checkpoint",
    "CoSignature",
    "Comparing",
    "Comparison",
    "Contribution",
    "ContributionState",
    "Cropped",
    "CustodyEvent",
    "Decision",
    "Derivative",
    "Drawing",
    "Exhibit",
    "Fingerprint",
    "HelperLink",
    "Import",
    "ImportPart",
    "ImportState",
    "Imprint",
    "Kind",
    "Knowledge",
    "LookReason",
    "LookedBy",
    "Manner",
    "Match",
    "Method",
    "Observation",
    "Presence",
    "Purpose",
    "Reading",
    "Reason",
    "Recheck",
    "RecheckState",
    "Redaction",
    "RedactionReason",
    "Reference",
    "SealedFile",
    "Sighting",
    "SystemEvent",
    "Tier",
    "Timestamp",
    "TimestampRequest",
    "Upload",
    "UploadPart",
    "WaitingPicture",
    "Watch",
    "Way",
    "WorkedOut",
    "WorkingCopy",
]
