"""Everything that is kept of a case or of a person, to be taken away: rows as JSON, files as came.

The tables are found by following their keys (`cases.belongings`), so a new one is never left out.
What is sealed with the case's key leaves in the clear: that is what it is for.
"""

import base64
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model, QuerySet

from accounts.models import Membership, Person, SignIn
from cases import access, belongings, timeline
from cases.access import Permission
from cases.errors import NotPermitted
from cases.models import Case
from cases.services.retention import may_delete
from dossiers.rendering.bundle import digest_line
from dossiers.rendering.zipped import Zipped
from dossiers.services.handing import Handed
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import SealedFile
from evidence.services import custody, vault

SECRET = frozenset({"password", "link_digest", "code_digest", "wrapped_key"})
"""Columns that open something or prove a secret; they tell the person nothing."""
NOT_ROWS = frozenset({"CaseKey", "ChainHead"})


def take_case(case: Case, *, actor: Person, now: datetime) -> Handed:
    """A ZIP of one case; custody and timeline are written before the first byte leaves.

    For whoever could have it deleted: the client, or who leads the team where the client has no
    account. It holds what the client gave to know the material by, which nobody else takes away.
    """
    access.require(actor, Permission.EXPORT, case)
    if not may_delete(actor, case):
        raise NotPermitted
    with transaction.atomic():
        custody.record(case, "case.taken_along", item=None, actor=actor, now=now)
        timeline.record(case, "case.taken_along", actor=actor, now=now)
    chunks = Zipped(now).of(_of_case(case, folder=""))
    return Handed(f"notes-{case.ref}-all.zip", "application/zip", 0, chunks)


def take_person(person: Person, *, now: datetime) -> Handed:
    """A ZIP of what is kept of a person, and of each case that is their own."""
    own = list(access.visible_to(person).filter(client=person).order_by("opened_at"))
    for case in own:
        with transaction.atomic():
            custody.record(case, "case.taken_along", item=None, actor=person, now=now)
            timeline.record(case, "case.taken_along", actor=person, now=now)
    return Handed("notes-all.zip", "application/zip", 0, Zipped(now).of(_of_person(person, own)))


def _of_person(person: Person, own: list[Case]) -> Iterator[tuple[str, Iterable[bytes]]]:
    rows: dict[str, QuerySet[Any]] = {
        "person": Person.objects.filter(pk=person.pk),
        "sign-ins": SignIn.objects.filter(person=person),
        "teams": Membership.objects.filter(person=person),
    }
    for name, found in rows.items():
        yield f"you/{name}.json", [_json(found)]
    for case in own:
        yield from _of_case(case, folder=f"{case.ref}/")


def _of_case(case: Case, *, folder: str) -> Iterator[tuple[str, Iterable[bytes]]]:
    for model, rows in sorted(belongings.rows_of(case).items(), key=lambda each: each[0].__name__):
        if model.__name__ not in NOT_ROWS and rows.exists():
            yield f"{folder}rows/{model._meta.model_name}.json", [_json(rows)]
    missing: list[str] = []
    for file in SealedFile.objects.filter(case=case).select_related("case").order_by("pk"):
        yield f"{folder}files/{_name(file)}", _read(file, missing=missing)
    if missing:
        yield f"{folder}files/not-readable.txt", ["".join(missing).encode()]


def _name(file: SealedFile) -> str:
    """The exhibit's label where it has one, else the file's id, which its row names."""
    exhibit = getattr(file, "exhibit", None)
    return f"{exhibit.label}.bin" if exhibit else f"{file.pk}.bin"


def _read(file: SealedFile, *, missing: list[str]) -> Iterator[bytes]:
    try:
        yield from vault.stream(file)
    except (storage.Damaged, KeyDestroyed, OSError):
        missing.append(digest_line(file.sha256, _name(file)))


def _json(rows: QuerySet[Any]) -> bytes:
    told = [_row(row) for row in rows.iterator(chunk_size=500)]
    return json.dumps(told, cls=_Encoder, ensure_ascii=False, indent=1).encode() + b"\n"


def _row(row: Model) -> dict[str, object]:
    return {
        field.attname: getattr(row, field.attname)
        for field in row._meta.concrete_fields
        if field.name not in SECRET
    }


class _Encoder(DjangoJSONEncoder):
    """Bytes as base64."""

    def default(self, o: Any) -> Any:
        """What the parent does not know."""
        if isinstance(o, bytes | memoryview):
            return base64.b64encode(bytes(o)).decode()
        return super().default(o)
