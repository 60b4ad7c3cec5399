"""Kinds of events this app writes on the timeline."""

from cases.events import EventKind

KINDS = (
    EventKind("notice.drafted", "{who} drafted letter {number} to {recipient} ({basis})."),
    EventKind(
        "notice.changed", "{who} changed letter {number} to {recipient}; it needs approval again."
    ),
    EventKind(
        "notice.approved", "{who} approved the exact text of letter {number} to {recipient}."
    ),
    EventKind("notice.withdrawn", "{who} withdrew letter {number} to {recipient}."),
    EventKind("notice.sent", "{who} sent letter {number} to {recipient}."),
    EventKind("notice.clock", "The time of {rule} runs until {due}."),
    EventKind("notice.no_clock", "{rule} gives no number of days. We remind you on {due}."),
    EventKind("notice.overdue", "The time for {recipient} to act on letter {number} is over."),
    EventKind("notice.reminded", "A reminder about letter {number} was sent."),
    EventKind("notice.outcome", "{who} noted for place {place}: {outcome} (letter {number})."),
    EventKind("notice.closed", "Every place in letter {number} to {recipient} has an answer."),
    EventKind("responsible.asked", "{who} asked who is responsible for place {number}."),
    EventKind(
        "responsible.found", "The registries were asked about place {number}: {count} to write to."
    ),
    EventKind("responsible.noted", "{who} noted who is responsible for place {number}."),
    EventKind(
        "notice.next", "{who} drafted letter {number} to {recipient}. It follows letter {earlier}."
    ),
    EventKind("rung.passed", "{who} passed over a step after letter {number}: {step}."),
    EventKind(
        "place.gone", "Place {place} was gone in two looks, a day or more apart (letter {number})."
    ),
    EventKind("place.back", "Place {place} is there again. It had been removed (letter {number})."),
    EventKind("reply.added", "{who} added an answer from {recipient} to letter {number}."),
)
