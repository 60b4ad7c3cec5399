"""`manage.py registry_check`: is the registry sound, and what in it is old or unchecked?"""

import argparse
from collections.abc import Iterable
from typing import Any, NoReturn

from django.core.management.base import BaseCommand
from django.utils import timezone

from cases.registry import support
from cases.registry.toml_files import Fault, RegistryFault
from takedowns.registry import loader
from takedowns.registry.loader import Registry

FAULTY = 1


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
        faults = self._faults_of_services()
        try:
            registry = loader.load(loader.SHIPPED)
        except RegistryFault as fault:
            self._stop([*fault.faults, *faults])
        if faults:
            self._stop(faults)
        self._count(registry)
        self._unchecked(registry)
        self._stale(registry, days=stale_days)

    def _faults_of_services(self) -> tuple[Fault, ...]:
        try:
            support.load(support.SHIPPED)
        except RegistryFault as fault:
            return fault.faults
        return ()

    def _stop(self, faults: Iterable[Fault]) -> NoReturn:
        found = [str(fault) for fault in faults]
        self.stderr.write("\n".join(found))
        self.stderr.write(f"{_many(len(found), 'fault')}. Nothing else was checked.")
        raise SystemExit(FAULTY)

    def _count(self, registry: Registry) -> None:
        platforms, rules = len(registry.platforms), len(registry.legal_bases)
        self.stdout.write(
            f"Sound: {_many(platforms, 'platform')} and {_many(rules, 'rule')} can be read."
        )

    def _unchecked(self, registry: Registry) -> None:
        by_file: dict[str, list[str]] = {}
        for each in loader.unchecked(registry):
            by_file.setdefault(each.file, []).append(each.field)
        for file, names in by_file.items():
            self.stdout.write(f"Unchecked: {file}: {', '.join(names)}")

    def _stale(self, registry: Registry, *, days: int) -> None:
        stale = loader.stale(registry, today=timezone.now().date(), days=days)
        for entry in stale:
            self.stdout.write(
                f"Stale: {entry.file}: last checked {entry.checked}, "
                f"{_many(entry.age_days, 'day')} ago."
            )
        if stale:
            self.stderr.write(
                f"{_many(len(stale), 'entry', 'entries')} older than {_many(days, 'day')}. "
                "Check each against its sources and set its day in “checked”."
            )
            raise SystemExit(FAULTY)
        self.stdout.write(f"No entry is older than {_many(days, 'day')}.")


def _many(number: int, one: str, more: str = "") -> str:
    return f"{number} {one}" if number == 1 else f"{number} {more or one + 's'}"
