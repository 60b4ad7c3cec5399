"""What we asked of whom, under what rule, and what came of it."""

from django.apps import AppConfig

from cases import acting
from cases.events import register
from evidence import places
from takedowns import checks, events
from takedowns.registry import loader
from takedowns.registry.recognise import recognise


class TakedownsConfig(AppConfig):
    """The app of notices."""

    name = "takedowns"

    def ready(self) -> None:
        """Hand our part to the apps below, and check the registry.

        The timeline gets our kinds of events, evidence how to recognise a place, and mandates
        what they can be narrowed to and what stops when one ends.
        """
        register(events.KINDS)
        places.set_recogniser(lambda url: recognise(url, loader.registry()))
        acting.set_chooser("takedowns.services.standing.mandate_choices")
        acting.add_stopper("takedowns.services.standing.fall_back")
        checks.register_checks()
