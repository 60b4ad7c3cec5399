"""Names and sentences for page furniture."""

from __future__ import annotations

from random import Random
from typing import Final

NAMES: Final = ("river_stone", "Marlow", "ninepins", "old_kettle", "Tamsin", "qwerty77", "B. Lind")
_WORDS: Final = (
    "when the light came over a hill we had been walking since early and nobody said much "
    "about what was left behind only that somebody would have to go back for it some day "
    "there is a better one on my other page look at this what do you think of the colours "
    "found it yesterday not mine does anyone know where this was taken thanks for sharing"
).split()


def sentence(dice: Random, *, length: int) -> str:
    return " ".join(dice.choices(_WORDS, k=length)).capitalize() + "."
