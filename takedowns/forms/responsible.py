"""What people paste or type about who is responsible for a site."""

from django import forms

ROLES = [
    ("host", "The host: whoever runs the computers it stands on"),
    ("cdn", "A network in front of it (CDN)"),
    ("registrar", "The registrar: whoever sold the name"),
]


class PasteForm(forms.Form):
    """A WHOIS answer, as it came."""

    answer = forms.CharField(
        label="The answer of a WHOIS page",
        help_text="Paste all of it. Only whoever may act is kept, not who owns the name.",
        max_length=40_000,
        widget=forms.Textarea(
            attrs={"rows": 8, "spellcheck": "false", "autocapitalize": "none", "dir": "ltr"}
        ),
        error_messages={
            "required": "Paste the answer first.",
            "max_length": "This is too long. Paste only the answer about this one site.",
        },
    )


class HandForm(forms.Form):
    """Somebody who may act, as a person found it out."""

    role = forms.ChoiceField(
        label="Who is it?",
        choices=ROLES,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose who it is."},
    )
    name = forms.CharField(label="Name", help_text="You can leave it empty.", required=False,
                           max_length=120)  # fmt: skip
    mail = forms.EmailField(
        label="Mail address for abuse",
        max_length=254,
        error_messages={
            "required": "Write the mail address.",
            "invalid": "This is not a mail address. It looks like abuse@company.example.",
        },
    )
