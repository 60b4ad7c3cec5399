"""Forms of sign-in and of a person's own settings."""

from allauth.account.forms import LoginForm, SignupForm


class SignInForm(LoginForm):
    """Name or address, and password."""


class SignUpForm(SignupForm):
    """A name and a password; an address only for those who want one."""
