"""A way for the police to have data kept: frozen values, read from one TOML file each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from cases.registry.checks import Confidence, Country, Filled, Slug, under_memory


@dataclass(frozen=True, slots=True, kw_only=True)
class Preserving:
    """What may be asked, how long it lasts, and where it fits.

    `sits_in`: only for services of these countries; `asked_from`: only for the police of these.
    Regions such as EU stand for their countries, and an empty list for everywhere.
    """

    id: Slug
    citation: Filled
    words: Filled
    lasts: Filled
    sits_in: tuple[Country, ...] = ()
    asked_from: tuple[Country, ...] = ()
    sources: tuple[Filled, ...]
    confidence: Confidence
    memory_fields: tuple[Filled, ...] = ()
    checked: date

    @property
    def unchecked(self) -> bool:
        """Whether what it says stands here from memory."""
        known = any(
            under_memory(name, memory_fields=self.memory_fields) for name in ("words", "lasts")
        )
        return known or self.confidence == "from memory"

    def fits(self, *, services: frozenset[str], police: frozenset[str]) -> bool:
        """Whether it is worth naming: codes of where the services sit, and of the police.

        Where nobody said where the police are, every way stays.
        """
        here = not self.asked_from or not police or bool(police & set(self.asked_from))
        return here and (not self.sits_in or bool(services & set(self.sits_in)))
