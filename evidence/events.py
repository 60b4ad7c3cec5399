"""Kinds of events this app writes on the timeline and in the custody chain."""

from cases.events import EventKind

KINDS = (
    EventKind("sighting.added", "{who} added place {number}: {place}."),
    EventKind("sighting.added_many", "{who} added {count} places from a list."),
    EventKind("import.undone", "{who} undid a list: {removed} places removed, {stayed} stayed."),
    EventKind("sighting.changed", "{who} changed what is noted about place {number}."),
    EventKind("sighting.observed", "{who} looked at place {number}: {state}."),
    EventKind("exhibit.kept", "{who} added {exhibit}."),
    EventKind("exhibit.fetched", "The server kept the page it was shown: {exhibit}."),
    EventKind("place.fetched", "The server looked at place {number}, as asked: {state}."),
    EventKind(
        "place.not_fetched", "The server did not look at place {number}, although it was asked."
    ),
    EventKind("watch.started", "{who} had the server look again every {days} days."),
    EventKind("watch.ended", "{who} ended the looks of the server."),
    EventKind("watch.over", "The server looks no more by itself: {why}."),
    EventKind("exhibit.read", "{exhibit} was checked: {result}."),
    EventKind("exhibit.revealed", "{who} looked at the picture of {exhibit}."),
    EventKind("exhibit.revealed_for", "{who} looked at the picture of {exhibit}, {reason}."),
    EventKind("exhibit.imprint", "{who} looked at what the file of {exhibit} says about itself."),
    EventKind("exhibit.imprint_place", "{who} looked at the place the file of {exhibit} names."),
    EventKind("exhibit.covered", "{who} covered a part of {exhibit} for a redacted set: {reason}."),
    EventKind("exhibit.uncovered", "{who} took a covered part of {exhibit} back."),
    EventKind("exhibit.downloaded", "{who} downloaded {exhibit} as it came."),
    EventKind("reference.kept", "{who} gave reference {number}; the file is kept."),
    EventKind(
        "reference.fingerprinted", "{who} gave reference {number}; only its fingerprints are kept."
    ),
    EventKind("reference.removed", "{who} took reference {number} back."),
    EventKind("match.proposed", "{exhibit} looks like reference {number}."),
    EventKind(
        "match.raised", "On a closer look, {exhibit} looks more surely like reference {number}."
    ),
    EventKind(
        "match.reopened", "{who} took back the answer about {exhibit} and reference {number}."
    ),
    EventKind("match.confirmed", "{who} confirmed that {exhibit} shows reference {number}."),
    EventKind("exhibit.described", "{who} noted how {exhibit} was made."),
    EventKind("place.archived", "{who} noted where an archive holds a copy of place {number}."),
    EventKind(
        "place.cosigned",
        "{who} opened place {number} as a second observer and signed what it shows.",
    ),
    EventKind("helper.invited", "{who} made personal link {number} for somebody trusted."),
    EventKind("helper.ended", "{who} ended personal link {number}."),
    EventKind("helper.gave", "A place came through personal link {number}. It waits."),
    EventKind("helper.accepted", "{who} took in what came through personal link {number}."),
    EventKind("helper.declined", "{who} declined what came through personal link {number}."),
    EventKind("match.rejected", "{who} said that {exhibit} does not show reference {number}."),
)
