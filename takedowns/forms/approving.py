"""Forms about many letters at once. They validate; they do not save, send or know the person."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.http import QueryDict

from takedowns.services.approving import Pick
from takedowns.services.proposals import Group

TICK = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}:[0-9a-f]{64}:[0-9a-f]{12}")
WAY = "way:"
WORD = "word-"


class WriteToAllForm(forms.Form):
    """Which groups of places get letters, and by which way each."""

    groups = forms.MultipleChoiceField(
        label="Services",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one service to write to."},
    )

    def __init__(self, *args: Any, offered: Sequence[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["groups"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(group.key, group.recipient) for group in offered if group.best]
        self.offered = {group.key: group for group in offered}

    def chosen(self) -> list[tuple[Group, str]]:
        """Each group chosen, with the key of its way."""
        keys = self.cleaned_data["groups"]
        return [(self.offered[key], str(self.data.get(WAY + key, ""))) for key in keys]


class _Ticks(forms.MultipleChoiceField):
    """What was shown when it was ticked, not what stands there now: that is for the service."""

    def valid_value(self, value: Any) -> bool:
        return TICK.fullmatch(str(value)) is not None


class ApproveManyForm(forms.Form):
    """One tick a letter, bound to the digest of its text; the words of each part given once.

    A tick is `letter:digest:part`; the words ticked for a part arrive as `word-<part>`.
    """

    letters = _Ticks(
        label="Letters",
        error_messages={
            "required": "Tick each letter that you want to approve.",
            "invalid_choice": "Something in this form was not readable. Please tick once more.",
        },
    )

    def picks(self) -> list[Pick]:
        """Every ticked letter with what was read and the words given for it."""
        data = self.data
        assert isinstance(data, QueryDict)
        made = []
        for tick in self.cleaned_data["letters"]:
            letter, digest, part = tick.split(":")
            made.append(Pick(UUID(letter), digest, tuple(data.getlist(WORD + part))))
        return made
