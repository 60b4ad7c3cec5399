"""How sign-in behaves: quietly."""

from allauth.account.adapter import DefaultAccountAdapter


class QuietAdapter(DefaultAccountAdapter):
    """allauth's own, with words and mails of ours."""
