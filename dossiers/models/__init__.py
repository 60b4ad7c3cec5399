"""Rows of this app."""

from dossiers.models.declaring import Declaration
from dossiers.models.dossier import Dossier, DossierState, ImagePolicy, Purpose, VolumeSize
from dossiers.models.release import Part, ReaderRole, Release
from dossiers.models.volume import DossierVolume

__all__ = [
    "Declaration",
    "Dossier",
    "DossierState",
    "DossierVolume",
    "ImagePolicy",
    "Part",
    "Purpose",
    "ReaderRole",
    "Release",
    "VolumeSize",
]
