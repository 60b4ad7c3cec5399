"""Kinds of events this app writes on the timeline."""

from cases.events import EventKind

KINDS = (
    EventKind("dossier.asked", "{who} asked for dossier version {version} ({purpose})."),
    EventKind("dossier.ready", "Dossier version {version} is ready."),
    EventKind("dossier.failed", "Dossier version {version} could not be made."),
    EventKind("dossier.downloaded", "{who} downloaded dossier version {version}."),
)
