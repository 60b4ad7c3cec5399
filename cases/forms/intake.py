"""One form for each of the first questions, in the words of whoever answers."""

from typing import Any

from django import forms
from django_countries import countries

from cases.intake import words
from cases.intake.rules import NAMES, RULE_SETS, proposals_for
from cases.intake.steps import Step, is_past
from cases.models import Age, Case, Happened, Sells, Taker

OFF = {"autocomplete": "off"}


class StepForm(forms.Form):
    """The form of one question. `answers` is what the services take: the case's own fields."""

    step: Step
    page_heading = True
    all_optional = True

    def __init__(self, *args: Any, case: Case, mine: bool, **kwargs: Any) -> None:
        kwargs["initial"] = self.answered(case)
        super().__init__(*args, **kwargs)
        question = words.question(self.step, mine=mine)
        first = next(iter(self.fields.values()))
        if self.page_heading:
            first.label, first.help_text = question.title, question.hint
        self.arrange(case, mine=mine)

    def answered(self, case: Case) -> dict[str, Any]:
        """What is in the case already, keyed by this form's fields."""
        return {name: getattr(case, name) for name in self.base_fields}

    def arrange(self, case: Case, *, mine: bool) -> None:
        """Set the choices in the reader's words."""

    def answers(self) -> dict[str, object]:
        """The cleaned answers, keyed by the case's fields."""
        return dict(self.cleaned_data)

    def _offer(self, name: str, offered: words.Choices | list[tuple[str, words.Choices]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        field.choices = offered


class SafetyForm(StepForm):
    """Whether anybody else can see the device."""

    step = Step.SAFETY
    device = forms.ChoiceField(
        choices=words.YES_NO_DEVICE,
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose one. If you are not sure, choose the second."},
    )

    def answered(self, case: Case) -> dict[str, Any]:
        """`safe`, `seen`, or nothing."""
        if case.device_is_safe is None:
            return {}
        return {"device": "safe" if case.device_is_safe else "seen"}

    def answers(self) -> dict[str, object]:
        """As the case keeps it."""
        return {"device_is_safe": self.cleaned_data["device"] == "safe"}


class HappenedForm(StepForm):
    """What happened; more than one may fit."""

    step = Step.HAPPENED
    happened = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    def arrange(self, case: Case, *, mine: bool) -> None:
        """In the reader's words."""
        self._offer("happened", words.choices(Happened, mine=mine))


class AgeForm(StepForm):
    """Whether everything was made at 18 or older. Changing back to yes asks for a confirmation."""

    step = Step.AGE
    age = forms.ChoiceField(
        widget=forms.RadioSelect,
        error_messages={"required": "Please choose one. If you are not sure, say so."},
    )
    confirmed = forms.BooleanField(
        required=False,
        label="I have read this. All of it was made at 18 or older.",
        help_text=(
            "Pictures of someone under 18 may not be kept here, not even to help."
            " With a wrong answer, the person and the people who help could break the law."
        ),
    )

    def arrange(self, case: Case, *, mine: bool) -> None:
        """The confirmation stands only where an earlier answer is taken back."""
        offered = words.choices(Age, mine=mine)
        self._offer("age", [(age, words.YES_NO_AGE.get(age, label)) for age, label in offered])
        if case.age not in {Age.MINOR, Age.UNSURE}:
            del self.fields["confirmed"]

    def answered(self, case: Case) -> dict[str, Any]:
        """The age alone; a confirmation is never ticked in advance."""
        return {"age": case.age}

    def clean(self) -> dict[str, Any]:
        """Ask for the confirmation where it counts."""
        cleaned = super().clean() or {}
        back = "confirmed" in self.fields and cleaned.get("age") == Age.ADULT
        if back and not cleaned.get("confirmed"):
            self.add_error("confirmed", "Please read the sentence and tick it, if it is so.")
        return cleaned


class WhereForm(StepForm):
    """The country the person lives in."""

    step = Step.WHERE
    country = forms.ChoiceField(required=False, widget=forms.Select(attrs=OFF))

    def arrange(self, case: Case, *, mine: bool) -> None:
        """Every country, none chosen at first."""
        self._offer("country", [("", "Choose a country"), *countries])


class RulesForm(StepForm):
    """The places whose rules letters may name. None chosen means: whatever helps."""

    WHATEVER = "ANY"
    step = Step.RULES
    jurisdictions = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)
    others = forms.MultipleChoiceField(
        required=False, label="Other places", widget=forms.CheckboxSelectMultiple
    )

    def arrange(self, case: Case, *, mine: bool) -> None:
        """What fits the country first."""
        fitting = proposals_for(case.country)
        near = [(code, NAMES[code]) for code in fitting]
        self._offer("jurisdictions", [*near, (self.WHATEVER, "Use whatever helps")])
        far = [(rules.code, rules.name) for rules in RULE_SETS if rules.code not in fitting]
        self._offer("others", far)

    def answered(self, case: Case) -> dict[str, Any]:
        """The proposals, until something was chosen."""
        fitting = proposals_for(case.country)
        if not is_past(case, Step.RULES):
            return {"jurisdictions": list(fitting)}
        chosen = set(case.jurisdictions)
        near = [code for code in fitting if code in chosen]
        return {
            "jurisdictions": near if chosen else [self.WHATEVER],
            "others": sorted(chosen.difference(fitting)),
        }

    def answers(self) -> dict[str, object]:
        """Codes, or none where whatever helps may be used."""
        chosen = {*self.cleaned_data["jurisdictions"], *self.cleaned_data["others"]}
        codes = [rules.code for rules in RULE_SETS if rules.code in chosen]
        return {"jurisdictions": [] if self.WHATEVER in chosen else codes}


class TakerForm(StepForm):
    """Who pressed the button."""

    step = Step.TAKER
    taker = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def arrange(self, case: Case, *, mine: bool) -> None:
        """In the reader's words."""
        self._offer("taker", words.choices(Taker, mine=mine))


class SellsForm(StepForm):
    """Whether the person sells material of this kind."""

    step = Step.SELLS
    sells = forms.ChoiceField(required=False, widget=forms.RadioSelect)

    def arrange(self, case: Case, *, mine: bool) -> None:
        """In the reader's words."""
        self._offer("sells", words.choices(Sells, mine=mine))


class FactsForm(StepForm):
    """What else matters, and a police number."""

    step = Step.FACTS
    page_heading = False
    facts = forms.CharField(
        required=False,
        max_length=4000,
        label="What else matters",
        widget=forms.Textarea(attrs={**OFF, "rows": 5}),
    )
    police_reference = forms.CharField(
        required=False,
        max_length=80,
        label="Police number",
        help_text="If you went to the police and got a number. Some services act faster with it.",
        widget=forms.TextInput(attrs=OFF),
    )

    def arrange(self, case: Case, *, mine: bool) -> None:
        """An advocate reads of the person."""
        if not mine:
            field = self.fields["police_reference"]
            field.help_text = "If there is a report. Some services act faster with it."


STEP_FORMS: dict[Step, type[StepForm]] = {
    form.step: form
    for form in (
        SafetyForm, HappenedForm, AgeForm, WhereForm, RulesForm, TakerForm, SellsForm, FactsForm,
    )
}  # fmt: skip
