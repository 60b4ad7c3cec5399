"""Forms of what became of a letter. They validate; they do not save, send or know the person."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from takedowns.models import NoticeItem, Outcome
from takedowns.models.delivery import BY_HAND


class SentForm(forms.Form):
    """When and how the letter went out."""

    way = forms.ChoiceField(choices=BY_HAND, widget=forms.RadioSelect, label="How was it sent?")
    day = forms.DateField(
        label="Day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 2026-11-22.", "required": "Give the day."},
    )
    time = forms.TimeField(
        label="Time",
        widget=forms.TimeInput(
            attrs={"type": "time", "class": "govuk-input--width-4"}, format="%H:%M"
        ),
        error_messages={"invalid": "Write the time like 14:05.", "required": "Give the time."},
    )
    reference = forms.CharField(
        label="The number they gave you", max_length=120, required=False,
        help_text="A ticket or reference number. You can leave it empty.",
        widget=forms.TextInput(attrs={"class": "govuk-input--width-20", "autocomplete": "off"}),
    )  # fmt: skip
    proof = forms.FileField(
        label="Something that shows it was sent", required=False,
        help_text="A screenshot of their confirmation, or the mail. You can leave it empty.",
    )  # fmt: skip

    def __init__(self, *args: Any, takes_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_files:
            del self.fields["proof"]

    def moment(self, zone: ZoneInfo) -> datetime:
        """The moment in UTC, read in the reader's zone."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time, zone).astimezone(UTC)


class OutcomeForm(forms.Form):
    """What came of some places of a letter."""

    items = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Places",
        error_messages={"required": "Choose the places this is about."},
    )
    outcome = forms.ChoiceField(
        choices=Outcome.choices,
        label="What happened",
        error_messages={"required": "Choose what happened."},
    )
    note = forms.CharField(label="Note", max_length=500, required=False)

    def __init__(self, *args: Any, items: Iterable[NoticeItem], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["items"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(str(item.pk), item.address) for item in items]


class BulkOutcomeForm(forms.Form):
    """One outcome for every place of several letters that has none yet.

    `notices` are the ids of the letters that may be chosen.
    """

    notices = forms.MultipleChoiceField(
        error_messages={
            "required": "Choose at least one letter.",
            "invalid_choice": "One of these letters has been answered by now. Please choose again.",
        }
    )
    outcome = forms.ChoiceField(
        choices=[
            ("", "What happened?"),
            *[choice for choice in Outcome.choices if choice[0] != Outcome.PENDING],
        ],
        label="What happened",
        error_messages={
            "required": "Choose what happened.",
            "invalid_choice": "Choose what happened.",
        },
    )

    def __init__(self, *args: Any, notices: Iterable[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["notices"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, pk) for pk in notices]
