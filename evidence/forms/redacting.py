"""One box over a picture, and why it is there."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evidence.forms.references import SIDES
from evidence.models import RedactionReason
from evidence.services.redactions import Area

_WHOLE = "Put in a whole number of pixels, such as 120, and nothing below 0."
_FAULTS = {"invalid": _WHOLE, "min_value": _WHOLE}


class CoverForm(forms.Form):
    """Four numbers and a reason. Whether the box lies on the picture, the service says."""

    left = forms.IntegerField(
        label="From the left", min_value=0, required=False, error_messages=_FAULTS
    )
    top = forms.IntegerField(
        label="From the top", min_value=0, required=False, error_messages=_FAULTS
    )
    width = forms.IntegerField(label="Width", min_value=0, required=False, error_messages=_FAULTS)
    height = forms.IntegerField(label="Height", min_value=0, required=False, error_messages=_FAULTS)
    reason = forms.ChoiceField(
        label="What is under it?",
        choices=RedactionReason.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose what is under it.",
            "invalid_choice": "Choose one of the reasons.",
        },
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for side in SIDES:
            self.fields[side].widget.attrs |= {"data-side": side, "inputmode": "numeric"}

    def clean(self) -> dict[str, Any] | None:
        """All four numbers, or it is no box."""
        cleaned = super().clean()
        given = [self.cleaned_data.get(side) for side in SIDES]
        if not any(side in self.errors for side in SIDES) and None in given:
            raise ValidationError(
                "A box needs all four numbers."
                if any(number is not None for number in given)
                else "Draw a box over the part first, or put in its four numbers."
            )
        return cleaned

    def area(self) -> Area:
        """Where the box of a valid form stands."""
        data = self.cleaned_data
        return Area(data["left"], data["top"], data["width"], data["height"])

    def why(self) -> RedactionReason:
        """The reason of a valid form."""
        return RedactionReason(self.cleaned_data["reason"])
