"""A person's own choices about how the pages behave."""

import logging
from collections.abc import Iterator
from dataclasses import dataclass
from zoneinfo import available_timezones

from django.db import transaction

from accounts.models import Person

log = logging.getLogger("redress.accounts")

COMMON_ZONES: dict[str, tuple[str, ...]] = {
    "Europe": (
        "Europe/Amsterdam", "Europe/Athens", "Europe/Belgrade", "Europe/Berlin", "Europe/Brussels",
        "Europe/Bucharest", "Europe/Budapest", "Europe/Copenhagen", "Europe/Dublin",
        "Europe/Helsinki", "Europe/Istanbul", "Europe/Kyiv", "Europe/Lisbon", "Europe/London",
        "Europe/Madrid", "Europe/Moscow", "Europe/Oslo", "Europe/Paris", "Europe/Prague",
        "Europe/Rome", "Europe/Sofia", "Europe/Stockholm", "Europe/Vienna", "Europe/Vilnius",
        "Europe/Warsaw", "Europe/Zurich",
    ),
    "The Americas": (
        "America/Anchorage", "America/Argentina/Buenos_Aires", "America/Bogota", "America/Caracas",
        "America/Chicago", "America/Denver", "America/Halifax", "America/Lima",
        "America/Los_Angeles", "America/Mexico_City", "America/New_York", "America/Phoenix",
        "America/Santiago", "America/Sao_Paulo", "America/St_Johns", "America/Toronto",
        "America/Vancouver", "Pacific/Honolulu",
    ),
    "Africa": (
        "Africa/Accra", "Africa/Addis_Ababa", "Africa/Algiers", "Africa/Cairo", "Africa/Casablanca",
        "Africa/Dakar", "Africa/Johannesburg", "Africa/Kampala", "Africa/Lagos", "Africa/Nairobi",
        "Africa/Tunis",
    ),
    "Asia and the Middle East": (
        "Asia/Almaty", "Asia/Baghdad", "Asia/Bangkok", "Asia/Beirut", "Asia/Colombo", "Asia/Dhaka",
        "Asia/Dubai", "Asia/Ho_Chi_Minh", "Asia/Hong_Kong", "Asia/Jakarta", "Asia/Jerusalem",
        "Asia/Kabul", "Asia/Karachi", "Asia/Kathmandu", "Asia/Kolkata", "Asia/Manila",
        "Asia/Riyadh", "Asia/Seoul", "Asia/Shanghai", "Asia/Singapore", "Asia/Taipei",
        "Asia/Tashkent", "Asia/Tehran", "Asia/Tokyo", "Asia/Yangon",
    ),
    "Australia and the Pacific": (
        "Australia/Adelaide", "Australia/Brisbane", "Australia/Darwin", "Australia/Hobart",
        "Australia/Melbourne", "Australia/Perth", "Australia/Sydney", "Pacific/Auckland",
        "Pacific/Fiji", "Pacific/Port_Moresby",
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Choices:
    """What a person sets on their page, already checked."""

    display_name: str
    zone: str
    app_name: str
    exit_url: str
    mail_is_safe: bool
    shared_device: bool


def is_zone(name: str) -> bool:
    """Whether the name is an IANA zone this machine knows."""
    return name in available_timezones()


def zone_choices(current: str) -> list[tuple[str, list[tuple[str, str]]]]:
    """Groups of (value, label) for a select: UTC, the common zones, and `current` if it is rare."""
    common = {name for names in COMMON_ZONES.values() for name in names}
    first = ["UTC"] if current in common | {"UTC"} or not is_zone(current) else ["UTC", current]
    groups = [("Everywhere", [(name, _spoken(name)) for name in first])]
    groups += [
        (region, sorted(_labelled(names), key=lambda pair: pair[1]))
        for region, names in COMMON_ZONES.items()
    ]
    return groups


def _labelled(names: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    return ((name, _spoken(name)) for name in names)


def _spoken(name: str) -> str:
    return name.rsplit("/", 1)[-1].replace("_", " ")


@transaction.atomic
def change_settings(person: Person, *, choices: Choices) -> Person:
    """Keep the person's choices; returns the row as it is now."""
    kept = Person.objects.select_for_update().get(pk=person.pk)
    kept.display_name = choices.display_name
    kept.zone = choices.zone
    kept.app_name = choices.app_name
    kept.exit_url = choices.exit_url
    kept.mail_is_safe = choices.mail_is_safe
    kept.shared_device = choices.shared_device
    kept.save(
        update_fields=[
            "display_name", "zone", "app_name", "exit_url", "mail_is_safe", "shared_device",
        ]
    )  # fmt: skip
    log.info("person %s: settings changed", kept.pk)
    return kept
