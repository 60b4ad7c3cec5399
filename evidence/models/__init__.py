"""Places, files, references, likenesses and the custody of it all."""

from evidence.models.checkpoint import ChainHead, Checkpoint, Reason, SystemEvent
from evidence.models.comparison import Comparing, Comparison, Drawing, WorkingCopy
from evidence.models.custody import CustodyEvent
from evidence.models.exhibit import Exhibit, Purpose, Reading
from evidence.models.imports import Import, ImportPart, ImportState
from evidence.models.imprint import Imprint
from evidence.models.match import Decision, Match, Tier
from evidence.models.reference import Fingerprint, Reference
from evidence.models.sealed import CaseKey, Derivative, SealedFile
from evidence.models.sighting import Kind, Observation, Presence, Sighting
from evidence.models.timestamp import Asking, Timestamp, TimestampRequest, Way
from evidence.models.upload import Upload, UploadPart

__all__ = [
    "Asking",
    "CaseKey",
    "ChainHead",
    "Checkpoint",
    "Comparing",
    "Comparison",
    "CustodyEvent",
    "Decision",
    "Derivative",
    "Drawing",
    "Exhibit",
    "Fingerprint",
    "Import",
    "ImportPart",
    "ImportState",
    "Imprint",
    "Kind",
    "Match",
    "Observation",
    "Presence",
    "Purpose",
    "Reading",
    "Reason",
    "Reference",
    "SealedFile",
    "Sighting",
    "SystemEvent",
    "Tier",
    "Timestamp",
    "TimestampRequest",
    "Upload",
    "UploadPart",
    "Way",
    "WorkingCopy",
]
