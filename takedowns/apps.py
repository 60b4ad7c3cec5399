"""What we asked of whom, under what rule, and what came of it."""

from django.apps import AppConfig

from cases.events import register
from evidence import places
from takedowns import checks, events
from takedowns.registry import loader
from takedowns.registry.recognise import recognise


class TakedownsConfig(AppConfig):
    """The app of notices."""

    name = "takedowns"

    def ready(self) -> None:
        """Tell the timeline our kinds and evidence how to recognise a place; check the registry."""
        register(events.KINDS)
        places.set_recogniser(lambda url: recognise(url, loader.registry()))
        checks.register_checks()
