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
    EventKind("notice.handed_over", "{who} asked {agent} to write letter {number} instead."),
    EventKind(
        "notice.fell_back",
        "The approval of letter {number} to {recipient} fell back: {who} ended the permission.",
    ),
    EventKind("notice.asked", "{who} asked the client to approve {count}."),
    EventKind("notice.withdrawn", "{who} withdrew letter {number} to {recipient}."),
    EventKind("notice.sent", "{who} sent letter {number} to {recipient}."),
    EventKind("notice.mail_queued", "{who} asked to send letter {number} to {recipient} by mail."),
    EventKind("notice.mail_again", "{who} asked to send letter {number} by mail once more."),
    EventKind("notice.mail_arrived", "{who} noted that letter {number} did arrive by mail."),
    EventKind("notice.mail_stopped", "The mail of letter {number} was stopped. Nothing left."),
    EventKind("notice.mail_failed", "Letter {number} to {recipient} could not be sent by mail."),
    EventKind("notice.mail_uncertain", "It is not known if letter {number} arrived by mail."),
    EventKind("notice.clock", "The time of {rule} runs until {due}."),
    EventKind("notice.no_clock", "{rule} gives no number of days. We remind you on {due}."),
    EventKind(
        "notice.received",
        "{who} noted that {recipient} has letter {number} since {told}. The time runs until {due}.",
    ),
    EventKind(
        "notice.longer",
        "{who} noted that {recipient} needs longer for letter {number}. The time runs until {due}.",
    ),
    EventKind(
        "notice.objected",
        "{who} noted an objection to letter {number}. From {opens} it may go back up.",
    ),
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
    EventKind("reply.sorted", "{who} noted of an answer to letter {number}: {sort}."),
    EventKind("reply.ticket", "{who} noted the number {recipient} gave letter {number}."),
    EventKind("reply.asked_done", "{who} finished what {recipient} asked for (letter {number})."),
    EventKind("reply.window", "{rule} names days after a counter-notice: {opens} to {closes}."),
    EventKind("reply.attachment", "{who} kept {exhibit}, sent with an answer to letter {number}."),
    EventKind(
        "reply.signature", "{who} checked the signature of an answer to letter {number}: {verdict}."
    ),
)
