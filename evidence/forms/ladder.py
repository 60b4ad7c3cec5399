"""What people say of how a file was made, of an archive's copy, and as a second observer."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evidence.forms.places import WhenForm
from evidence.links import LinkRefused, normalise
from evidence.models import Cropped, Exhibit, Knowledge, Method, Presence, Sighting
from evidence.services.cosigning import Seen
from evidence.services.describing import SAVED_PAGES, Described


class DescribeForm(WhenForm):
    """How a file was made; every field may stay empty."""

    all_optional = True
    method = forms.ChoiceField(
        label="How was it made?", required=False, choices=Method.choices, widget=forms.RadioSelect
    )
    tool = forms.CharField(
        label="With which program?",
        help_text="The name of the browser or the app.",
        max_length=80,
        required=False,
    )
    tool_version = forms.CharField(label="Its version", max_length=40, required=False)
    knowledge = forms.ChoiceField(
        label="Did you see the place yourself?",
        required=False,
        choices=[
            ("", "I would rather not say"),
            (Knowledge.OWN, "Yes, with my own eyes"),
            (Knowledge.TOLD, "No, somebody gave it to me"),
        ],
        widget=forms.RadioSelect,
    )
    told_by = forms.CharField(
        label="Who gave it to you?",
        help_text="A word is enough: a friend, a colleague.",
        max_length=120,
        required=False,
    )
    cropped = forms.ChoiceField(
        label="Was anything cut off?",
        required=False,
        choices=Cropped.choices,
        widget=forms.RadioSelect,
    )
    not_shown = forms.CharField(
        label="What could be seen there that the file does not show?",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    note_device = forms.BooleanField(
        label="Note the browser and the device I use now", required=False
    )

    def __init__(self, *args: Any, exhibit: Exhibit, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        when, method = self.fields["when"], self.fields["method"]
        assert isinstance(when, forms.ChoiceField) and isinstance(method, forms.ChoiceField)
        when.label = "When was it made?"
        when.choices = [("unknown", "I do not know"), ("at", "I know when")]
        when.initial = "unknown"
        if exhibit.mime not in SAVED_PAGES:
            method.choices = [pair for pair in Method.choices if pair[0] != Method.SAVED_PAGE]

    def clean(self) -> dict[str, Any]:
        """A page saved by a browser counts as such only with the browser named."""
        data = super().clean()
        if data.get("method") == Method.SAVED_PAGE and not data.get("tool"):
            self.add_error("tool", "Name the browser that saved the page.")
        return data

    def described(self, *, own_zone: str, now: datetime, agent: str) -> Described:
        """What a valid form says; adds an error for an impossible moment.

        `agent` is what the browser says of itself; it is used only where that was ticked.
        """
        data = self.cleaned_data
        captured_at, _ = self.moment(own_zone=own_zone, now=now)
        told = data["knowledge"] == Knowledge.TOLD
        return Described(
            method=Method(data["method"]),
            tool=data["tool"],
            tool_version=data["tool_version"],
            device=agent[:300] if data["note_device"] else "",
            cropped=data["cropped"],
            not_shown=data["not_shown"],
            knowledge=Knowledge(data["knowledge"]),
            told_by=data["told_by"] if told else "",
            captured_at=captured_at,
        )


class ArchiveForm(WhenForm):
    """Where a third party holds a copy, as the person was told."""

    all_optional = True
    address = forms.CharField(
        label="Link to the copy",
        max_length=10_000,
        widget=forms.Textarea(
            attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
        error_messages={"required": "Paste the link to the copy."},
    )
    field_order = ("address", "when")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.label = "When was the copy made?"
        when.choices = [("unknown", "I do not know"), ("at", "I know when")]
        when.initial = "unknown"

    def clean_address(self) -> str:
        """A link that can be read; it is kept as it was given."""
        address: str = self.cleaned_data["address"].strip()
        try:
            return normalise(address).as_seen
        except LinkRefused as fault:
            raise ValidationError(str(fault)) from fault


class FileField(forms.ModelChoiceField):  # type: ignore[type-arg]  # not generic when it runs
    """A file of the case, by its number."""

    def label_from_instance(self, obj: Exhibit) -> str:
        """`EX-0001`; nothing of what it shows."""
        return obj.label


class CoSignForm(WhenForm):
    """What a second observer saw at the address."""

    presence = forms.ChoiceField(
        label="What does it show?",
        choices=Presence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the address shows."},
    )
    exhibit = FileField(
        label="Which file did you compare it with?",
        queryset=Exhibit.objects.none(),
        required=False,
        empty_label="None",
        error_messages={"invalid_choice": "Choose a file from the list."},
    )
    same_picture = forms.BooleanField(label="It shows the same picture as the file", required=False)
    same_account = forms.BooleanField(
        label="The account shown is the one noted here", required=False
    )
    same_time = forms.BooleanField(
        label="The posting time shown is the one noted here", required=False
    )
    field_order = ("presence", "exhibit", "same_picture", "same_account", "same_time", "when")

    def __init__(self, *args: Any, sighting: Sighting, exhibits: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not sighting.uploader:
            del self.fields["same_account"]
        if not sighting.posted_text:
            del self.fields["same_time"]
        field, when = self.fields["exhibit"], self.fields["when"]
        assert isinstance(field, FileField)
        assert isinstance(when, forms.ChoiceField)
        field.queryset = exhibits
        when.label = "When did you open it?"
        when.choices = [("now", "Just now"), ("at", "At another time")]

    def clean(self) -> dict[str, Any]:
        """The same picture as what? must be said."""
        data = super().clean()
        if data.get("same_picture") and not data.get("exhibit") and "exhibit" not in self.errors:
            self.add_error("exhibit", "Choose the file you compared it with.")
        return data

    def seen(self, *, own_zone: str, now: datetime) -> Seen | None:
        """What a valid form says; None and an error for an impossible moment."""
        data = self.cleaned_data
        opened_at, _ = self.moment(own_zone=own_zone, now=now)
        if opened_at is None:
            return None
        return Seen(
            presence=Presence(data["presence"]),
            opened_at=opened_at,
            same_picture=data["same_picture"],
            same_account=data.get("same_account", False),
            same_time=data.get("same_time", False),
        )
