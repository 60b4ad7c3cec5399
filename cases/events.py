"""Kinds of events this app writes on the timeline, each with its sentence.

`{who}` is the actor as the reader should see them; the other blanks come from the payload.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventKind:
    """A code that never changes and the sentence a reader sees. `staff_only` hides it from the client."""

    code: str
    sentence: str
    staff_only: bool = False


class KindRegisteredTwice(RuntimeError):
    """Two apps gave one code different words."""


_registered: dict[str, EventKind] = {}


def register(kinds: Iterable[EventKind]) -> None:
    """Add an app's kinds; called once by each app at the start."""
    for kind in kinds:
        if _registered.setdefault(kind.code, kind) != kind:
            raise KindRegisteredTwice(f"{kind.code} is registered twice with different words")


def registered() -> dict[str, EventKind]:
    """All kinds of all apps by code."""
    return dict(_registered)


KINDS = (
    EventKind("case.opened", "{who} opened the case."),
    EventKind("case.answered", "{who} answered: {question}."),
    EventKind(
        "case.minor",
        "{who} said that some of it was made before the age of 18. No files are taken.",
    ),
    EventKind("case.intake_done", "{who} finished the first questions."),
    EventKind("case.contact_changed", "{who} changed how to reach them."),
    EventKind("case.assigned", "{who} gave the case to {holder}."),
    EventKind("case.taken", "{who} took the case."),
    EventKind("case.shared", "{who} asked {organisation} to help with this case."),
    EventKind("case.closed", "{who} closed the case."),
    EventKind("case.reopened", "{who} opened the case again."),
    EventKind("mandate.given", "{who} recorded that {holder} may act: {scope}."),
    EventKind("mandate.revoked", "{who} took back the permission for {holder} to act."),
    EventKind("note.written", "{who} wrote a note.", staff_only=True),
)
