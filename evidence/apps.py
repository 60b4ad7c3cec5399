"""What was seen, kept and proven."""

from django.apps import AppConfig

from cases import looking
from cases.events import register
from evidence import events


class EvidenceConfig(AppConfig):
    """The app of evidence."""

    name = "evidence"

    def ready(self) -> None:
        """Tell the timeline our kinds of events, and cases who writes down an opening."""
        register(events.KINDS)
        looking.set_noter("evidence.services.looked.note_opening")
