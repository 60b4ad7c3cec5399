"""Personal links, what a trusted person gives through one, and what is decided about it."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from evidence.forms.places import WhenForm
from evidence.links import Link, LinkRefused, normalise
from evidence.models import Kind
from evidence.services.helping import LASTS_DAYS, USUAL_DAYS, Gift


class InviteForm(forms.Form):
    """For whom a personal link is, and how long it lasts."""

    label = forms.CharField(
        label="For whom is it?",
        help_text="A word that tells you who it is. The person does not see it.",
        max_length=80,
        error_messages={"required": "Write a word that tells you who it is for."},
    )
    days = forms.TypedChoiceField(
        label="How long should it work?",
        choices=[(days, f"{days} days") for days in LASTS_DAYS],
        coerce=int,
        initial=USUAL_DAYS,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose how long it should work."},
    )


class GiveForm(WhenForm):
    """One place: a link, or how to find it; when it was seen; a note; perhaps a screenshot."""

    all_optional = True
    address = forms.CharField(
        label="The link",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(
            attrs={"rows": 2, "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    kind = forms.ChoiceField(
        label="What kind of place is it?",
        choices=[
            ("", "Choose one"),
            *((kind.value, kind.label) for kind in Kind if kind != Kind.LINK),
        ],
        required=False,
    )
    locator = forms.CharField(
        label="How could it be found again?",
        help_text="The name of the group, the handle, the shop, the page number.",
        max_length=500,
        required=False,
    )
    note = forms.CharField(
        label="Anything you noticed",
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    upload = forms.FileField(label="Add one screenshot", required=False, allow_empty_file=True)
    field_order = ("address", "kind", "locator", "when", "note", "upload")
    link: Link | None = None

    def __init__(self, *args: Any, takes_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_files:
            del self.fields["upload"]

    def clean_address(self) -> str:
        """A link that can be read, or nothing."""
        address: str = self.cleaned_data["address"].strip()
        if not address:
            return ""
        try:
            self.link = normalise(address)
        except LinkRefused as fault:
            raise ValidationError(str(fault)) from fault
        return address

    def clean(self) -> dict[str, Any]:
        """There must be one place: a link, or a kind and how to find it."""
        data = super().clean()
        kind, locator = data.get("kind"), data.get("locator")
        if self.link or "address" in self.errors:
            return data
        if kind and not locator:
            self.add_error("locator", "Say how it could be found again.")
        elif locator and not kind:
            self.add_error("kind", "Choose what kind of place it is.")
        elif not kind:
            self.add_error("address", "Paste a link here, or describe a place without a link.")
        return data

    def gift(self, *, now: datetime) -> Gift:
        """What a valid form says; adds an error for an impossible moment."""
        data = self.cleaned_data
        seen_at, zone = self.moment(own_zone="UTC", now=now)
        without_link = self.link is None
        return Gift(
            link=self.link,
            kind=Kind(data["kind"]) if without_link else Kind.LINK,
            locator=data["locator"] if without_link else "",
            seen_at=seen_at,
            seen_zone=zone,
            note=data["note"],
        )


class ContributionForm(forms.Form):
    """Whether what was given is taken in."""

    decision = forms.ChoiceField(
        choices=[("ACCEPT", "Take it in"), ("DECLINE", "Decline it")],
        error_messages={
            "required": "Choose whether to take it in.",
            "invalid_choice": "Choose whether to take it in.",
        },
    )
