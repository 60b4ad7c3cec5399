"""Forms of the caseload. They validate; they do not save, send or know the person."""

from collections.abc import Iterable
from typing import Any

from django import forms


class CaseloadFilter(forms.Form):
    """Which cases to list; an unknown value is left out, never an error."""

    all_optional = True
    state = forms.ChoiceField(
        required=False, label="State",
        choices=[("", "Open"), ("CLOSED", "Closed"), ("ANY", "All")],
    )  # fmt: skip
    platform = forms.ChoiceField(required=False, label="Platform")
    advocate = forms.ChoiceField(required=False, label="Advocate")
    due = forms.ChoiceField(
        required=False, label="Due",
        choices=[
            ("", "Any"), ("over", "Overdue"), ("day", "In 24 hours"), ("week", "In 7 days"),
            ("none", "Nothing due"),
        ],
    )  # fmt: skip
    words = forms.CharField(required=False, label="Reference or name", max_length=80)

    def __init__(
        self, *args: Any, platforms: Iterable[tuple[str, str]],
        advocates: Iterable[tuple[str, str]], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        for name, choices in (("platform", platforms), ("advocate", advocates)):
            field = self.fields[name]
            assert isinstance(field, forms.ChoiceField)
            field.choices = [("", "All"), *choices]
