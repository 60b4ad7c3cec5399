"""What was seen, kept and proven."""

from django.apps import AppConfig

from cases import belongings, looking, sealing
from cases.events import register
from evidence import events


class EvidenceConfig(AppConfig):
    """The app of evidence."""

    name = "evidence"

    def ready(self) -> None:
        """Hand in our kinds of events, who notes openings, ends files and keeps keys."""
        register(events.KINDS)
        looking.set_noter("evidence.services.looked.note_opening")
        belongings.set_ender("evidence.services.disposing.end")
        sealing.set_keeper(
            make="evidence.services.case_keys.make", find="evidence.services.case_keys.found"
        )
