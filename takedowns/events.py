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
    EventKind(
        "notice.fell_back",
        "The approval of letter {number} to {recipient} fell back: {who} ended the permission.",
    ),
    EventKind("notice.asked", "{who} asked the client to approve {count}."),
    EventKind("notice.withdrawn", "{who} withdrew letter {number} to {recipient}."),
    EventKind("notice.sent", "{who} sent letter {number} to {recipient}."),
    EventKind("notice.clock", "The time of {rule} runs until {due}."),
    EventKind("notice.no_clock", "{rule} gives no number of days. We remind you on {due}."),
    EventKind("notice.overdue", "The time for {recipient} to act on letter {number} is over."),
    EventKind("notice.reminded", "A reminder about letter {number} was sent."),
    EventKind("notice.outcome", "{who} noted for place {place}: {outcome} (letter {number})."),
    EventKind("notice.closed", "Every place in letter {number} to {recipient} has an answer."),
    EventKind("reply.added", "{who} added an answer from {recipient} to letter {number}."),
    EventKind("reply.sorted", "{who} noted of an answer to letter {number}: {sort}."),
    EventKind("reply.ticket", "{who} noted the number {recipient} gave letter {number}."),
    EventKind("reply.asked_done", "{who} finished what {recipient} asked for (letter {number})."),
    EventKind("reply.window", "{rule} names days after a counter-notice: {opens} to {closes}."),
    EventKind("reply.attachment", "{who} kept {exhibit}, sent with an answer to letter {number}."),
    EventKind(
        "reply.signature", "{who} checked the signature of an answer to letter {number}: {verdict}."
    ),
)
