"""How often the server looks again by itself."""

from django import forms

from evidence.services.watching import DAYS


def _in_words(days: int) -> str:
    return "Every day" if days == 1 else f"Every {days} days"


class WatchForm(forms.Form):
    """The number of days between two looks."""

    days = forms.TypedChoiceField(
        label="How often should the server look?",
        choices=[(days, _in_words(days)) for days in DAYS],
        coerce=int,
        initial=7,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Choose how often the server should look.",
            "invalid_choice": "Choose one of these.",
        },
    )
