"""What we hand to a reader, and how it is verified."""

from django.apps import AppConfig

from cases import acting, looking
from cases.events import register
from dossiers import events


class DossiersConfig(AppConfig):
    """The app of dossiers."""

    name = "dossiers"

    def ready(self) -> None:
        """Hand in our kinds of events, what ends with a mandate, and whom we let in."""
        register(events.KINDS)
        acting.add_stopper("dossiers.services.releasing.end_under")
        looking.add_teller("dossiers.services.opening.readers")
