"""What is asked before a reader gets a link, and what the reader is asked."""

from typing import Any

from django import forms

from cases.models import Age
from dossiers.models import Dossier, Part, ReaderRole
from dossiers.services.locking import LEAST_PASSPHRASE
from dossiers.services.releasing import (
    DIGITS,
    LASTS_DAYS,
    MOST_COMPARED,
    MOST_OPENINGS,
    Terms,
    is_age_key,
    shows_pictures,
)

DAYS = [(days, f"{days} days") for days in LASTS_DAYS]


class ReleaseForm(forms.Form):
    """Who, what, how long, how often."""

    reader = forms.CharField(
        label="Who may see it?",
        help_text="The name of one person, as you know it.",
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write who may see it."},
    )
    role = forms.ChoiceField(
        label="Who is that?",
        choices=ReaderRole.choices,
        initial=ReaderRole.COUNSEL,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who that is."},
    )
    part = forms.ChoiceField(
        label="What may they save?",
        choices=Part.choices,
        initial=Part.DOCUMENT,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what they may save."},
    )
    looks = forms.BooleanField(
        label="They may look at the pictures that the document shows, on a page here",
        help_text="Blurred first, one at a time. Their name and the time stand on each.",
        required=False,
    )
    compares = forms.BooleanField(
        label="They may ask whether a picture of their own is one of yours",
        help_text="Their browser works out its fingerprints, and only these are sent. They learn "
        "the number of the file here and how sure it is. No picture is shown or sent, either way. "
        f"At most {MOST_COMPARED} pictures in all.",
        required=False,
    )
    days = forms.TypedChoiceField(
        label="For how long?",
        choices=DAYS,
        initial=14,
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose for how long."},
    )
    most = forms.IntegerField(
        label="How often may they open it?",
        min_value=1,
        max_value=MOST_OPENINGS,
        initial=5,
        error_messages={
            "required": "Write a number.",
            "invalid": "Write a number, such as 5.",
            "min_value": "At least once.",
            "max_value": f"At most {MOST_OPENINGS} times.",
        },
    )
    recipient = forms.CharField(
        label="Their public key of age, if they gave you one",
        help_text="It begins with age1. What they save can then be opened by them alone.",
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )

    def __init__(self, *args: Any, dossier: Dossier, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not shows_pictures(dossier):
            del self.fields["looks"]
        if dossier.case.age != Age.ADULT:
            del self.fields["compares"]

    def clean(self) -> dict[str, Any] | None:
        """At least one thing is released."""
        data: dict[str, Any] = super().clean() or {}
        more = data.get("looks") or data.get("compares")
        if data.get("part") == Part.NOTHING and not more:
            raise forms.ValidationError("Choose at least one thing they may do.")
        return data

    def clean_reader(self) -> str:
        """The name with single spaces."""
        return " ".join(str(self.cleaned_data["reader"]).split())

    def clean_recipient(self) -> str:
        """A key, or nothing."""
        typed = str(self.cleaned_data["recipient"]).strip()
        if typed and not is_age_key(typed):
            raise forms.ValidationError("This is not a public key of age. It begins with age1.")
        return typed

    def terms(self) -> Terms:
        """What a valid form says."""
        data: dict[str, Any] = self.cleaned_data
        return Terms(
            reader=data["reader"],
            role=ReaderRole(data["role"]),
            part=Part(data["part"]),
            looks=data.get("looks", False),
            compares=MOST_COMPARED if data.get("compares") else 0,
            days=data["days"],
            most=data["most"],
            recipient=data["recipient"],
        )


class ReaderCodeForm(forms.Form):
    """The code that was told by another way."""

    code = forms.CharField(
        label="The code",
        help_text=f"{DIGITS} digits. The person who sent the link tells you, by another way.",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "inputmode": "numeric"}),
        error_messages={"required": "Write the code you were told."},
    )


class LockForm(forms.Form):
    """A passphrase for a bundle on its way out."""

    passphrase = forms.CharField(
        label="A passphrase to lock it with",
        help_text="Four words or more. Nobody can open it without them; they are not kept here.",
        min_length=LEAST_PASSPHRASE,
        max_length=200,
        strip=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={
            "required": "Write a passphrase.",
            "min_length": f"Make it longer: at least {LEAST_PASSPHRASE} signs.",
        },
    )
