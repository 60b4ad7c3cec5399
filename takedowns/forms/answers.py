"""Forms of answers. They validate; they do not save, send or know the person."""

from collections.abc import Iterable
from typing import Any

from django import forms

from evidence.forms.files import FilesField, FilesInput
from takedowns.forms.sent import OutcomeForm
from takedowns.models import Outcome, ReplyAttachment, ReplyKind

TEXT_SIGNS = 20_000


class AnswerForm(forms.Form):
    """Answers as files, or one pasted."""

    original = FilesField(
        label="The mail as a file", required=False, widget=FilesInput(attrs={"accept": ".eml"}),
        help_text="In your mail program choose “Save as” or “Download”. The file ends in .eml. "
        "You can choose several. Each is kept as it came.",
    )  # fmt: skip
    text = forms.CharField(
        label="Or paste what they wrote", max_length=TEXT_SIGNS, required=False,
        widget=forms.Textarea(attrs={"rows": 8}),
        error_messages={
            "max_length": f"This is longer than {TEXT_SIGNS:,} signs. Give it as a file instead.",
        },
    )  # fmt: skip
    day = forms.DateField(
        label="Day it came",
        help_text="Where a mail names a day itself, that day is taken.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 2026-11-22.", "required": "Give the day."},
    )

    def __init__(self, *args: Any, takes_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_files:
            del self.fields["original"]
            self.fields["text"].label = "Paste what they wrote"

    def clean(self) -> dict[str, Any]:
        """Either words or files."""
        given = super().clean() or {}
        if not given.get("text") and not given.get("original") and "text" not in self.errors:
            self.add_error("text", "Paste their answer here, or add it as a file.")
        return given


class SortForm(forms.Form):
    """What the answer is; nothing is chosen beforehand."""

    kind = forms.ChoiceField(
        label="What is this answer?", required=False, widget=forms.RadioSelect,
        choices=[choice for choice in ReplyKind.choices if choice[0] != ReplyKind.OPEN],
        error_messages={"invalid_choice": "Choose what this answer is."},
    )  # fmt: skip
    ticket = forms.CharField(
        label="The number they gave", max_length=60, required=False,
        help_text="A ticket, case or reference number.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """One of both at least."""
        given = super().clean() or {}
        if not given.get("kind") and not given.get("ticket") and not self.errors:
            self.add_error("kind", "Choose what this answer is, or give the number.")
        return given


class PlacesForm(OutcomeForm):
    """One outcome for the places chosen; nothing is chosen beforehand."""

    outcome = forms.ChoiceField(
        choices=[("", "What happened?"), *Outcome.choices],
        label="What happened",
        error_messages={"required": "Choose what happened."},
    )


class AttachmentsForm(forms.Form):
    """Which attachments to keep."""

    chosen = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose at least one file.",
            "invalid_choice": "Choose files of this answer.",
        }
    )

    def __init__(self, *args: Any, attachments: Iterable[ReplyAttachment], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["chosen"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(each.pk), each.name) for each in attachments]


class KeyForm(forms.Form):
    """A key record got elsewhere; empty where it is to be asked."""

    record = forms.CharField(
        label="Key record", max_length=8000, required=False, strip=True,
        help_text="The TXT record of the name above. It begins with v=DKIM1 or holds p=.",
        widget=forms.Textarea(attrs={"rows": 3, "class": "mono"}),
    )  # fmt: skip
    name = forms.CharField(max_length=400, required=False, widget=forms.HiddenInput)


class WhichLetterForm(forms.Form):
    """An answer of which nobody knows yet what it answers. Nothing of it is kept."""

    text = forms.CharField(
        label="Paste the answer, or its subject and sender", max_length=TEXT_SIGNS,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": "Paste something of the answer: it tells us where to look.",
            "max_length": f"This is longer than {TEXT_SIGNS:,} signs. Its beginning is enough.",
        },
    )  # fmt: skip
