"""Giving a mandate, or noting one that was given."""

from typing import Any

from django import forms
from django.db.models import QuerySet

from accounts.models import Person
from cases.acting import Choices, Limits
from cases.models import Scope, Way

LIMITS = ("platforms", "kinds", "rules")
_ASK_SCOPE = "Choose at least one thing that is allowed."


def _scope(label: str) -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        choices=Scope.choices,
        label=label,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _ASK_SCOPE},
    )


def _until(says: str) -> forms.DateField:
    return forms.DateField(
        required=False,
        label="Until which day?",
        help_text=says,
        error_messages={"invalid": "Write a day like 2027-03-31, or leave it empty."},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class _Limited(forms.Form):
    """A mandate can be narrowed. Nothing ticked narrows nothing; what is not offered is not there.

    `choices` are the services, kinds and rules offered.
    """

    platforms = forms.MultipleChoiceField(
        required=False,
        label="Only letters to these services",
        help_text="Tick nothing here to allow all of them.",
        widget=forms.CheckboxSelectMultiple,
    )
    kinds = forms.MultipleChoiceField(
        required=False,
        label="Only letters to these kinds of services",
        widget=forms.CheckboxSelectMultiple,
    )
    rules = forms.MultipleChoiceField(
        required=False,
        label="Only under these rules",
        help_text="Tick nothing here to allow all of them.",
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, choices: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = {"platforms": choices.platforms, "kinds": choices.kinds, "rules": choices.rules}
        for name, pairs in offered.items():
            field = self.fields[name]
            assert isinstance(field, forms.MultipleChoiceField)
            field.choices = list(pairs)
            if not pairs:
                del self.fields[name]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """All but the limits."""
        return [field for field in self if field.name not in LIMITS]

    @property
    def limit_fields(self) -> list[forms.BoundField]:
        """The limits, shown apart because most people need none."""
        return [field for field in self if field.name in LIMITS]

    def chosen(self) -> list[Scope]:
        """The scope as the service takes it."""
        return [Scope(value) for value in self.cleaned_data["scope"]]

    def limits(self) -> Limits:
        """The limits as the service takes them."""
        ticked = self.cleaned_data
        return Limits(
            platforms=tuple(ticked.get("platforms", ())),
            kinds=tuple(ticked.get("kinds", ())),
            rules=tuple(ticked.get("rules", ())),
        )


class GiveMandateForm(_Limited):
    """The client's own yes. Nothing is ticked in advance."""

    all_optional = True

    scope = _scope("What may they do in your name?")
    until = _until("Leave it empty if it should hold until you end it.")


def _holder() -> "forms.ModelChoiceField[Person]":
    return forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Who may act?",
        empty_label=None,
        error_messages={"invalid_choice": "This person does not work on the cases of this team."},
    )


class AskMandateForm(_Limited):
    """A yes to be asked for by a personal link."""

    all_optional = True

    holder = _holder()
    scope = _scope("What do you ask the person to allow?")
    until = _until("Leave it empty if the person should end it themselves.")

    def __init__(self, *args: Any, holders: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = holders


class LinkCodeForm(forms.Form):
    """The code that was told by another way."""

    code = forms.RegexField(
        r"^\s*(?:[0-9]\s*){6}$",
        label="The six digits you were told",
        error_messages={
            "required": "Write the six digits.",
            "invalid": "The code has six digits. Look again.",
        },
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "off", "class": "govuk-input--width-10"}
        ),
    )


class RecordMandateForm(_Limited):
    """A yes that was given in person or on paper, noted by staff."""

    all_optional = True

    holder = _holder()
    scope = _scope("What did the person allow?")
    way = forms.ChoiceField(
        choices=[way for way in Way.choices if way[0] not in {Way.ONLINE, Way.LINK}],
        label="How did they say so?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how the person said so."},
    )
    witness = forms.CharField(
        required=False,
        max_length=120,
        label="Witness, or where the paper is",
        help_text="Needed where it was said in person.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = _until("Leave it empty if the person named no day.")

    def __init__(self, *args: Any, holders: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["holder"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = holders

    def clean(self) -> dict[str, Any]:
        """A word given in person needs somebody who heard it."""
        cleaned = super().clean() or {}
        if cleaned.get("way") == Way.IN_PERSON and not cleaned.get("witness"):
            self.add_error("witness", "Write who was there when the person agreed.")
        return cleaned
