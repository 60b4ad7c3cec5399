"""Numbers for quoting, one a page, that go on from one volume to the next (Bates numbers)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from weasyprint.css.counters import CounterStyle

PREFIX: Final = "RD"
DIGITS: Final = 7
TOTAL, BATES = "total", "bates"

Start = Callable[[int], int]
"""Takes how many pages a document has, and gives the number of the first of them."""


@dataclass(frozen=True, slots=True)
class Bates:
    """The numbers of one volume: `first` is that of its first page."""

    prefix: str = PREFIX
    first: int = 1

    def at(self, page: int) -> str:
        """The number of a page, counted from 1: `RD0000012`."""
        return f"{self.prefix}{self.first + page - 1:0{DIGITS}d}"


def from_one(pages: int) -> int:
    """The first number of a document that stands alone."""
    return 1


class Numbers(CounterStyle):  # type: ignore[misc]  # WeasyPrint has no types
    """Writes the numbers at the foot of each page, once all pages are laid out.

    The foot of the first page says `counter(pages, total)`, which writes nothing and tells how
    many pages there are; only then is the first number asked for. So volumes are laid out side by
    side, and each waits only for the number of pages before it.
    """

    def __init__(self, *, prefix: str, start: Start) -> None:
        super().__init__()
        self._prefix, self._start, self._pages = prefix, start, 0
        self.bates: Bates | None = None

    def copy(self) -> "Numbers":
        """Itself: what one page told is known to the next."""
        return self

    def render_value(
        self,
        counter_value: int,
        counter_name: Any = None,
        counter: Any = None,
        previous_types: Any = None,
    ) -> str:
        """The words of a counter."""
        if counter_name == TOTAL:
            self._pages = counter_value
            return ""
        if counter_name == BATES:
            if self.bates is None:
                self.bates = Bates(self._prefix, self._start(self._pages))
            return self.bates.at(counter_value)
        words: str = super().render_value(counter_value, counter_name, counter, previous_types)
        return words
