"""Pages of one passkey, under a name that does not count how many the house has."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hashlib import sha256

from allauth.mfa.webauthn import views
from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES256
from cryptography.hazmat.primitives.ciphers.modes import ECB
from django.conf import settings
from django.urls import path, register_converter

BLOCK = 16


def _cipher() -> Cipher[ECB]:
    """A keyed mixing of 16 bytes; one block holds one number, so none ever looks like another."""
    return Cipher(AES256(sha256(b"passkey:" + settings.SECRET_KEY.encode()).digest()), ECB())


class PasskeyName:
    """22 letters for the number of a passkey; ValueError, and so 404, for any others."""

    regex = "[A-Za-z0-9_-]{22}"

    def to_python(self, value: str) -> int:
        """The number."""
        mixed = urlsafe_b64decode(value + "==")
        number = int.from_bytes(_cipher().decryptor().update(mixed), "big")
        if number >= 1 << 63 or self.to_url(number) != value:
            raise ValueError("no passkey has this name")
        return number

    def to_url(self, value: int) -> str:
        """Its name."""
        mixed = _cipher().encryptor().update(int(value).to_bytes(BLOCK, "big"))
        return urlsafe_b64encode(mixed).rstrip(b"=").decode()


register_converter(PasskeyName, "passkey")

urlpatterns = [
    path("<passkey:pk>/remove/", views.remove_webauthn, name="mfa_remove_webauthn"),
    path("<passkey:pk>/edit/", views.edit_webauthn, name="mfa_edit_webauthn"),
]
