"""Trying every door as every person, each time in a world that is put back afterwards."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from itertools import product
from pathlib import Path
from typing import Any, cast

from django.apps import apps
from django.conf import settings
from django.core.cache import cache
from django.core.handlers.wsgi import WSGIRequest
from django.db import connection, transaction
from django.http import HttpResponse, StreamingHttpResponse
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.models import Person
from cases import looking
from dossiers.services import showing
from dossiers.views.released import OPEN
from tests.architecture.doors_bodies import Body, bodies
from tests.architecture.doors_world import TODAY, World, nowhere, standing_world
from tests.architecture.routes import DOORS, KNOW_IT, About, Who

HOUSE = ("accounts", "cases", "evidence", "takedowns", "dossiers", "account", "mfa")
"""Apps whose rows say something; a session is no row of the house."""
METHODS = ("GET", "POST")
OPENED = {
    Who.READER: "released", Who.LATE_READER: "released_late", Who.ENDED_READER: "released_ended",
}  # fmt: skip
"""Whose browser has which release open; each comes with the link of their own."""
WITHOUT_TOKEN = (Who.SIGNED_OUT, Who.CLIENT, Who.ADVOCATE, Who.COLLEAGUE, Who.STRANGER)
HARBOURS = frozenset(
    {Who.CLIENT, Who.ADVOCATE, Who.SUPERVISOR, Who.COLLEAGUE, Who.COUNSEL, Who.OPERATOR}
)
LANTERNS = frozenset({Who.STRANGER, Who.OTHER_CLIENT, Who.OTHER_SUPERVISOR})


class Target(StrEnum):
    """Whose things a door is tried with."""

    HARBOUR = "the harbour"
    LANTERN = "the lantern"
    NOWHERE = "nobody"
    CROSSED = "the lantern, through the harbour's case"
    LOST = "nobody, through the harbour's case"


@dataclass(frozen=True)
class Cell:
    """One try. Without `token` the form carries none, and the check is on."""

    door: str
    who: Who
    method: str
    target: Target
    token: bool = True

    def __str__(self) -> str:
        token = "" if self.token else " without token"
        return f"{self.method} {self.door} of {self.target} as {self.who}{token}"


@dataclass(frozen=True)
class Answer:
    """What came back, how many questions it cost, and whether a row of the house changed."""

    cell: Cell
    status: int
    body: bytes
    headers: Mapping[str, str]
    queries: int
    changed: bool

    def __str__(self) -> str:
        return f"{self.cell}: {self.status}{', rows changed' if self.changed else ''}"


@dataclass(frozen=True)
class Walked:
    """Every answer by its cell, and the words by which each side is known."""

    answers: dict[Cell, Answer]
    harbour: tuple[str, str]
    lantern: tuple[str, str]


def walk(folder: Path) -> Walked:
    """Try every cell in a world of its own; needs the database unblocked."""
    with standing_world(folder) as world:
        walker = Walker(world)
        return Walked(
            answers={cell: walker.ask(cell) for cell in cells(walker.words)},
            harbour=(world.harbour.mark, world.harbour.case.ref),
            lantern=(world.lantern.mark, world.lantern.case.ref),
        )


def cells(words: Mapping[str, frozenset[str]]) -> Iterator[Cell]:
    """Every try worth making; `words` are what the address of each route is made of."""
    for door in DOORS:
        for target in _targets(door, words[door]):
            for who, method in product(_people(target), METHODS):
                yield Cell(door, who, method, target)
        for who in WITHOUT_TOKEN:
            yield Cell(door, who, "POST", Target.HARBOUR, token=False)


def _targets(door: str, words: frozenset[str]) -> tuple[Target, ...]:
    if DOORS[door].about is About.NOTHING:
        return (Target.HARBOUR,)
    apart = (Target.HARBOUR, Target.LANTERN, Target.NOWHERE)
    inner = any(word.endswith("_id") for word in words)
    return (*apart, Target.CROSSED, Target.LOST) if inner and "ref" in words else apart


def _people(target: Target) -> tuple[Who, ...]:
    if target is Target.LANTERN:
        return tuple(sorted(HARBOURS))
    if target in {Target.CROSSED, Target.LOST}:
        return tuple(sorted(KNOW_IT[About.CASE]))
    return tuple(Who)


class Walker:
    """Everyone with a session, and the rows as they stand before each try."""

    def __init__(self, world: World) -> None:
        sides = {Target.HARBOUR: world.harbour, Target.LANTERN: world.lantern}
        leaders = {Target.HARBOUR: Who.SUPERVISOR, Target.LANTERN: Who.OTHER_SUPERVISOR}
        opened = [side.case.pk for side in sides.values()]
        self._sessions = {
            who: _session(person, opened=opened) for who, person in world.people.items()
        }
        self._sessions |= {
            who: _reading(world.harbour.names[word], key=world.harbour.names[f"{word}_id"])
            for who, word in OPENED.items()
        }
        suspended = world.people[Who.SUSPENDED]
        Person.objects.filter(pk=suspended.pk).update(is_active=False)
        self._bodies = {
            target: bodies(side, supervisor=world.people[leaders[target]])
            for target, side in sides.items()
        }
        self._names = {
            Target.HARBOUR: world.harbour.names,
            Target.LANTERN: world.lantern.names,
            Target.NOWHERE: nowhere(),
            Target.CROSSED: world.lantern.names | {"ref": world.harbour.case.ref},
            Target.LOST: nowhere() | {"ref": world.harbour.case.ref},
        }
        self.words = dict(routes(get_resolver()))
        self._rows = rows_of_the_house()

    def ask(self, cell: Cell) -> Answer:
        """Try one door and put the world back."""
        browser = Browser(check_tokens=not cell.token)
        if cell.who in self._sessions:
            browser.cookies[settings.SESSION_COOKIE_NAME] = self._sessions[cell.who]
        path, body = self._path(cell), self._body(cell)
        if settings.REDIS:
            cache.clear()  # limits are counted there, and no savepoint puts them back
        with _put_back(), _watched() as seen:
            got = browser.get(path) if cell.method == "GET" else browser.post(path, body)
            response = cast(HttpResponse | StreamingHttpResponse, got)
            content = response.getvalue()
            queries = seen.count
            changed = seen.wrote and rows_of_the_house() != self._rows
        return Answer(cell, response.status_code, content, dict(response.items()), queries, changed)

    def _path(self, cell: Cell) -> str:
        names = self._names[cell.target]
        door = DOORS[cell.door]
        given = names | {
            "notice_id": names[f"{door.letter}_id"],
            "dossier_id": names[f"{door.bundle}_id"],
            "import_id": names[f"list_{door.whole}_id"],
        }
        if cell.who in OPENED and cell.target is Target.HARBOUR:
            given["released"] = names[OPENED[cell.who]]
        return reverse(cell.door, kwargs={word: given[word] for word in self.words[cell.door]})

    def _body(self, cell: Cell) -> Body:
        lanterns = cell.target in {Target.LANTERN, Target.CROSSED}
        side = Target.LANTERN if lanterns else Target.HARBOUR
        make: Callable[[], Body] = self._bodies[side].get(cell.door, dict)
        return make()


class Browser(RequestFactory):
    """Django's test client without what it keeps of each page; a broken view answers 500."""

    def __init__(self, *, check_tokens: bool) -> None:
        super().__init__()
        self._handler = ClientHandler(enforce_csrf_checks=check_tokens)

    def request(self, **request: Any) -> WSGIRequest:
        """The response, which Django's types do not expect here."""
        environ = self._base_environ(**request)  # type: ignore[attr-defined]  # not in the stubs
        return cast(WSGIRequest, self._handler(environ))


APPENDS = "custody_append"
"""A function of PostgreSQL that writes a row of custody."""


class _Watcher:
    """Counts the questions to the database, and notes a write to a row of the house."""

    def __init__(self) -> None:
        self.count, self.wrote = 0, False

    def __call__(self, execute: Any, sql: str, *rest: Any) -> Any:
        self.count += 1
        verb, *words = sql.replace('"', " ").split(maxsplit=3)
        if verb in {"INSERT", "UPDATE", "DELETE"}:
            self.wrote = self.wrote or any(word.startswith(HOUSE) for word in words[:2])
        self.wrote = self.wrote or APPENDS in sql
        return execute(sql, *rest)


@contextmanager
def _watched() -> Iterator[_Watcher]:
    watcher = _Watcher()
    with connection.execute_wrapper(watcher):
        yield watcher


@contextmanager
def _put_back() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def _session(person: Person, *, opened: Iterable[int]) -> str:
    """The key of a session in which the person has just proved to be themselves.

    That they opened these cases was written down already.
    """
    browser = Client()
    browser.force_login(person)
    session = browser.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": TODAY.timestamp(), "reauthenticated": True}
    ]
    session["account_authentication_methods_user"] = str(person.pk)
    session[looking.KEPT] = {str(key): TODAY.timestamp() for key in opened}
    session.save()
    return browser.cookies[settings.SESSION_COOKIE_NAME].value


def _reading(token: str, *, key: str) -> str:
    """The key of a session in which the right code was given for this link."""
    browser = Client()
    session = browser.session
    session[OPEN] = {showing.mark_of(token): [key, TODAY.timestamp()]}
    session.save()
    return str(session.session_key)


def rows_of_the_house() -> str:
    """One digest over every row that says something."""
    digest = sha256()
    for model in apps.get_models():
        if model._meta.app_label in HOUSE:
            for row in model._base_manager.order_by("pk").values_list():
                digest.update(repr([_plain(value) for value in row]).encode())
    return digest.hexdigest()


def _plain(value: object) -> object:
    """PostgreSQL hands bytes out as a view on them."""
    return bytes(value) if isinstance(value, memoryview) else value


def routes(
    resolver: URLResolver,
    namespace: str = "",
    before: str = "",
    given: frozenset[str] = frozenset(),
) -> Iterator[tuple[str, frozenset[str]]]:
    """(name of a route, words its address is made of); the path stands in for a missing name."""
    for entry in resolver.url_patterns:
        here = before + str(entry.pattern)
        words = given | frozenset(entry.pattern.regex.groupindex)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from routes(entry, inner, here, words)
        elif isinstance(entry, URLPattern):
            yield (f"{namespace}{entry.name}" if entry.name else f"/{here}"), words
