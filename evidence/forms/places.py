"""What is asked about places, and what counts as an answer."""

from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from django import forms
from django.core.exceptions import ValidationError

from evidence.forms.files import FilesField
from evidence.forms.lists import MOST_SIGNS
from evidence.forms.unlinked import UNLINKED, UnlinkedForm
from evidence.links import Link, LinkRefused, normalise
from evidence.models import Kind, Presence, Sighting
from evidence.services.figures import MOST, counted
from evidence.services.sightings import Noticed

_AREAS = (
    "Africa/", "America/", "Antarctica/", "Arctic/", "Asia/", "Atlantic/", "Australia/",
    "Europe/", "Indian/", "Pacific/",
)  # fmt: skip
_PLACES_WITHOUT_LINK = [(kind.value, kind.label) for kind in Kind if kind != Kind.LINK]
_FIRST_YEAR = 1995


@lru_cache
def zone_choices() -> list[tuple[str, str]]:
    """Every zone with a city, after an empty choice that stands for the person's own."""
    cities = sorted(name for name in available_timezones() if name.startswith(_AREAS))
    return [("", "My own zone"), ("UTC", "UTC"), *((name, name) for name in cities)]


class WhenForm(forms.Form):
    """When something was seen: now, at a moment the person names, or not known."""

    when = forms.ChoiceField(
        label="When did you see it?",
        choices=[
            ("now", "Just now"),
            ("at", "At another time"),
            ("unknown", "I have not seen it myself, or I do not know when"),
        ],
        initial="now",
        widget=forms.RadioSelect,
        error_messages={"required": "Say when you saw it; “I do not know” is fine."},
    )
    seen_date = forms.DateField(
        label="Day",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Write the day as year-month-day, like 2026-03-09."},
    )
    seen_time = forms.TimeField(
        label="Time, as near as you can",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "Write the time with hours and minutes, like 21:30."},
    )
    zone = forms.ChoiceField(
        label="In which time zone",
        required=False,
        choices=zone_choices,
        widget=forms.Select(attrs={"data-zone": ""}),
        error_messages={"invalid_choice": "Choose a time zone from the list."},
    )

    def clean(self) -> dict[str, Any]:
        """A day and a time are needed only where the person says so."""
        data = super().clean() or {}
        if data.get("when") == "at":
            for name, sentence in (
                ("seen_date", "Put in the day you saw it."),
                ("seen_time", "Put in the time as well; a rough one is fine."),
            ):
                if not data.get(name) and name not in self.errors:
                    self.add_error(name, sentence)
        return data

    def moment(self, *, own_zone: str, now: datetime) -> tuple[datetime | None, str]:
        """The moment in UTC and its zone; adds an error and gives None for an impossible one."""
        data = self.cleaned_data
        zone = data.get("zone") or own_zone
        if data.get("when") == "now":
            return now, zone
        if data.get("when") != "at" or not data.get("seen_date") or not data.get("seen_time"):
            return None, ""
        local = datetime.combine(data["seen_date"], data["seen_time"], tzinfo=ZoneInfo(zone))
        seen_at = local.astimezone(UTC)
        if fault := _fault(local, seen_at=seen_at, now=now):
            self.add_error("seen_date", fault)
            return None, ""
        return seen_at, zone


def _fault(local: datetime, *, seen_at: datetime, now: datetime) -> str:
    if seen_at > now:
        return "This moment has not come yet. Look at the day, the time and the zone again."
    if local.year < _FIRST_YEAR:
        return "This day is very long ago. Look at the year again."
    if seen_at.astimezone(local.tzinfo).replace(tzinfo=None) != local.replace(tzinfo=None):
        return "This hour did not exist on that day: the clocks went forward."
    return ""


class NoticedForm(WhenForm):
    """What a person noticed about a place; all of it may stay empty."""

    uploader = forms.CharField(
        label="Name of the account that shows it", max_length=200, required=False
    )
    posted_text = forms.CharField(
        label="Posting time, as the page shows it", max_length=80, required=False
    )
    views = forms.CharField(label="Views, as the page shows them", max_length=20, required=False)
    followers = forms.CharField(
        label="Followers of that account, or members of the group", max_length=20, required=False
    )
    reached_from = forms.IntegerField(
        label="Which place led you there?",
        help_text="Its number in the list of places, if one did.",
        min_value=1,
        max_value=999_999,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 6}),
        error_messages={"invalid": "Write the number of a place, like 3."},
    )
    reached_account = forms.CharField(
        label="Or which account or person?", max_length=200, required=False
    )
    hashtags = forms.CharField(label="Hashtags", max_length=300, required=False)
    note = forms.CharField(
        label="Anything else you noticed",
        max_length=4000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_views(self) -> int | None:
        """A whole number, also as pages write it: 1,200 or 12.5k or 3M."""
        return self._figure("views")

    def clean_followers(self) -> int | None:
        """The same for the followers of the account."""
        return self._figure("followers")

    def _figure(self, name: str) -> int | None:
        text: str = self.cleaned_data[name].strip().lower()
        if not text:
            return None
        number = counted(text)
        if number is None or number >= MOST:
            raise ValidationError(f"Write the number of {name} in digits, like 1200 or 12.5k.")
        return number

    def noticed(self, *, own_zone: str, now: datetime) -> Noticed:
        """What a valid form says was noticed; adds an error for an impossible moment."""
        data = self.cleaned_data
        seen_at, zone = self.moment(own_zone=own_zone, now=now)
        return Noticed(
            seen_at=seen_at,
            seen_zone=zone,
            uploader=data["uploader"],
            posted_text=data["posted_text"],
            views=data["views"],
            followers=data["followers"],
            hashtags=data["hashtags"],
            reached_from=data["reached_from"],
            reached_account=data["reached_account"],
            note=data["note"],
        )


class SightingForm(UnlinkedForm, NoticedForm):
    """Links or a place without one, with what was noticed, and pictures of it."""

    all_optional = True
    links = forms.CharField(
        label="Paste one link or many",
        required=False,
        max_length=MOST_SIGNS,
        widget=forms.Textarea(
            attrs={"rows": 5, "autocapitalize": "none", "spellcheck": "false", "dir": "ltr"}
        ),
    )
    kind = forms.ChoiceField(
        label="What kind of place is it?",
        choices=[("", "Choose one"), *_PLACES_WITHOUT_LINK],
        required=False,
    )
    upload = FilesField(label="Add screenshots", required=False)

    field_order = ("links", "kind", *UNLINKED, "upload", "when")

    def __init__(self, *args: Any, takes_files: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not takes_files:
            del self.fields["upload"]

    def clean(self) -> dict[str, Any]:
        """There must be a place: links, or a kind and a locator."""
        data = super().clean()
        kind, locator = data.get("kind"), data.get("locator")
        if locator and not kind:
            self.add_error("kind", "Choose what kind of place it is.")
        if kind and not locator:
            self.add_error("locator", "Say how you would find it again.")
        if not (data.get("links") or kind or locator or "links" in self.errors):
            self.add_error("links", "Paste a link here, or describe a place without a link.")
        return data


class SightingChangeForm(UnlinkedForm, NoticedForm):
    """What is noted about a place, to be put right."""

    all_optional = True
    address = forms.CharField(
        label="Link",
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 2, "spellcheck": "false", "dir": "ltr"}),
        help_text="Change it only if it was copied wrongly. A new link is a new place.",
    )
    field_order = ("address", *UNLINKED, "when")
    link: Link | None = None

    def __init__(self, *args: Any, sighting: Sighting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.sighting = sighting
        for name in UNLINKED if sighting.kind == Kind.LINK else ("address",):
            del self.fields[name]

    def clean_address(self) -> str:
        """The link as it stands, or another one that can be read."""
        address: str = self.cleaned_data["address"]
        if address.strip() == self.sighting.as_seen.strip():
            return address
        try:
            self.link = normalise(address)
        except LinkRefused as fault:
            raise ValidationError(str(fault)) from fault
        return address

    def clean_locator(self) -> str:
        """A place without a link keeps a way to be found."""
        locator: str = self.cleaned_data["locator"]
        if not locator:
            raise ValidationError("Say how you would find it again.")
        return locator


class ObservationForm(WhenForm):
    """What a place showed at one moment."""

    all_optional = True
    presence = forms.ChoiceField(
        label="What does it show?",
        choices=Presence.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what the place shows."},
    )
    note = forms.CharField(label="Anything to add", max_length=500, required=False)
    field_order = ("presence", "when", "seen_date", "seen_time", "zone", "note")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        when = self.fields["when"]
        assert isinstance(when, forms.ChoiceField)
        when.label = "When did you look?"
        when.choices = [("now", "Just now"), ("at", "At another time")]
