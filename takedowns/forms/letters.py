"""Forms of letters. They validate; they do not save, send or know the person."""

from collections.abc import Iterable
from typing import Any

from django import forms

from takedowns import drafting
from takedowns.models import NoticeState
from takedowns.services.proposals import Group

KIND_LABELS = {
    drafting.ContentKind.PRIVATE_AREA: "A private part of the body",
    drafting.ContentKind.NUDITY: "Full or partial nudity",
    drafting.ContentKind.SEXUAL_ACT: "A sexual act",
    drafting.ContentKind.IMPERSONATION: "Someone posing as the person, or a changed picture",
}
GROUND_LABELS = {
    drafting.Ground.UNLAWFUL: "It was never lawful to publish it",
    drafting.Ground.CONSENT_WITHDRAWN: "A yes was given once and is taken back",
    drafting.Ground.OBJECTION: "The person objects to it",
}
LINK_LABELS = {
    drafting.LocalLink.PERSON_LIVES_THERE: "The person shown lives in this authority’s country",
    drafting.LocalLink.POSTER_LIVES_THERE: "Whoever posted it lives there",
    drafting.LocalLink.HOSTED_THERE: "It is hosted there",
}
CONSENT_LABELS = {
    drafting.ConsentHistory.NEVER: "No, never",
    drafting.ConsentHistory.WITHDRAWN: "Yes, once; it is taken back",
}
SITUATION_LABELS = {
    drafting.Situation.UNSTATED: "Say nothing about it",
    drafting.Situation.GENDER_VIOLENCE: "Gender-based violence",
    drafting.Situation.MINOR: "The person shown is under 18",
    drafting.Situation.OTHER: "Another situation that makes it worse",
}
IDENTIFICATION_LABELS = {
    drafting.Identification.ELECTRONIC: "Electronically, with a certificate or an account",
    drafting.Identification.PAPER: "On paper",
}


class ProposalForm(forms.Form):
    """Which places of one group go into a letter, and by which way."""

    route = forms.ChoiceField(widget=forms.RadioSelect, label="The way")
    places = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple,
        label="Places",
        error_messages={"required": "Choose at least one place."},
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        route, places = self.fields["route"], self.fields["places"]
        assert isinstance(route, forms.ChoiceField)
        assert isinstance(places, forms.MultipleChoiceField)
        route.choices = [(each.key, each.name) for each in group.routes]
        places.choices = [(str(each.pk), each.url or each.locator) for each in group.sightings]


class LetterForm(forms.Form):
    """What a letter of this rule may say besides what the case already knows.

    Only the fields its requirements are filled from are there; `fields_for` decides.
    """

    language = forms.ChoiceField(
        label="Language of the letter", required=False,
        help_text="You can read it in English beside, too. Have other languages read by someone "
        "who grew up with them.",
    )  # fmt: skip
    signature_name = forms.CharField(
        label="Name typed as signature", max_length=120, required=False,
        help_text="This name stands under the letter. The service will read it.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "class": "govuk-input--width-20"}),
    )  # fmt: skip
    principal = forms.CharField(
        label="Name of the person you act for", max_length=120, required=False,
        help_text="Leave it empty to write “the person depicted”.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    nonconsent_facts = forms.CharField(
        label="What shows that there was no consent", max_length=2000, required=False,
        help_text="One or two sentences are enough: “I never agreed to any publication.”",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    harm = forms.CharField(
        label="What harm it does", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    work_description = forms.CharField(
        label="What the picture or video is", max_length=500, required=False,
        help_text="In words, without the picture. For example: a portrait I took in 2024.",
    )  # fmt: skip
    national_offence = forms.CharField(
        label="The law of your country it breaks, if you know it", max_length=300, required=False,
    )  # fmt: skip
    content_kinds = forms.MultipleChoiceField(
        label="What the material shows", required=False, widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, words) for kind, words in KIND_LABELS.items()],
    )  # fmt: skip
    ground = forms.ChoiceField(
        label="Why the data must be erased", required=False, widget=forms.RadioSelect,
        choices=[(ground.value, words) for ground, words in GROUND_LABELS.items()],
    )  # fmt: skip
    objection = forms.CharField(
        label="Why the person objects", max_length=1000, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    circumstances = forms.CharField(
        label="How it was spread", max_length=2000, required=False,
        help_text="Where it appeared first, and by which ways it went on. Facts are enough.",
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    fear = forms.CharField(
        label="Why you fear that it will be spread", max_length=2000, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    local_link = forms.ChoiceField(
        label="What joins it to this authority", required=False, widget=forms.RadioSelect,
        choices=[(link.value, words) for link, words in LINK_LABELS.items()],
    )  # fmt: skip
    consent_history = forms.ChoiceField(
        label="Was the publication ever agreed to?", required=False, widget=forms.RadioSelect,
        choices=[(consent.value, words) for consent, words in CONSENT_LABELS.items()],
    )  # fmt: skip
    situation = forms.ChoiceField(
        label="What the authority may know of the situation", required=False,
        widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in SITUATION_LABELS.items()],
    )  # fmt: skip
    identification = forms.ChoiceField(
        label="How to show who writes", required=False, widget=forms.RadioSelect,
        choices=[(each.value, words) for each, words in IDENTIFICATION_LABELS.items()],
    )  # fmt: skip
    inform_recipients = forms.BooleanField(
        label="Ask them to tell others who received it", required=False
    )
    with_police_reference = forms.BooleanField(
        label="Name the police reference in this letter", required=False
    )

    all_optional = True

    def __init__(
        self,
        *args: Any,
        wanted: Iterable[str],
        languages: Iterable[drafting.Language],
        police_reference: str,
        agent: str,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        keep = {*wanted, *(["with_police_reference"] if police_reference else [])}
        choices = [(each.code, _named(each)) for each in languages]
        language = self.fields["language"]
        assert isinstance(language, forms.ChoiceField)
        language.choices = choices
        keep |= {"language"} if len(choices) > 1 else set()
        if not agent:
            keep.discard("principal")
        for name in [name for name in self.fields if name not in keep]:
            del self.fields[name]


def _named(language: drafting.Language) -> str:
    return language.name if language.checked else f"{language.name} (not yet checked)"


class ApprovalForm(forms.Form):
    """The person's own word, never pre-ticked, bound to the digest of the text they read."""

    digest = forms.CharField(widget=forms.HiddenInput)
    declarations = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, required=False, label="Your word"
    )

    def __init__(
        self, *args: Any, declarations: Iterable[drafting.Declaration], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["declarations"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(each.key, each.text) for each in declarations]
        if not field.choices:
            del self.fields["declarations"]


NOTICE_TONES = {
    NoticeState.DRAFT: ("Draft", "open"),
    NoticeState.APPROVED: ("Approved, not sent yet", "waiting"),
    NoticeState.SENT: ("Waiting for an answer", "waiting"),
    NoticeState.DECIDED: ("Answered", "gone"),
    NoticeState.WITHDRAWN: ("Withdrawn", "closed"),
}
