"""What we hand to a reader, and how it is verified."""

from django.apps import AppConfig

from cases.events import register
from dossiers import events


class DossiersConfig(AppConfig):
    """The app of dossiers."""

    name = "dossiers"

    def ready(self) -> None:
        """Tell the timeline this app's kinds of events."""
        register(events.KINDS)
