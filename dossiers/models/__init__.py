"""Rows of this app."""

from dossiers.models.declaring import Declaration
from dossiers.models.dossier import Dossier, DossierState, ImagePolicy, Purpose
from dossiers.models.release import Part, ReaderRole, Release

__all__ = [
    "Declaration",
    "Dossier",
    "DossierState",
    "ImagePolicy",
    "Part",
    "Purpose",
    "ReaderRole",
    "Release",
]
