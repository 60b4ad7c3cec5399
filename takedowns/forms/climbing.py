"""Forms of the ladder. They validate; they do not save, send or know the person."""

from collections.abc import Iterable
from typing import Any

from django import forms


class ChooseForm(forms.Form):
    """One addressee of one rung."""

    to = forms.CharField(
        max_length=40, error_messages={"required": "Choose to whom the letter shall go."}
    )


class PassForm(forms.Form):
    """Why a rung is passed over."""

    rung = forms.ChoiceField(
        label="Step", error_messages={"required": "Choose the step to pass over."}
    )
    reason = forms.CharField(
        label="Why is it passed over?", max_length=300,
        help_text="A few words are enough. They stay with the case.",
        error_messages={"required": "Say in a few words why this step is passed over."},
    )  # fmt: skip

    def __init__(self, *args: Any, steps: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["rung"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = list(steps)
