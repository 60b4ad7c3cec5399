"""People, organisations, sign-in and safety settings."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """The app of people."""

    name = "accounts"
