"""The two exceptions every app may raise and the gate turns into pages."""


class DomainError(Exception):
    """Something could not be done; the text is one kind sentence for the person."""


class NotPermitted(DomainError):
    """The person may not do this. Where they may not even see the case, the page is a 404."""
