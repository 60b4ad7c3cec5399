"""Short forms: opening for somebody, giving on, a note, a code, a country."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django_countries import countries

from accounts.models import Organisation, Person


class OpenForForm(forms.Form):
    """An advocate opens a case for somebody."""

    client_name = forms.CharField(
        required=False,
        max_length=80,
        label="What does the person want to be called?",
        help_text="A first name or any other word. Only your team reads it.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    organisation = forms.ModelChoiceField(
        queryset=Organisation.objects.none(), label="Team", empty_label=None
    )

    def __init__(self, *args: Any, teams: QuerySet[Organisation], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["organisation"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = teams
        if len(teams) == 1:
            field.initial, field.widget = teams[0].pk, forms.HiddenInput()


class AssignForm(forms.Form):
    """To whom the case goes."""

    to = forms.ModelChoiceField(
        queryset=Person.objects.none(),
        label="Give this case to",
        empty_label="Choose a person",
        error_messages={
            "required": "Choose a person.",
            "invalid_choice": "This person does not work on the cases of this team.",
        },
    )

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["to"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = people


class NoteForm(forms.Form):
    """A note for the team."""

    text = forms.CharField(
        max_length=8000,
        label="Add a note",
        help_text="The person does not see this here, but may ask for it. Write it so.",
        error_messages={
            "required": "The note is empty.",
            "max_length": "A note holds 8,000 letters. Please split it in two.",
        },
        widget=forms.Textarea(attrs={"rows": 3, "autocomplete": "off"}),
    )


class CodeForm(forms.Form):
    """The code by which a team is asked in."""

    code = forms.CharField(
        max_length=20,
        label="Code of the team",
        help_text="Eight letters and numbers, such as KQRM-7T2X. Ask the team for it.",
        error_messages={"required": "Please write the code."},
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off", "autocapitalize": "characters",
                "spellcheck": "false", "class": "govuk-input--width-10",
            }
        ),
    )  # fmt: skip


class PlaceForm(forms.Form):
    """A country, and whether it is for somebody under 18. Short names: they stand in addresses."""

    all_optional = True

    c = forms.ChoiceField(
        required=False,
        label="Country",
        choices=[("", "Any country"), *countries],
        widget=forms.Select(attrs={"autocomplete": "off"}),
    )
    u = forms.BooleanField(required=False, label="The person is under 18, or was in the pictures")
