"""People, organisations, sign-in and safety settings."""

from django.apps import AppConfig
from django.core.validators import ProhibitNullCharactersValidator


class AccountsConfig(AppConfig):
    """The app of people."""

    name = "accounts"

    def ready(self) -> None:
        """Say in our words what every text field refuses."""
        ProhibitNullCharactersValidator.message = (
            "This holds an invisible sign that cannot be kept. Please type it instead of pasting."
        )
