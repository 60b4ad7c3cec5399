"""What is asked about a list of places."""

from typing import Any

from django import forms

from evidence.forms.files import FilesField

MOST_SIGNS = 8_000_000


class ListForm(forms.Form):
    """Links as text, or one file; one of the two."""

    all_optional = True
    text = forms.CharField(
        label="Paste the links here",
        required=False,
        max_length=MOST_SIGNS,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 8, "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    upload = FilesField(label="Or give a CSV or XLSX file", required=False)

    def __init__(self, *args: Any, takes_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_files:
            del self.fields["upload"]

    def clean(self) -> dict[str, Any]:
        """One list at a time."""
        data = super().clean() or {}
        files = data.get("upload") or []
        if len(files) > 1:
            self.add_error("upload", "Give one file at a time.")
        elif bool(files) == bool((data.get("text") or "").strip()) and not self.errors:
            asked = "Give the links as text or as a file, not both." if files else (
                "Paste some links here, or choose a file."
                if "upload" in self.fields
                else "Paste some links here."
            )  # fmt: skip
            self.add_error("text", asked)
        return data
