"""The form of a deciding question that the first questions ask beside another."""

from typing import Any

from django import forms


class PoliceForm(forms.Form):
    """A number from the police, alone."""

    all_optional = True

    police_reference = forms.CharField(
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )

    def __init__(self, *args: Any, title: str, hint: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["police_reference"]
        field.label, field.help_text = title, hint
