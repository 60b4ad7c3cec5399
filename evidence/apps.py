"""What was seen, kept and proven."""

from django.apps import AppConfig

from cases import belongings, looking
from cases.events import register
from evidence import events


class EvidenceConfig(AppConfig):
    """The app of evidence."""

    name = "evidence"

    def ready(self) -> None:
        """Hand in our kinds of events, who writes down an opening, and who ends files."""
        register(events.KINDS)
        looking.set_noter("evidence.services.looked.note_opening")
        belongings.set_ender("evidence.services.disposing.end")
