"""Before something leaves or a contact changes, "Is it still you?" is asked."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import Person
from cases.models import Case, Contact
from tests.evidence import makers
from tests.factories import PASSWORD
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

AGAIN = "/in/reauthenticate/"


def later() -> time_machine.travel:
    """Half a page-less while after the sign-in, when nothing is proven any more."""
    return time_machine.travel(timezone.now() + timedelta(minutes=11), tick=False)


def test_asks_before_a_file_is_downloaded_and_leads_back_to_its_page(
    case: Case, wren: Person, client: Client
) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)
    page = reverse("evidence:exhibit", args=[case.ref, exhibit.pk])
    sign_in(client, wren)

    with later():
        response = client.get(f"{page}original/")

    assert response["Location"].startswith(AGAIN)
    assert response["Location"].endswith(page.replace("/", "%2F"))


def test_gives_the_file_right_after_a_sign_in(case: Case, wren: Person, client: Client) -> None:
    exhibit = makers.read_exhibit(case, actor=wren)
    sign_in(client, wren)

    response = client.get(reverse("evidence:exhibit-original", args=[case.ref, exhibit.pk]))

    assert response.status_code == 200


def test_keeps_what_was_typed_while_it_asks(case: Case, wren: Person, client: Client) -> None:
    path = reverse("cases:case-contact", args=[case.ref])
    sign_in(client, wren)

    with later():
        asked = client.post(path, {"name": "Wren Quill", "mail": "", "telephone": ""})
        assert "Wren Quill" not in {contact.name for contact in Contact.objects.all()}
        client.post(asked["Location"], {"password": PASSWORD, "next": path})

    assert Contact.objects.get(case=case).name == "Wren Quill"


def test_asks_nobody_who_signed_up_just_now(client: Client, db: None) -> None:
    client.post("/in/signup/", {"username": "quiet-lantern-482", "password1": PASSWORD})
    opened = client.post("/b/new/", {"client_name": "Somebody"})
    ref = opened["Location"].split("/")[2]

    response = client.post(f"/b/{ref}/contact/", {"name": "Somebody", "mail": "a@mail.example"})

    assert response["Location"] == f"/b/{ref}/"
