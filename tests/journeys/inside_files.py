"""What tests of files do in the rows of a house; `inside.py` sets Django up and names them."""

import json
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.db.models import F
from django.test import Client
from django.utils import timezone

from cases.models import Age
from evidence.models import CustodyEvent, Exhibit, SealedFile
from evidence.services import vault
from evidence.services.shelves import vault_shelf
from tests import factories


def open_case(username: str) -> str:
    """An adult's case, and the session in which its client is signed in."""
    person = factories.person(username)
    case = factories.case(client=person, client_name=username, age=Age.ADULT)
    browser = Client()
    browser.force_login(person)
    return f"{case.ref} {browser.cookies[settings.SESSION_COOKIE_NAME].value}"


def exhibits(ref: str) -> str:
    """Label, digest as written down, digest as read again, and reading of each exhibit."""
    rows = Exhibit.objects.filter(case__ref=ref).select_related("file__case").order_by("number")
    return json.dumps(
        [[row.label, row.file.sha256, vault.digest_of(row.file), row.reading] for row in rows]
    )


def name_of_file(ref: str) -> str:
    """Under which name on the shelf the only file of a case lies."""
    return Exhibit.objects.select_related("file").get(case__ref=ref).file.name


def reading_of(ref: str) -> str:
    """How far the reading of the only file of a case is; the file itself stays untouched."""
    return str(Exhibit.objects.get(case__ref=ref).reading)


def sweep_later() -> str:
    """What a sweep in two days would remove, removed now; then how many files have no row."""
    later = timezone.now() + timedelta(days=2)
    removed = vault.sweep_orphans(now=later)
    known = set(SealedFile.objects.values_list("name", flat=True))
    left = set(vault_shelf().names(before=later.timestamp())) - known
    return f"{removed} {len(left)}"


def end_leases(ref: str) -> str:
    """The worker that holds a reading of this case counts as lost; how many it held."""
    held = Exhibit.objects.filter(case__ref=ref, lease_until__isnull=False)
    return str(held.update(lease_until=F("lease_until") - timedelta(hours=1)))


def times_read(ref: str) -> str:
    """How often custody tells that a file of this case was read, and attempts at it."""
    told = CustodyEvent.objects.filter(case__ref=ref, kind="exhibit.read").count()
    attempts = Exhibit.objects.filter(case__ref=ref).values_list("attempts", flat=True)
    return f"{told} {max(attempts)}"


FILE_ACTS: dict[str, Callable[..., str]] = {
    act.__name__: act
    for act in (
        open_case,
        exhibits,
        name_of_file,
        reading_of,
        sweep_later,
        end_leases,
        times_read,
    )
}
