"""Forms of sending by mail. They validate; they do not save, send or know the person."""

import re
from typing import Any

from django import forms

from takedowns.channels.mail_file import is_address
from takedowns.models import Security
from takedowns.services.outbox import Decision

HOST = re.compile(r"(?=.{1,200}$)[a-z0-9]([a-z0-9.-]*[a-z0-9])?", re.IGNORECASE)
PORT_FAULTS = ("required", "invalid", "min_value", "max_value")
KEPT = "Kept. Leave it empty to go on using it."


class MailAccountForm(forms.Form):
    """The account letters go out from. An empty password keeps the one that is there."""

    from_address = forms.EmailField(
        label="Letters come from", max_length=254,
        help_text="An address of your organisation, best one for this alone.",
        error_messages={"required": "Give the address letters come from."},
    )  # fmt: skip
    from_name = forms.CharField(
        label="Name beside it", max_length=80, required=False,
        help_text="A neutral one. Whoever sees a mailbox reads it first.",
    )  # fmt: skip
    reply_to = forms.EmailField(
        label="Answers go to", max_length=254,
        help_text="A mailbox for answers alone, which only your team reads.",
        error_messages={"required": "Give the mailbox that answers go to."},
    )  # fmt: skip
    host = forms.CharField(
        label="Mail server (SMTP)", max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
        error_messages={"required": "Give the name of the mail server."},
    )  # fmt: skip
    security = forms.ChoiceField(
        label="Encryption", choices=Security.choices, widget=forms.RadioSelect,
        error_messages={"required": "Choose how the line is encrypted."},
    )  # fmt: skip
    port = forms.IntegerField(
        label="Port", min_value=1, max_value=65535,
        widget=forms.NumberInput(attrs={"class": "govuk-input--width-4"}),
        error_messages=dict.fromkeys(PORT_FAULTS, "Give a number from 1 to 65535."),
    )  # fmt: skip
    username = forms.CharField(
        label="User name", max_length=200, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    password = forms.CharField(
        label="Password", max_length=200, required=False, strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )  # fmt: skip

    def __init__(self, *args: Any, kept_for: tuple[str, str] | None, **kwargs: Any) -> None:
        """`kept_for` is the server and the user name of the password that is kept, if one is."""
        super().__init__(*args, **kwargs)
        self._kept_for = kept_for
        if kept_for:
            self.fields["password"].help_text = KEPT

    def clean_from_address(self) -> str:
        return _plain(self.cleaned_data["from_address"])

    def clean_reply_to(self) -> str:
        return _plain(self.cleaned_data["reply_to"])

    def clean_host(self) -> str:
        """A name such as smtp.example.org, without a scheme, port or path."""
        host = str(self.cleaned_data["host"]).lower()
        if not HOST.fullmatch(host) or ".." in host:
            raise forms.ValidationError("Give the name alone, like smtp.example.org.")
        return host

    def clean_password(self) -> str:
        """Mail servers read plain letters, digits and signs only."""
        password = str(self.cleaned_data["password"])
        if not password.isascii():
            raise forms.ValidationError(
                "Mail servers read only the letters a to z, digits and plain signs here."
            )
        return password

    def clean(self) -> dict[str, Any]:
        """A password belongs to one server and one name; for another it is asked for anew."""
        given = super().clean() or {}
        named = (given.get("host", ""), given.get("username", ""))
        if given.get("username") and not given.get("password") and named != self._kept_for:
            self.add_error("password", "Type the password for this server and this user name.")
        return given


def _plain(address: str) -> str:
    if not is_address(address):
        raise forms.ValidationError("Write an address like letters@example.org.")
    return address


class MailForm(forms.Form):
    """What the page showed when a person pressed send."""

    digest = forms.CharField(max_length=64)
    from_address = forms.CharField(max_length=254)


class DecisionForm(forms.Form):
    """What a person says about a mail on its way."""

    decision = forms.ChoiceField(choices=[(each.value, each.value) for each in Decision])
