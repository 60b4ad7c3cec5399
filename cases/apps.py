"""Who we act for, who may act, and what happened."""

from django.apps import AppConfig

from cases import events


class CasesConfig(AppConfig):
    """The app of cases."""

    name = "cases"

    def ready(self) -> None:
        """Tell the timeline this app's kinds of events."""
        events.register(events.KINDS)
