"""Kinds of events this app writes on the timeline."""

from cases.events import EventKind

KINDS = (
    EventKind("dossier.asked", "{who} asked for bundle version {version} ({purpose})."),
    EventKind("dossier.ready", "Bundle version {version} is ready."),
    EventKind("dossier.stopped", "{who} stopped the making of bundle version {version}."),
    EventKind("dossier.resumed", "{who} had bundle version {version} made further."),
    EventKind("dossier.failed", "Bundle version {version} could not be made."),
    EventKind("dossier.downloaded", "{who} downloaded bundle version {version} ({what})."),
    EventKind("case.taken_along", "{who} saved everything that is kept."),
    EventKind("release.given", "{who} released bundle version {version} to {reader}."),
    EventKind("release.opened", "{reader} opened what was released to them."),
    EventKind("release.downloaded", "{reader} saved what was released to them."),
    EventKind(
        "release.compared", "{reader} asked about a picture of their own. The answer: {answer}."
    ),
    EventKind("release.codes_wrong", "The release to {reader} ended after ten wrong codes."),
    EventKind("release.ended", "{who} ended the release to {reader}."),
)
