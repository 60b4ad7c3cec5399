"""Faults of the registry stop the start."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register

from cases.registry.toml_files import RegistryFault
from takedowns.registry import loader


def register_checks() -> None:
    """Run the registry's check with Django's own."""
    register(registry_is_sound, "registry")


def registry_is_sound(
    app_configs: Sequence[AppConfig] | None, **kwargs: Any
) -> Sequence[CheckMessage]:
    """Every fault of every file, together."""
    try:
        loader.registry()
    except RegistryFault as fault:
        return [Error(str(fault), id="takedowns.E001")]
    return []
