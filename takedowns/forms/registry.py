"""Forms about entries of the registry. They validate; they do not save, send or know the person."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms

from accounts.models import Organisation
from takedowns.registry.entries import EntryField
from takedowns.services.corrections import Found


class FoundForm(forms.Form):
    """What somebody read about a field of an entry, and where."""

    field = forms.ChoiceField(label="What is it about?")
    source = forms.CharField(
        label="Where did you read it?", max_length=500,
        help_text="The address of the page, or the name of the document.",
        error_messages={"required": "Say where you read it, so that others can look too."},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    read_date = forms.DateField(
        label="When did you read it?",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day like 2026-11-22.", "required": "Give the day."},
    )
    team = forms.ChoiceField(
        label="For which team?", error_messages={"required": "Choose the team it is for."}
    )

    def __init__(
        self,
        *args: Any,
        fields: Iterable[EntryField],
        teams: Sequence[Organisation],
        today: date,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.teams = {str(team.pk): team for team in teams}
        self._offer("field", [(each.path or "entry", each.label) for each in fields])
        if len(self.teams) == 1:
            del self.fields["team"]
        else:
            self._offer("team", [(key, team.name) for key, team in self.teams.items()])

    def _offer(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = choices

    def clean_read_date(self) -> date:
        """A day to come cannot be one on which something was read."""
        day: date = self.cleaned_data["read_date"]
        if day > self.today:
            raise forms.ValidationError("This day is still to come.")
        return day

    def organisation(self) -> Organisation:
        """The team the row is for."""
        only = next(iter(self.teams.values()))
        return self.teams[self.cleaned_data["team"]] if "team" in self.fields else only

    def found(self) -> Found:
        """What was read, for the service."""
        told = self.cleaned_data
        path = "" if told["field"] == "entry" else told["field"]
        return Found(path, told["source"], told["read_date"], told.get("text", ""))


class CorrectionForm(FoundForm):
    """What is wrong, and what is right."""

    text = forms.CharField(
        label="What is right?", max_length=2000,
        help_text="What is wrong there, and what it should say.",
        error_messages={"required": "Say what is right, even if it is only “this does not work”."},
        widget=forms.Textarea(attrs={"rows": 4}),
    )  # fmt: skip
    field_order = ("field", "text", "source", "read_date", "team")


class ConfirmationForm(FoundForm):
    """A field from memory that was compared with a source, and is right."""

    text = forms.CharField(
        label="A remark", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    field_order = ("field", "source", "read_date", "text", "team")
