"""What could not be done with a dossier."""

from cases.errors import DomainError


class DossierNotReady(DomainError):
    """The bundle is still being made, or could not be made."""


class DossierDamaged(DomainError):
    """The sealed bundle does not open any more."""
