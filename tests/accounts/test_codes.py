"""A code from an app opens the door once."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client

from accounts.models import Person
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

ACTIVATE = "/in/2fa/totp/activate/"
SECOND_STEP = "/in/2fa/authenticate/"


def code_now(secret: str) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def set_up(client: Client) -> str:
    """Turn the second step on; the code that was typed."""
    page = client.get(ACTIVATE).content.decode()
    shown = re.search(r'id="key_letters" value="([A-Z2-7]+)"', page)
    assert shown is not None
    code = code_now(shown[1])
    assert client.post(ACTIVATE, {"code": code}).status_code == 302
    return code


def test_refuses_the_code_that_set_it_up_at_the_next_sign_in(client: Client, june: Person) -> None:
    password = {"login": june.username, "password": PASSWORD}
    client.post("/in/login/", password)
    client.post("/in/reauthenticate/", {"password": PASSWORD})
    code = set_up(client)
    elsewhere = Client()
    elsewhere.post("/in/login/", password)

    response = elsewhere.post(SECOND_STEP, {"code": code})

    assert Authenticator.objects.filter(user=june, type=Authenticator.Type.TOTP).exists()
    assert response.status_code == 200
    assert elsewhere.get("/you/").status_code == 302
