"""`manage.py registry_check`: is the registry sound, and what in it is old or unchecked?"""

import argparse
from collections.abc import Callable
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.registry import support
from cases.registry.support import Support
from cases.registry.toml_files import Fault, RegistryFault
from takedowns.registry import loader
from takedowns.registry.loader import Registry, StaleEntry

FAULTY = 1
Read = TypeVar("Read", Registry, Support)


def days(given: str) -> int:
    """A whole number of days, 1 or more."""
    number = int(given) if given.isascii() and given.isdigit() else 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"{given!r} is not a number of days, 1 or more.")
    return number


class Command(BaseCommand):
    """Exit status 0: sound and fresh. 1: faults or stale entries. 2: wrong usage."""

    help = (
        "Validate platforms, rules and services that help; list what is stale or unchecked. "
        "Exit status: 0 sound and fresh, 1 faults or stale entries, 2 wrong usage."
    )
    requires_system_checks: list[str] = []  # they would stop at the first faulty registry

    def add_arguments(self, parser: argparse.ArgumentParser) -> None:
        parser.add_argument(
            "--stale-days", type=days, default=loader.STALE_AFTER_DAYS, metavar="N",
            help=f"days after which an entry is stale (default {loader.STALE_AFTER_DAYS})",
        )  # fmt: skip

    def handle(self, *args: Any, stale_days: int, **options: Any) -> None:
        faults: list[Fault] = []
        registry = _unless_faulty(loader.load, loader.SHIPPED, faults=faults)
        services = _unless_faulty(support.load, support.SHIPPED, faults=faults)
        if registry is None or services is None:
            self._stop(faults)
        self.stdout.write(
            f"Sound: {_many(len(registry.platforms), 'platform')}, "
            f"{_many(len(registry.legal_bases), 'rule')} and "
            f"{_many(len(services.services), 'service')} that help."
        )
        self._unchecked(registry, services)
        self._stale(registry, services, days=stale_days)

    def _stop(self, faults: list[Fault]) -> NoReturn:
        self.stderr.write("\n".join(str(fault) for fault in faults))
        self.stderr.write(f"{_many(len(faults), 'fault')}. Put them right and run this again.")
        raise SystemExit(FAULTY)

    def _unchecked(self, registry: Registry, services: Support) -> None:
        by_file: dict[str, list[str]] = {}
        for each in loader.unchecked(registry):
            by_file.setdefault(each.file, []).append(each.field)
        for name, service in services.services.items():
            memory = (*loader.whole_from_memory(service.confidence), *service.memory_fields)
            by_file.setdefault(f"services/{name}.toml", []).extend(memory)
        for file, names in by_file.items():
            if names:
                told = ", ".join(name or "all of it" for name in names)
                self.stdout.write(f"Unchecked: {file}: {told}")

    def _stale(self, registry: Registry, services: Support, *, days: int) -> None:
        today = timezone.now().date()
        found = [*loader.stale(registry, today=today, days=days)]
        for name, service in services.services.items():
            age = (today - service.checked).days
            if age > days:
                found.append(StaleEntry(f"services/{name}.toml", service.checked, age))
        for entry in sorted(found, key=lambda each: (each.checked, each.file)):
            ago = _many(entry.age_days, "day")
            self.stdout.write(f"Stale: {entry.file}: last checked {entry.checked}, {ago} ago.")
        if found:
            number, limit = _many(len(found), "entry", "entries"), _many(days, "day")
            self.stderr.write(
                f"{number} older than {limit}. Compare each with its sources, "
                "then set its day in “checked”."
            )
            raise SystemExit(FAULTY)
        self.stdout.write(f"No entry is older than {_many(days, 'day')}.")


def _unless_faulty(
    read: Callable[[Path], Read], folder: Path, *, faults: list[Fault]
) -> Read | None:
    """What is read from the folder; where that fails, its faults are added to the list."""
    try:
        return read(folder)
    except RegistryFault as fault:
        faults.extend(fault.faults)
        return None


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {more or one + 's'}"
