"""What could not be done with a notice; one kind sentence each."""

from cases.errors import DomainError


class NoticeChanged(DomainError):
    """The text approved is not the text that stands there now."""


class NotApproved(DomainError):
    """A notice cannot be sent before the exact text was approved."""
