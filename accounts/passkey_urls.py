"""Pages of one passkey, under a name that does not count how many the house has."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha512

from allauth.mfa.webauthn import views
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.conf import settings
from django.urls import path, register_converter

SIZE = 8
WHAT = b"passkey"


def _cipher() -> AESSIV:
    """A keyed, authenticated mixing that gives one number one name (RFC 5297)."""
    return AESSIV(sha512(WHAT + b":" + settings.SECRET_KEY.encode()).digest())


class PasskeyName:
    """32 letters for the number of a passkey; ValueError, and so 404, for any others."""

    regex = "[A-Za-z0-9_-]{32}"

    def to_python(self, value: str) -> int:
        """The number."""
        try:
            raw = _cipher().decrypt(urlsafe_b64decode(value), [WHAT])
        except InvalidTag as fault:
            raise ValueError("no passkey has this name") from fault
        return int.from_bytes(raw, "big")

    def to_url(self, value: int) -> str:
        """Its name."""
        number = int(value).to_bytes(SIZE, "big")
        return urlsafe_b64encode(_cipher().encrypt(number, [WHAT])).decode()


register_converter(PasskeyName, "passkey")

urlpatterns = [
    path("<passkey:pk>/remove/", views.remove_webauthn, name="mfa_remove_webauthn"),
    path("<passkey:pk>/edit/", views.edit_webauthn, name="mfa_edit_webauthn"),
]
