"""What this did to the person."""

from typing import Any

from django import forms

from cases.services.effects import Said

QUOTED = [
    ("no", "No, it stays here"),
    ("yes", "Yes, word for word"),
]


class EffectForm(forms.Form):
    """A few words, a day if it is known, and whether a bundle may quote them."""

    words = forms.CharField(
        max_length=4000,
        label="What happened because of it?",
        help_text="One thing is enough. For instance: I did not go to work for a week.",
        error_messages={
            "required": "There is nothing written yet. Write a line, or go back.",
            "max_length": "A note holds 4,000 letters. Please split it in two.",
        },
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off"}),
    )
    day = forms.DateField(
        label="On which day, or since when?",
        help_text="Leave it empty if you don’t know.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day, such as 2026-11-03, or leave it empty."},
    )
    quoted = forms.ChoiceField(
        label="May a bundle quote it?",
        help_text="Even then it is asked again each time a bundle is put together. You can change "
        "this later.",
        choices=QUOTED,
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether a bundle may quote it."},
    )

    def __init__(self, *args: Any, mine: bool, may_allow: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not mine:
            self.fields["words"].help_text = "In the person’s own words, as they told it to you."
            self.fields["quoted"].label = "Did the person say that a bundle may quote it?"
        if not may_allow:
            del self.fields["quoted"]

    def said(self) -> Said:
        """What a valid form says."""
        data = self.cleaned_data
        return Said(words=data["words"], day=data["day"], quotable=data.get("quoted") == "yes")
