"""Days and counts as words, in UTC; pages and dossiers say them alike."""

from datetime import UTC, datetime
from typing import Final

MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
SMALL: Final = (
    "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    "eleven", "twelve",
)  # fmt: skip


def day(moment: datetime) -> str:
    """`3 November 2026`, in UTC."""
    at = moment.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1]} {at.year}"


def short_day(moment: datetime) -> str:
    """`3 Nov`, in UTC."""
    at = moment.astimezone(UTC)
    return f"{at.day} {MONTHS[at.month - 1][:3]}"


def count(number: int, noun: str, *, small: bool = True) -> str:
    """`three places`, `1 place`, `40 places`."""
    figure = SMALL[number] if small and number < len(SMALL) else f"{number:,}"
    return f"{figure} {noun}" if number == 1 else f"{figure} {noun}s"


def capital(text: str) -> str:
    """The first letter large, the rest as it is."""
    return text[:1].upper() + text[1:]
