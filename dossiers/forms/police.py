"""What is asked before a sheet for the police is made."""

from typing import Any

from django import forms

from cases.models import Case
from dossiers.services.police import Reach, Told, reaches

MOST_WORDS = 700
WAYS = {
    Reach.NOBODY: "Nobody. The person comes back to them.",
    Reach.ADVOCATE: "The advocate, by name and team",
    Reach.PERSON: "The person, by the mail address or telephone that letters carry",
}
OWN_WAYS = {
    Reach.NOBODY: "Nobody. You come back to them.",
    Reach.ADVOCATE: "Your advocate, by name and team",
    Reach.PERSON: "You, by the mail address or telephone that letters carry",
}
OWN_LABELS = {
    "name": "Should your name be on it?",
    "words": "What happened, in your own words",
}


class PoliceSheetForm(forms.Form):
    """Who can be asked, whether a name stands on it, and what is added."""

    reach = forms.ChoiceField(
        label="Whom may the police ask back?",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whom the police may ask."},
    )
    name = forms.ChoiceField(
        label="Should the name of the person be on it?",
        choices=[
            ("no", "No. Names and addresses that are known here are left out."),
            ("yes", "Yes, the name is on it"),
        ],
        initial="no",
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the name is on it."},
    )
    words = forms.CharField(
        label="What happened, in the person’s own words",
        help_text="A few sentences, or nothing: it can also be told in person.",
        max_length=MOST_WORDS,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5, "autocomplete": "off"}),
        error_messages={"max_length": f"Make it shorter: at most {MOST_WORDS} signs."},
    )
    addresses = forms.BooleanField(
        label="Add every exact address, on pages of its own",
        help_text="The police need them to ask a service to keep data. Leave it out where a bundle "
        "goes along.",
        required=False,
    )

    def __init__(self, *args: Any, case: Case, mine: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        ways = OWN_WAYS if mine else WAYS
        for name, label in OWN_LABELS.items() if mine else ():
            self.fields[name].label = label
        reach = self.fields["reach"]
        assert isinstance(reach, forms.ChoiceField)
        reach.choices = [(each.value, ways[each]) for each in reaches(case)]
        reach.initial = Reach.NOBODY.value

    def told(self) -> Told:
        """What a valid form says."""
        data = self.cleaned_data
        return Told(
            reach=Reach(data["reach"]),
            with_name=data["name"] == "yes",
            addresses=data["addresses"],
            words=data["words"].strip(),
        )
