"""Forms of sign-in, of a person's own settings, and of teams."""

from typing import Any

from allauth.account.forms import (
    AddEmailForm,
    ChangePasswordForm,
    LoginForm,
    ReauthenticateForm,
    ResetPasswordForm,
    ResetPasswordKeyForm,
    SetPasswordForm,
    SignupForm,
)
from allauth.mfa.adapter import get_adapter as mfa_adapter
from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.base.forms import ReauthenticateForm as ReauthenticateByCodeForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.utils import encrypt
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.core.validators import URLValidator
from django.http import HttpRequest

from accounts.models import Person, Role
from accounts.services.mails import nobody
from accounts.services.names import suggest_name
from accounts.services.settings import Choices, is_zone, zone_choices

PURPOSES = [("me", "For myself"), ("others", "I help other people")]
ROLES = [
    (Role.ADVOCATE, "Advocate: works on the cases given to them"),
    (Role.SUPERVISOR, "Supervisor: opens every case, gives cases out, changes the team"),
    (Role.COUNSEL, "Counsel: a lawyer; sees only what a person releases to them"),
    (Role.OPERATOR, "Operator: keeps the machine running; sees no case"),
]
PASSWORD_HINT = (
    "At least 10 letters, digits or signs. Four words in a row are easy to keep in mind."
)
MAIL_HINT = (
    "Think of who else can open this mailbox: a partner, a parent, an old phone. "
    "Without an address nobody can send you a new password."
)


class SignInForm(LoginForm):  # type: ignore[misc]  # allauth has no types
    """Name or address, and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Your name here, or your e-mail"
        self.fields["login"].widget.attrs["autocomplete"] = "username"
        self.fields["password"].help_text = ""
        plain(self)


class SignUpForm(SignupForm):  # type: ignore[misc]  # allauth has no types
    """A name and a password; an address only for those who want one."""

    mail_is_safe = forms.BooleanField(
        required=False,
        label="Only I read this mailbox. You may write to it.",
        help_text="We write only where this is ticked, and never what it is about.",
    )
    purpose = forms.ChoiceField(
        choices=PURPOSES, required=False, initial="me", label="Who is it for?",
        widget=forms.RadioSelect,
    )  # fmt: skip
    zone = forms.CharField(required=False, widget=forms.HiddenInput(attrs={"data-zone": True}))
    field_order = ["username", "password1", "email", "mail_is_safe", "purpose", "zone"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["username"]
        name.label = "A name to sign in with"
        name.help_text = "Take ours or choose one. Best not your own name, nor one used elsewhere."
        if not self.is_bound:
            name.initial = suggest_name()
        self.fields["email"].label = "E-mail"
        self.fields["email"].help_text = MAIL_HINT
        plain(self)

    def clean_zone(self) -> str:
        """A zone this machine knows, or nothing; the device's word is never an error."""
        named = str(self.cleaned_data.get("zone") or "")
        return named if is_zone(named) else ""


def plain(form: forms.BaseForm) -> None:
    """Labels instead of grey words inside the fields, and one hint for a new password."""
    for field in form.fields.values():
        field.widget.attrs.pop("placeholder", None)
    if "password1" in form.fields:
        form.fields["password1"].help_text = PASSWORD_HINT


class NewAddressForm(AddEmailForm):  # type: ignore[misc]  # allauth has no types
    """One more address."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "New address"
        self.fields["email"].help_text = MAIL_HINT
        plain(self)


class NewPasswordForm(ChangePasswordForm):  # type: ignore[misc]  # allauth has no types
    """The password one has, and the next."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = "The password you have now"
        self.fields["oldpassword"].help_text = ""
        self.fields["password1"].label = "New password"
        self.fields["password2"].label = "New password, once more"
        plain(self)


class FirstPasswordForm(SetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """A password for somebody who has none."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password2"].label = "Password, once more"
        plain(self)


class AskResetForm(ResetPasswordForm):  # type: ignore[misc]  # allauth has no types
    """Where to write. For an address nobody gave, the same work is done and nothing leaves."""

    users: list[Person]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "The address you gave"
        plain(self)

    def save(self, request: HttpRequest, **kwargs: Any) -> str:
        """Write to whoever gave this address; the page that follows is the same for all."""
        self.users = self.users or [nobody()]
        address: str = super().save(request, **kwargs)
        return address


class ResetForm(ResetPasswordKeyForm):  # type: ignore[misc]  # allauth has no types
    """A new password, from a link in a mail."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = "New password"
        self.fields["password2"].label = "New password, once more"
        plain(self)


class StillYouForm(ReauthenticateForm):  # type: ignore[misc]  # allauth has no types
    """The password again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = ""
        plain(self)


class SecondStepForm(AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    """A code at sign-in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)


class StillYouByCodeForm(ReauthenticateByCodeForm):  # type: ignore[misc]  # allauth has no types
    """A code again."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        plain(self)


class AppForm(ActivateTOTPForm):  # type: ignore[misc]  # allauth has no types
    """The first code from an app. It counts as used: whoever read it over a shoulder comes late."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = "The six digits"
        self.fields["code"].widget.attrs["inputmode"] = "numeric"
        plain(self)

    def clean_code(self) -> str:
        """The code, valid and never used before."""
        code: str = super().clean_code()
        step = Authenticator(
            user=self.user, type=Authenticator.Type.TOTP, data={"secret": encrypt(self.secret)}
        )
        if not TOTP(step).validate_code(code):
            raise mfa_adapter().validation_error("incorrect_code")
        return code


class PasskeyForm(AddWebAuthnForm):  # type: ignore[misc]  # allauth has no types
    """A passkey, and whether it opens the notebook by itself."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].label = "A name for it"
        alone = self.fields["passwordless"]
        alone.label = "Sign in with it alone, without a password"
        alone.help_text = "The device then asks for a finger, a face or its code each time."
        plain(self)


class SettingsForm(forms.Form):
    """What a person chooses about the pages."""

    display_name = forms.CharField(
        max_length=80, required=False, label="Name to show",
        help_text="What the people on your case read. Empty: the name you sign in with.",
    )  # fmt: skip
    zone = forms.ChoiceField(
        label="Time zone", help_text="Every date and time is shown in this zone.",
        error_messages={"invalid_choice": "Choose a zone from the list."},
    )  # fmt: skip
    app_name = forms.CharField(
        max_length=24, required=False, label="Name on the page",
        help_text="What a tab and the top of each page say. For example: Recipes, Garden, Notes.",
    )  # fmt: skip
    exit_url = forms.CharField(
        max_length=200, required=False, label="Where “Leave this page” goes",
        help_text="The address of an everyday page, for example one with the weather.",
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none"}),
    )  # fmt: skip
    mail_is_safe = forms.BooleanField(
        required=False, label="Only I read my mail. You may write to me.",
        help_text=(
            "We write to remind you, or when you forgot your password, and never say what it "
            "is about. Where this is not ticked, no mail leaves."
        ),
    )  # fmt: skip
    shared_device = forms.BooleanField(
        required=False, label="Other people use this device.",
        help_text="You are signed out after 5 minutes without a new page.",
    )  # fmt: skip

    def __init__(self, *args: Any, zone_now: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zones = self.fields["zone"]
        if isinstance(zones, forms.ChoiceField):
            zones.choices = zone_choices(zone_now)

    def clean_exit_url(self) -> str:
        """An http or https address; without a scheme, https is meant."""
        told = str(self.cleaned_data["exit_url"]).strip()
        if not told:
            return ""
        address = told if ":" in told.split("/", 1)[0] else f"https://{told}"
        URLValidator(
            schemes=["http", "https"],
            message="This is not the address of a page. It starts with https:// or http://.",
        )(address)
        return address

    def choices(self) -> Choices:
        """What was chosen; only after the form is valid."""
        return Choices(**self.cleaned_data)


class TeamForm(forms.Form):
    """The name of a new team."""

    name = forms.CharField(
        max_length=120, min_length=2, label="Name of the team",
        help_text="The people in the team read it. A short name is fine.",
    )  # fmt: skip


class JoinForm(forms.Form):
    """A code that a supervisor gave."""

    code = forms.CharField(
        max_length=600, label="Code", help_text="Your supervisor makes it on the page “Team”.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip


class CodeForm(forms.Form):
    """For whom a join code is made."""

    role = forms.ChoiceField(
        choices=ROLES, initial=Role.ADVOCATE, label="Role", widget=forms.RadioSelect
    )
    username = forms.CharField(
        max_length=150, required=False, label="Their sign-in name",
        help_text="With a name, the code works for that person only.",
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip


class RoleForm(forms.Form):
    """Another role for a member."""

    role = forms.ChoiceField(choices=ROLES, label="Role", widget=forms.RadioSelect)
