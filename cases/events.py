"""Kinds of events this app writes on the timeline, each with its sentence.

`{who}` is the actor as the reader should see them; the other blanks come from the payload.
"""

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class EventKind:
    """A code that never changes, and its sentence. `staff_only` hides it from the client."""

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
    EventKind("mandate.asked", "{who} asked the person to allow {holder}: {scope}."),
    EventKind("mandate.unasked", "{who} took back the question whether {holder} may act."),
    EventKind("mandate.confirmed", "The person allowed {holder} by a personal link: {scope}."),
    EventKind("mandate.declined", "The person did not allow {holder}: {scope}."),
    EventKind("mandate.codes_wrong", "A personal link ended after too many wrong codes."),
    EventKind("case.answered", "{who} answered: {question}."),
    EventKind(
        "case.minor",
        "{who} said that some of it was made before the age of 18. No files are taken.",
    ),
    EventKind(
        "case.unsure",
        "{who} could not say that all of it was made at 18 or older. No files are taken.",
    ),
    EventKind(
        "case.adult", "{who} said that all of it was made at 18 or older. Files can be taken."
    ),
    EventKind(
        "case.adult_after_all",
        "{who} changed the answer about age: all of it was made at 18 or older."
        " {who} read why this matters and confirmed it. Files can be taken again.",
    ),
    EventKind("case.intake_done", "{who} finished the first questions."),
    EventKind("case.contact_changed", "{who} changed the contact details for letters."),
    EventKind("case.assigned", "{who} gave the case to {holder}."),
    EventKind("case.taken", "{who} took the case."),
    EventKind("case.shared", "{who} asked {organisation} to help with this case."),
    EventKind(
        "case.unshared",
        "{who} ended the work of {organisation} on this case."
        " Every permission to act ended with it.",
    ),
    EventKind("case.closed", "{who} closed the case."),
    EventKind("retention.dates", "{who} changed how long the case is kept."),
    EventKind("retention.held", "{who} noted that the case must be kept."),
    EventKind("retention.lifted", "{who} noted that the case need not be kept any more."),
    EventKind("retention.warned", "The day on which the case is deleted comes near."),
    EventKind("retention.begun", "{who} had the case closed, to be deleted after 30 days."),
    EventKind("retention.undone", "{who} took back that the case is deleted."),
    EventKind("case.reopened", "{who} opened the case again."),
    EventKind("mandate.given", "{who} allowed {holder} to act: {scope}."),
    EventKind("mandate.recorded", "{who} noted that {holder} may act: {scope} ({way})."),
    EventKind("mandate.revoked", "{who} ended the permission for {holder} to act."),
    EventKind("effect.noted", "{who} noted what this did."),
    EventKind("effect.allowed", "{who} let bundles quote a note of what this did."),
    EventKind("effect.forbidden", "{who} let no bundle quote a note of what this did."),
    EventKind("effect.removed", "{who} took away a note of what this did."),
    EventKind("note.written", "{who} wrote a note.", staff_only=True),
)
