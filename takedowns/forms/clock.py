"""Forms of what the recipient said about its time, and of how a person is reminded."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from takedowns.models import DigestPace, Quiet, ReminderChoices, Weekday
from takedowns.services.reminder_choices import Wanted

DAY_ERRORS = {"invalid": "Write the day like 2026-11-22.", "required": "Give the day."}
TIME_ERRORS = {"invalid": "Write the time like 14:05.", "required": "Give the time."}


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, error_messages=DAY_ERRORS)


def _time(label: str, **more: Any) -> forms.TimeField:
    shape = {"type": "time", "class": "govuk-input--width-4"}
    widget = forms.TimeInput(attrs=shape, format="%H:%M")
    return forms.TimeField(label=label, widget=widget, error_messages=TIME_ERRORS, **more)


class ToldForm(forms.Form):
    """The moment they named, or wrote."""

    day = _day("Day")
    time = _time("Time")

    def moment(self, zone: ZoneInfo) -> datetime:
        """The moment in UTC, read in the reader's zone."""
        day, time = self.cleaned_data["day"], self.cleaned_data["time"]
        return datetime.combine(day, time, zone).astimezone(UTC)


class LongerForm(ToldForm):
    """When they told it, and why."""

    reason = forms.CharField(
        label="The reason they gave", max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": "Write the reason they gave. The rule asks them for one."},
    )  # fmt: skip


class PutOffForm(forms.Form):
    """The day on which a reminder comes back."""

    day = _day("Remind me on")


class RemindersForm(forms.Form):
    """When mail may come, and how much of it."""

    quiet = forms.ChoiceField(
        choices=Quiet.choices, widget=forms.RadioSelect, label="When is it quiet?",
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )  # fmt: skip
    quiet_from = _time("Quiet from", required=False, help_text="For “other hours”.")
    quiet_until = _time("Quiet until", required=False)
    digest = forms.ChoiceField(
        choices=DigestPace.choices, widget=forms.RadioSelect, label="How many notes?",
        help_text="With one note a week, a time can end before the note comes.",
        error_messages={"required": "Choose one.", "invalid_choice": "Choose one of these."},
    )  # fmt: skip
    digest_weekday = forms.TypedChoiceField(
        choices=Weekday.choices, coerce=int, label="Day of the weekly note"
    )
    digest_hour = forms.TypedChoiceField(
        choices=[(hour, f"{hour:02}:00") for hour in range(24)], coerce=int,
        label="Hour of the daily or weekly note",
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Own hours need both ends, and two that differ."""
        given = super().clean() or {}
        if given.get("quiet") != Quiet.OWN or self.errors:
            return given
        begins, ends = given.get("quiet_from"), given.get("quiet_until")
        for name, value in (("quiet_from", begins), ("quiet_until", ends)):
            if value is None:
                self.add_error(name, "Give the time.")
        if begins is not None and begins == ends:
            self.add_error("quiet_until", "Give another time than the one it begins at.")
        return given

    def wanted(self, *, before: ReminderChoices) -> Wanted:
        """What was chosen; hours left empty stay as they were."""
        data = self.cleaned_data
        return Wanted(
            quiet=Quiet(data["quiet"]),
            quiet_from=data["quiet_from"] or before.quiet_from,
            quiet_until=data["quiet_until"] or before.quiet_until,
            digest=DigestPace(data["digest"]),
            digest_hour=data["digest_hour"],
            digest_weekday=data["digest_weekday"],
        )


class FeedForm(forms.Form):
    """Whether the calendar rings."""

    alarms = forms.BooleanField(
        required=False, label="Let my calendar ring at each moment",
        help_text="Off is quieter: the moments stand in the calendar and nothing rings.",
    )  # fmt: skip
