"""Kinds of events this app writes on the timeline."""

from cases.events import EventKind

KINDS = (
    EventKind("dossier.asked", "{who} asked for bundle version {version} ({purpose})."),
    EventKind("dossier.ready", "Bundle version {version} is ready."),
    EventKind("dossier.failed", "Bundle version {version} could not be made."),
    EventKind("dossier.downloaded", "{who} downloaded bundle version {version} ({what})."),
)
