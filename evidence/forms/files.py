"""What a person gives as files, and what they say of a likeness."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evidence.models import Decision, Sighting

ON_DEVICE = "device"


class FilesInput(forms.FileInput):
    """A file input that takes several."""

    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> Any:
        """All files of that name."""
        return files.getlist(name)


class FilesField(forms.FileField):
    """Several files; each is judged where it is kept, so that one bad file keeps the others."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        """All files as they came."""
        files = list(data) if isinstance(data, list | tuple) else [data] if data else []
        if not files and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return files


class PlaceField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A place of the case, by its number."""

    def label_from_instance(self, obj: Sighting) -> str:
        """Number and platform; never the address."""
        return f"{obj.number}. {obj.shown_place}"


class ExhibitForm(forms.Form):
    """Files to keep, and the place they show."""

    all_optional = True
    upload = FilesField(
        label="Choose pictures or files",
        error_messages={"required": "Choose at least one file."},
    )
    sighting = PlaceField(
        label="Which place do they show?",
        queryset=Sighting.objects.none(),
        required=False,
        empty_label="No place, or I do not know",
        error_messages={"invalid_choice": "Choose a place from the list."},
    )

    def __init__(self, *args: Any, places: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["sighting"]
        assert isinstance(field, PlaceField)
        field.queryset = places


class KeepingInput(forms.RadioSelect):
    """Radios; the way that needs script stays hidden until script is there."""

    def create_option(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """One choice."""
        option = super().create_option(*args, **kwargs)
        if option["value"] == ON_DEVICE:
            option["attrs"] |= {"hidden": True, "disabled": True}
        return option


class ReferenceForm(forms.Form):
    """Pictures to know the material by, and what stays of them."""

    all_optional = True
    upload = FilesField(
        label="Choose your pictures",
        error_messages={"required": "Choose at least one picture."},
    )
    label = forms.CharField(
        label="Your own name for it",
        help_text="A word that tells you which one it is.",
        max_length=80,
        required=False,
    )
    keeping = forms.ChoiceField(
        label="What should stay here?",
        choices=[
            (
                ON_DEVICE,
                "Only the fingerprints, worked out on this device. The picture is not sent.",
            ),
            ("fingerprints", "Only the fingerprints. The picture is sent here, but not kept."),
            ("sealed", "The picture too, locked away. You can take it back."),
        ],
        initial="fingerprints",
        widget=KeepingInput,
        error_messages={"required": "Choose what should stay here."},
    )

    def clean_keeping(self) -> str:
        """What is worked out on the device comes by a door of its own, without files."""
        keeping = str(self.cleaned_data["keeping"])
        if keeping == ON_DEVICE:
            raise ValidationError(
                "It did not work on this device. Load the page again, or choose another way."
            )
        return keeping


class DecisionForm(forms.Form):
    """Whether a likeness is one."""

    decision = forms.ChoiceField(
        choices=[
            (Decision.CONFIRMED, "Yes"),
            (Decision.REJECTED, "No"),
            (Decision.OPEN, "Take the answer back"),
        ],
        error_messages={
            "required": "Choose yes or no.",
            "invalid_choice": "Choose yes or no.",
        },
    )
