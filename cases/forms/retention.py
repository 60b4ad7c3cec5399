"""How long a case is kept, and whether it is to be deleted."""

from django import forms

from cases.services.retention import Dates


class DatesForm(forms.Form):
    """A day to ask, and a day to delete."""

    remind = forms.DateField(
        label="Ask again on",
        help_text="The page then asks if this is still needed. Nothing else happens.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day, such as 2027-03-01."},
    )
    delete = forms.DateField(
        label="Delete it on",
        help_text="You are warned here for 30 days. Then you have 30 more to change your mind.",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        error_messages={"invalid": "Write a day, such as 2027-03-01."},
    )

    def dates(self) -> Dates:
        """What a valid form says."""
        return Dates(remind=self.cleaned_data["remind"], delete=self.cleaned_data["delete"])


class HoldForm(forms.Form):
    """Why it must be kept."""

    reason = forms.CharField(
        label="Why must it be kept?",
        help_text="One sentence, such as: a court case is open.",
        max_length=300,
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"required": "Write why it must be kept."},
    )


class DeleteForm(forms.Form):
    """The reference, typed by hand, so that no slip deletes anything."""

    typed = forms.CharField(
        label="Write the number of this notebook",
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Write the number as it stands above."},
    )

    def __init__(self, *args: object, ref: str, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # passed on as they came
        self.ref = ref

    def clean_typed(self) -> str:
        """It has to be the same, in any case."""
        typed = str(self.cleaned_data["typed"]).strip().upper()
        if typed != self.ref:
            raise forms.ValidationError(f"That is another number. Write {self.ref}.")
        return typed
