"""What could not be done with a dossier."""

from cases.errors import DomainError


class DossierNotReady(DomainError):
    """The bundle is still being made, or could not be made."""


class DossierNotMade(DomainError):
    """One attempt to make it failed; the fault behind it is its cause."""


class DossierDamaged(DomainError):
    """The sealed bundle does not open any more."""


class DossierTooLarge(DomainError):
    """The bundle is larger than this way of handing it over can take."""


class VolumeMissing(DomainError):
    """A volume was asked for that the dossier does not have."""
