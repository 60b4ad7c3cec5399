"""Numbers of exhibits as people write them: `1-40, 52` or `EX-0004`."""

import re
from collections.abc import Collection
from typing import Any

from django import forms

ONE = re.compile(r"(?:EX-)?0*(\d{1,6})(?:-(?:EX-)?0*(\d{1,6}))?", re.IGNORECASE)
HOW = "Write numbers such as 1-40, 52."


class NumbersField(forms.CharField):
    """Gives the numbers as a sorted tuple; `known` are those that exist."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 2000)
        kwargs.setdefault("required", False)
        kwargs.setdefault("widget", forms.TextInput(attrs={"autocomplete": "off"}))
        super().__init__(**kwargs)
        self.known: Collection[int] = ()

    def clean(self, value: Any) -> Any:
        """Which exhibits are meant. Raises ValidationError with what to write instead."""
        found: set[int] = set()
        typed = re.sub(r"\s*[-–]\s*", "-", super().clean(value))
        for part in re.split(r"[,;\s]+", typed):
            if part:
                found |= self._range(part)
        return tuple(sorted(found))

    def _range(self, part: str) -> set[int]:
        match = ONE.fullmatch(part)
        if match is None:
            raise forms.ValidationError(f"“{part[:20]}” is no number of a file. {HOW}")
        first = int(match.group(1))
        last = int(match.group(2) or first)
        found = {number for number in self.known if first <= number <= last}
        if not found:
            raise forms.ValidationError(f"There is no file with the number {part[:20]}. {HOW}")
        return found
