"""How a recipient of a letter may reach the person."""

from typing import Any

from django import forms

from cases.models import Contact, Shown

OFF = {"autocomplete": "off"}


class ContactForm(forms.Form):
    """Every field may stay empty; each says which letters ask for it and who would learn it."""

    all_optional = True

    name = forms.CharField(
        required=False,
        max_length=120,
        label="Name in letters",
        widget=forms.TextInput(attrs=OFF),
    )
    mail = forms.EmailField(
        required=False,
        label="E-mail address for answers",
        error_messages={"invalid": "This does not look like an e-mail address: name@place.org"},
        widget=forms.EmailInput(attrs=OFF),
    )
    separate_mail = forms.EmailField(
        required=False,
        label="A separate mailbox",
        error_messages={"invalid": "This does not look like an e-mail address: name@place.org"},
        widget=forms.EmailInput(attrs=OFF),
    )
    mail_shown = forms.ChoiceField(
        required=False,
        label="Letters carry",
        choices=[
            (Shown.OWN, "The first e-mail address"),
            (Shown.OTHER, "The separate mailbox"),
            (Shown.NONE, "No e-mail address, where the rule allows it"),
        ],
    )
    telephone = forms.CharField(
        required=False,
        max_length=40,
        label="Telephone",
        widget=forms.TextInput(attrs={**OFF, "inputmode": "tel"}),
    )
    telephone_shown = forms.ChoiceField(
        required=False,
        label="Letters carry",
        choices=[
            (Shown.OWN, "This telephone number"),
            (Shown.NONE, "No telephone number, where the rule allows it"),
        ],
    )
    postal_address = forms.CharField(
        required=False,
        max_length=400,
        label="Postal address",
        widget=forms.Textarea(attrs={**OFF, "rows": 3}),
    )
    postal_alias = forms.CharField(
        required=False,
        max_length=400,
        label="Another postal address",
        widget=forms.Textarea(attrs={**OFF, "rows": 3}),
    )
    postal_shown = forms.ChoiceField(
        required=False,
        label="Letters carry",
        choices=[
            (Shown.OWN, "The first postal address"),
            (Shown.OTHER, "The other postal address"),
            (Shown.NONE, "No postal address, where the rule allows it"),
        ],
    )
    may_be_passed_on = forms.BooleanField(
        required=False,
        label="A service may tell the uploader who wrote",
        help_text="New Zealand letters ask this. Leave it empty to stay out of it.",
    )

    def __init__(self, *args: Any, mine: bool, known: Contact | None, **kwargs: Any) -> None:
        if known:
            kwargs["initial"] = {name: getattr(known, name) for name in self.base_fields}
        super().__init__(*args, **kwargs)
        for name, says in (_HINTS if mine else _HINTS_FOR_STAFF).items():
            self.fields[name].help_text = says

    def clean(self) -> dict[str, Any]:
        """An address that letters shall carry has to be there."""
        cleaned = super().clean() or {}
        for shown, other, says in _PAIRS:
            if cleaned.get(shown) == Shown.OTHER and not cleaned.get(other):
                self.add_error(other, says)
        for shown in _CHOICES:
            cleaned[shown] = cleaned.get(shown) or Shown.OWN
        return cleaned


_PAIRS = (
    ("mail_shown", "separate_mail", "Write the separate mailbox here, or choose the first one."),
    ("postal_shown", "postal_alias", "Write the other address here, or choose the first one."),
)
_CHOICES = ("mail_shown", "telephone_shown", "postal_shown")
_HINTS = {
    "name": (
        "Letters under US, EU and New Zealand rules need a name. Someone who helps you can sign"
        " with theirs. The service learns it."
    ),
    "mail": (
        "Nearly every letter needs one. The service learns it. Best is a new mailbox that nobody"
        " else can open."
    ),
    "separate_mail": "A mailbox made for this alone, without your name in its address.",
    "postal_alias": "A post-office box, or the office of someone who helps you.",
    "telephone": "Copyright and New Zealand letters ask for it. Most letters do not.",
    "postal_address": (
        "Copyright, New Zealand and Japan letters ask for it. A service may pass it on to the"
        " uploader. It can be another address, such as a lawyer's."
    ),
}
_HINTS_FOR_STAFF = {
    "name": (
        "Letters under US, EU and New Zealand rules need a name; under a mandate it can be yours."
        " The service learns it."
    ),
    "mail": "Nearly every letter needs one. Your team's mailbox keeps the person's own out of it.",
    "separate_mail": "A mailbox made for this, or your team's.",
    "postal_alias": "Your team's address, or a post-office box.",
    "telephone": "Copyright letters may ask for it. Your team's number will do.",
    "postal_address": (
        "Copyright, New Zealand and Japan letters ask for it, and it may reach the uploader."
        " Write your team's address where you can."
    ),
}
