"""Every door of this app, and who gets what there."""

from dataclasses import dataclass

from django.urls import reverse

from cases.models import Case


@dataclass(frozen=True)
class Door:
    """A page of a case: its name, what follows the ref, and who may open it."""

    name: str
    more: tuple[str, ...] = ()
    client: int = 200
    staff: int = 200
    colleague: int = 403

    def at(self, case: Case) -> str:
        return reverse(f"cases:{self.name}", args=[case.ref, *self.more])

    def __str__(self) -> str:
        return "/".join((self.name, *self.more))


ABSENT = "00000000-0000-4000-8000-000000000000"
DOORS = (
    Door("case"),
    Door("intake", ("safety",)),
    Door("intake", ("stop",)),
    Door("case-timeline"),
    Door("case-contact"),
    Door("case-helplines"),
    Door("mandate"),
    Door("mandate-revoke", (ABSENT,), client=405, staff=405),
    Door("mandate-ask", client=403),
    Door("mandate-unask", (ABSENT,), client=403, staff=405),
    Door("case-assign", client=403),
    Door("note-add", client=403),
    Door("effects"),
    Door("effect-quote", (ABSENT,), client=405, staff=405),
    Door("effect-remove", (ABSENT,), client=404, staff=404),
    Door("case-share", staff=403),
    Door("case-close"),
    Door("case-keep"),
    Door("case-hold", client=405, staff=405),
    Door("case-delete"),
)
NO_CASE = {"mandate-answer", "home", "case-open", "helplines", "case-code"}
"""Doors that name no case."""
