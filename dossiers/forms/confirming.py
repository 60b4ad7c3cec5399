"""What a reader's device states of a picture of their own."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict

from evidence.fingerprints.stated import NotFingerprints, stated, stated_file
from evidence.services.confirming import Asked

_NOT_FINGERPRINTS = "What this device sent cannot be read here. Load the page again and try anew."


class AskForm(forms.Form):
    """The fingerprints of one picture, or the digest of one file; never the file."""

    def __init__(self, data: QueryDict) -> None:
        super().__init__(data)
        self.values = data.getlist("values")
        self.asked: Asked | None = None

    def clean(self) -> dict[str, Any] | None:
        """Read the one value strictly."""
        if not self.values:
            raise ValidationError("Choose a picture first.")
        if len(self.values) > 1:
            raise ValidationError("One picture at a time.")
        try:
            self.asked = _asked(self.values[0])
        except NotFingerprints as fault:
            raise ValidationError(_NOT_FINGERPRINTS) from fault
        return super().clean()


def _asked(value: str) -> Asked:
    try:
        return Asked(stated_file(value), prints=None)
    except NotFingerprints:
        prints = stated(value).prints
    return Asked(prints.sha256, prints)
