"""What was seen, kept and proven."""

from django.apps import AppConfig

from cases.events import register
from evidence import events


class EvidenceConfig(AppConfig):
    """The app of evidence."""

    name = "evidence"

    def ready(self) -> None:
        """Tell the timeline this app's kinds of events."""
        register(events.KINDS)
