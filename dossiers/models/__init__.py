"""Dossiers: versioned bundles made for one purpose and one reader."""

from dossiers.models.dossier import Dossier, DossierState, ImagePolicy, Purpose

__all__ = ["Dossier", "DossierState", "ImagePolicy", "Purpose"]
