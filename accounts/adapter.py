"""How sign-in behaves: quietly."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import record_authentication
from allauth.account.models import EmailAddress
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from accounts.services import mails
from accounts.services.second_step import may_turn_off
from accounts.services.sign_ins import note_sign_in

NAME_REFUSED = "This name cannot be used. Choose another, or take the one we suggest."
UNKNOWN = (
    "On {at} someone signed in with {device}, for the first time. If that was not you: go to You, "
    "sign out everywhere else, then choose a new password."
)
NOT_RIGHT = "The name or the password is not right. Nothing else is wrong; you can try again."


class QuietAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth's own, with words and mails of ours.

    No mail leaves unless the person said that nobody else reads their mail, and none ever goes
    to an address without a person.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": "This notebook is closed.",
        "email_password_mismatch": NOT_RIGHT,
        "username_password_mismatch": NOT_RIGHT,
        "invalid_login": NOT_RIGHT,
        "incorrect_password": "This is not your password. You can try again.",
        "enter_current_password": "This is not the password you have now. You can try again.",
        "incorrect_code": "This code is not right, or it was used. Wait for the next one.",
        "too_many_login_attempts": "Too many tries. Wait five minutes, then try again.",
        "rate_limited": "Too many tries. Wait a minute, then try again.",
        "username_taken": NAME_REFUSED,
        "username_blacklisted": NAME_REFUSED,
        "duplicate_email": "You gave this address already.",
        "invalid_password_reset": "This link was used already or is too old. Ask for a new one.",
    }

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send to a person who said that their mail is safe; otherwise do nothing."""
        person = context.get("user")
        if not isinstance(person, Person):
            return
        named = {"app_name": person.app_name or settings.APP_NAME, "email": email}
        message = self.render_mail(template_prefix, email, {**context, **named})
        if person.mail_is_safe and not mails.is_nobody(person):
            mails.hand_over(message)

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        """Wrong passwords count for an account and an address together.

        Counted for the account alone, whoever never stops trying would keep its owner out for
        ever. The library has no other door for this than its own private one.
        """
        key: str = super()._get_login_attempts_cache_key(request, **credentials)
        return f"{key}:{self.get_client_ip(request)}"

    def should_send_confirmation_mail(
        self,
        request: HttpRequest,
        email_address: EmailAddress,
        signup: bool,  # noqa: FBT001  allauth calls it so
    ) -> bool:
        """Only where a mail would really leave, so that no page says one did."""
        person = email_address.user
        return isinstance(person, Person) and person.mail_is_safe

    def save_user(
        self,
        request: HttpRequest,
        user: Person,
        form: Any,
        commit: bool = True,  # noqa: FBT001, FBT002  allauth calls it so
    ) -> Person:
        """Keep what was said about mail and the zone of the device with the new person."""
        told = form.cleaned_data
        user.mail_is_safe = bool(told.get("email") and told.get("mail_is_safe"))
        user.zone = told.get("zone") or "UTC"
        saved: Person = super().save_user(request, user, form, commit)
        return saved

    def get_signup_redirect_url(self, request: HttpRequest) -> str:
        """Those who help others start or join a team first."""
        if request.POST.get("purpose") == "others":
            return reverse("accounts:team-new")
        return reverse(settings.LOGIN_REDIRECT_URL)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to one's own page."""
        return reverse("accounts:settings")

    def post_login(
        self,
        request: HttpRequest,
        user: Person,
        **told: Any,
    ) -> HttpResponseBase:
        """Keep the sign-in, and tell of earlier ones with devices never seen before.

        Whoever signed up just now chose the password a moment ago, and is not asked for it again.
        """
        if told.get("signup"):
            record_authentication(request, user, "password")
        agent = request.headers.get("User-Agent", "")
        for row in note_sign_in(user, user_agent=agent, now=timezone.now()):
            at = row.at.astimezone(user.zone_info)
            messages.info(request, UNKNOWN.format(device=row.device, at=f"{at:%d %b, %H:%M}"))
        response: HttpResponseBase = super().post_login(request, user, **told)
        return response


class QuietKeys(DefaultMFAAdapter):  # type: ignore[misc]  # allauth has no types
    """Two-step keys that carry the neutral name of the page and no address."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "This code is not right, or it was used. Wait for the next one.",
        "cannot_generate_recovery_codes": "Set up an app or a passkey first.",
    }

    def get_totp_label(self, user: Person) -> str:
        """The sign-in name; an address would say whose it is."""
        return user.username

    def get_totp_issuer(self) -> str:
        """What the app on the phone shows."""
        return str(settings.APP_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """What the device asks about."""
        entity: dict[str, str] = super().get_public_key_credential_rp_entity()
        return {**entity, "name": str(settings.APP_NAME)}

    def get_public_key_credential_user_entity(self, user: Person) -> dict[str, Any]:
        """Whose key the device says it is: the sign-in name."""
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return {**entity, "display_name": user.username, "name": user.username}

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Not the last step of somebody who works with the cases of others."""
        return may_turn_off(authenticator)

    def generate_authenticator_name(self, user: Person, type: Authenticator.Type) -> str:  # noqa: A002  allauth names it
        """A name to begin with; the person may change it."""
        return f"Passkey {Authenticator.objects.filter(user=user, type=type).count() + 1}"
