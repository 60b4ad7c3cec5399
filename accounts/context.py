"""What every page is given."""

from dataclasses import dataclass

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse

from accounts.models import Person, Role

STAFF = frozenset({Role.ADVOCATE, Role.SUPERVISOR})
WORK = (
    ("Today", "takedowns:today"),
    ("Cases", "takedowns:caseload"),
    ("Platforms", "takedowns:platforms"),
)
BOOK = (("My notebook", "cases:home"),)
TEAM = (("Team", "accounts:team"),)
OWN = (("You", "accounts:settings"),)
INSIDE = {
    "/b/": ("Cases", "My notebook"), "/in/": ("You",), "/rules/": ("Platforms",),
    "/services/": ("Platforms",), "/entries/": ("Platforms",),
}  # fmt: skip
"""Pages below these paths belong to the entry of that name."""


@dataclass(frozen=True)
class NavItem:
    """One entry of the navigation; `count` is shown beside it where there is one."""

    label: str
    url: str
    current: bool
    count: int | None = None


def nav_of(roles: set[str], path: str) -> list[NavItem]:
    """The pages to go to from anywhere, in order. A page not built yet is left out."""
    entries = (WORK if roles & STAFF else BOOK) + (TEAM if roles else ()) + OWN
    items = []
    for label, name in entries:
        try:
            url = reverse(name)
        except NoReverseMatch:
            continue
        items.append(NavItem(label, url, current=_is_current(label, url, path)))
    return items


def _is_current(label: str, url: str, path: str) -> bool:
    if path == url or (url != "/" and path.startswith(url)):
        return True
    return any(path.startswith(prefix) and label in labels for prefix, labels in INSIDE.items())


def house(request: HttpRequest) -> dict[str, object]:
    """`app_name` (neutral), `exit_url` (http or https), `nav`, and `shell`: the base of a page
    that clients and advocates both see."""
    user = getattr(request, "user", None)
    if not isinstance(user, Person):
        named = {"app_name": settings.APP_NAME, "exit_url": exit_address(None)}
        return {**named, "nav": [], "shell": "base.html"}
    roles = _roles(user)
    return {
        "app_name": user.app_name or settings.APP_NAME,
        "exit_url": exit_address(user),
        "nav": nav_of(roles, request.path),
        "shell": "base_staff.html" if roles & STAFF else "base.html",
    }


def _roles(person: Person) -> set[str]:
    if person.roles_held is None:
        return set(person.memberships.values_list("role", flat=True))
    return set(person.roles_held)


def exit_address(person: Person | None) -> str:
    """Where leaving goes: the person's own choice, or that of the house."""
    chosen = person.exit_url if person else ""
    if chosen.lower().startswith(("https://", "http://")):
        return chosen
    return str(settings.EXIT_URL)
