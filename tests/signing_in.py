"""A browser in which somebody has just signed in, without the page that asks for it."""

import time

from django.test import Client

from accounts.models import Person


def sign_in(client: Client, person: Person) -> None:
    """As after a password: whoever it is has proved to be themselves."""
    client.force_login(person)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time()}]
    session["account_authentication_methods_user"] = str(person.pk)
    session.save()
