"""What could not be done with evidence; one kind sentence each."""

from cases.errors import DomainError


class FileRefused(DomainError):
    """A file cannot be taken; the text says why and what to do."""


class KeyDestroyed(DomainError):
    """The key of a case is gone; nothing sealed with it can be read again."""
