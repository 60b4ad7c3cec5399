"""Numbers as pages show them."""

from typing import Final

MOST: Final = 2**53
"""Larger numbers are no count of people."""


def counted(text: str) -> int | None:
    """A whole number, also as pages write it: 1,200 or 12.5k or 3M; None for any other text."""
    times = {"k": 1_000, "m": 1_000_000}.get(text[-1], 1)
    digits = text.rstrip("km+ ")
    if times > 1:
        try:
            return round(float(digits.replace(",", ".")) * times)
        except (ValueError, OverflowError):
            return None
    plain = "".join(sign for sign in digits if sign not in " ,.'’\u00a0\u202f")
    return int(plain) if plain.isdecimal() else None
