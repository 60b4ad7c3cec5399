"""Moments, sizes and counts as words; in UTC unless a zone is named."""

from datetime import UTC, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from evidence.rendering.words import MONTHS
from evidence.rendering.words import capital as capital
from evidence.rendering.words import count as count
from evidence.rendering.words import day as day
from evidence.rendering.words import short_day as short_day
from takedowns.routing import listed as listed

NOTHING: Final = "–"


def short(moment: datetime | None) -> str:
    """`3 Nov 2026, 20:10`, in UTC; a dash where there is none."""
    if moment is None:
        return NOTHING
    at = moment.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1][:3]} {at.year}, {at:%H:%M}"


def minute(moment: datetime) -> str:
    """`3 November 2026, 20:10 UTC`."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M} UTC"


def second(moment: datetime) -> str:
    """`3 Nov 2026, 20:10:07`, in UTC."""
    return f"{short(moment)}:{moment.astimezone(UTC):%S}"


def exact(moment: datetime) -> str:
    """`3 November 2026, 20:10:07 UTC`."""
    return f"{day(moment)}, {moment.astimezone(UTC):%H:%M:%S} UTC"


def with_zone(moment: datetime, zone: str) -> str:
    """`3 November 2026, 20:10 UTC (21:10 in Europe/Berlin, +01:00)`."""
    words = minute(moment)
    if zone in {"", "UTC"}:
        return words
    try:
        local = moment.astimezone(ZoneInfo(zone))
    except (ZoneInfoNotFoundError, ValueError):
        return f"{words} (zone given: {zone})"
    offset = local.strftime("%z")
    date = "" if day(moment) == _local_day(local) else f"{_local_day(local)}, "
    return f"{words} ({date}{local:%H:%M} in {zone}, {offset[:3]}:{offset[3:]})"


def _local_day(local: datetime) -> str:
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def delay(earlier: datetime, later: datetime) -> str:
    """`24 minutes later`; the two largest units, rounded down."""
    gap = later - earlier
    if gap < timedelta(0):
        return "before the time named as seen"
    minutes = int(gap.total_seconds()) // 60
    parts = (
        (minutes // 1440, "day"),
        (minutes // 60 % 24, "hour"),
        (minutes % 60, "minute"),
    )
    said = [count(number, noun, small=False) for number, noun in parts if number]
    return f"{' '.join(said[:2])} later" if said else "within a minute"


def size(number: int) -> str:
    """`1,482,201 bytes`."""
    return f"{number:,} bytes" if number != 1 else "1 byte"


def grouped(digest: str) -> str:
    """A digest in groups of four signs, eight groups a line."""
    groups = [digest[at : at + 4] for at in range(0, len(digest), 4)]
    return "\n".join(" ".join(groups[at : at + 8]) for at in range(0, len(groups), 8))
