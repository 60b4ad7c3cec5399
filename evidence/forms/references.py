"""What a device states of pictures, and which part of a screenshot counts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from evidence.fingerprints.crops import Box
from evidence.fingerprints.stated import NotFingerprints, Stated, stated
from evidence.models import WaitingPicture

MOST_PICTURES = 40
SIDES = ("left", "top", "width", "height")
_NOT_FINGERPRINTS = "What this device sent cannot be read here. Load the page again and try anew."


class StatedForm(forms.Form):
    """Fingerprints of one or more pictures, each as the device states them; no file."""

    label = forms.CharField(max_length=80, required=False)

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.values = data.getlist("values")
        self.told: list[Stated] = []

    def clean(self) -> dict[str, Any] | None:
        """Read every value strictly; one that is odd refuses them all."""
        if not 0 < len(self.values) <= MOST_PICTURES:
            raise ValidationError(_NOT_FINGERPRINTS)
        try:
            self.told = [stated(value) for value in self.values]
        except NotFingerprints as fault:
            raise ValidationError(_NOT_FINGERPRINTS) from fault
        return super().clean()


class CutForm(forms.Form):
    """The parts offered, a part by numbers, or the picture itself."""

    picks = forms.TypedMultipleChoiceField(
        label="Parts found on it",
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Choose from the parts shown."},
    )
    left = forms.IntegerField(label="From the left", min_value=0, required=False)
    top = forms.IntegerField(label="From the top", min_value=0, required=False)
    width = forms.IntegerField(label="Width", min_value=16, required=False)
    height = forms.IntegerField(label="Height", min_value=16, required=False)
    whole = forms.BooleanField(
        label="It is no page: this is the picture itself, all of it", required=False
    )

    def __init__(self, *args: Any, waiting: WaitingPicture, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.waiting = waiting
        field = self.fields["picks"]
        assert isinstance(field, forms.TypedMultipleChoiceField)
        places = range(1, len(waiting.boxes) + 1)
        field.choices = [(place, f"Part {place}") for place in places]
        for side in SIDES:
            self.fields[side].widget.attrs["data-side"] = side

    def clean(self) -> dict[str, Any] | None:
        """One way at least, and the whole only by itself."""
        cleaned = super().clean()
        if self.errors:
            return cleaned
        parts = self.parts()
        if self.cleaned_data["whole"] and parts:
            raise ValidationError("Choose either parts of it or all of it, not both.")
        if not self.cleaned_data["whole"] and not parts:
            raise ValidationError("Choose a part, or say that this is the picture itself.")
        return cleaned

    def parts(self) -> tuple[Box, ...]:
        """The boxes chosen; none where the whole is meant."""
        boxes = [self.waiting.boxes[place - 1] for place in self.cleaned_data.get("picks") or []]
        marked = [self.cleaned_data.get(side) for side in SIDES]
        if any(number is not None for number in marked):
            boxes.append(self._marked(marked))
        return tuple((box[0], box[1], box[2], box[3]) for box in boxes)

    def _marked(self, marked: list[int | None]) -> list[int]:
        numbers = [number for number in marked if number is not None]
        if len(numbers) < len(marked):
            raise ValidationError("A part needs all four numbers.")
        left, top, width, height = numbers
        if left + width > self.waiting.width or top + height > self.waiting.height:
            size = f"{self.waiting.width} wide and {self.waiting.height} high"
            raise ValidationError(f"That part does not lie on the picture, which is {size}.")
        return [left, top, left + width, top + height]
