"""What we hand to a reader, and how it is verified."""

from django.apps import AppConfig

from cases import acting
from cases.events import register
from dossiers import events


class DossiersConfig(AppConfig):
    """The app of dossiers."""

    name = "dossiers"

    def ready(self) -> None:
        """Tell the timeline this app's kinds of events, and mandates what ends with them."""
        register(events.KINDS)
        acting.add_stopper("dossiers.services.releasing.end_under")
