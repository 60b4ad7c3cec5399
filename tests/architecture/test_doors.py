"""Every door, every person: tried once in a world of two teams, then looked at from many sides.

The table is in `routes.py`, the world in `doors_world.py`, the tries in `doors_walk.py`.
"""

import logging
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.urls.converters import IntConverter
from pytest_django import DjangoDbBlocker

from tests.architecture import prose
from tests.architecture.doors_walk import (
    HARBOURS,
    LANTERNS,
    Answer,
    Cell,
    Target,
    Walked,
    walk,
)
from tests.architecture.routes import DOORS, KNOW_IT, NOBODY, SIGNED_IN, About, Who

pytestmark = pytest.mark.django_db

CELLS = 5000
"""At least so many tries: 100 routes, 11 people, 2 methods, things of 5 targets, missing tokens."""
TOKEN = re.compile(rb"[A-Za-z0-9]{64}")
ADDRESS = re.compile(r"""(?:href|src|action|formaction|hx-[a-z]+|data-[a-z-]+)=["'](/[^"']*)""")
COUNTED = re.compile(r"/\d+(?:[/?#]|$)")
ALWAYS_OPEN = {"accounts:leave"}
"""Leaving works from a page kept open for a day, so it asks for no token; it changes no row."""
GATE_FIRST = {
    "evidence:sighting-add", "evidence:exhibit-add", "evidence:reference-add",
    "evidence:import-add", "evidence:reference-stated", "takedowns:notice-send",
    "takedowns:reply-add", "dossiers:released-compare",
}  # fmt: skip
"""Doors that take files ask who it is before they read the form, and the token is in the form."""
FACTS = {"takedowns:rule"}
"""What a law asks for, as its sources say it; those words are not ours to make simpler."""
PAGES = 40
"""So many pages at least are read for how hard they are."""
GONE = frozenset({404})
BY_LINK = {
    "cases:mandate-answer", "dossiers:released", "dossiers:released-file",
    "dossiers:released-compare",
}  # fmt: skip
"""Doors that link and code open for whoever holds both; the walk gives both to everybody."""
SHUT_IN = {
    "evidence:exhibit-outline", "evidence:exhibit-preview", "evidence:exhibit-original",
    "evidence:match-outline", "evidence:reference-drawing", "dossiers:dossier-download",
    "dossiers:dossier-locked", "dossiers:case-take", "dossiers:take-all",
    "dossiers:released-file", "dossiers:release-paper", "dossiers:mandate-paper",
    "dossiers:notice-receipt",
}  # fmt: skip
SHUT_IN_ON_POST = {"dossiers:police-sheet"}
"""Its GET is a page with a form, its POST a file."""
POLICY = {
    "default-src 'none'", "script-src 'self'", "style-src 'self'", "img-src 'self' blob:",
    "font-src 'self'", "connect-src 'self'", "form-action 'self'", "base-uri 'none'",
    "frame-ancestors 'none'", "manifest-src 'self'", "worker-src 'self'",
}  # fmt: skip
EXACT = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "X-DNS-Prefetch-Control": "off",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
}


@pytest.fixture(scope="module")
def walked(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
    tmp_path_factory: pytest.TempPathFactory,
) -> Walked:
    """All answers; nothing of the world is left."""
    logging.disable(logging.WARNING)
    try:
        with django_db_blocker.unblock():
            return walk(tmp_path_factory.mktemp("doors"))
    finally:
        logging.disable(logging.NOTSET)


def tries(walked: Walked, *targets: Target) -> list[Answer]:
    """Answers with a token, of these targets."""
    return [
        answer for cell, answer in walked.answers.items() if cell.token and cell.target in targets
    ]


def foreign(walked: Walked) -> list[Answer]:
    """Answers about things that do not exist for whoever asked, though they are there."""
    harbours = tries(walked, Target.HARBOUR)
    apart = [answer for answer in harbours if not _knows(answer.cell)]
    return apart + tries(walked, Target.LANTERN, Target.CROSSED)


def _knows(cell: Cell) -> bool:
    return cell.who in KNOW_IT[DOORS[cell.door].about]


def said(answers: list[Answer]) -> list[str]:
    return [str(answer) for answer in answers]


def test_tries_every_door(walked: Walked) -> None:
    tried = {cell.door for cell in walked.answers}

    assert tried == set(DOORS)
    assert len(walked.answers) >= CELLS, f"{len(walked.answers)} cells"


def test_breaks_at_no_door(walked: Walked) -> None:
    assert said([answer for answer in walked.answers.values() if answer.status >= 500]) == []


def test_gives_everyone_what_the_table_says(walked: Walked) -> None:
    wrong = [
        f"{answer}, not {sorted(right)}"
        for answer in tries(walked, Target.HARBOUR)
        if answer.status
        not in (right := DOORS[answer.cell.door].expects(answer.cell.who, answer.cell.method))
    ]

    assert wrong == []


@pytest.mark.parametrize("target", [Target.LANTERN, Target.NOWHERE, Target.CROSSED, Target.LOST])
def test_does_not_exist_for_whoever_has_no_part(walked: Walked, target: Target) -> None:
    wrong = [
        str(answer)
        for answer in tries(walked, target)
        if answer.status
        not in DOORS[answer.cell.door].refuses(
            answer.cell.who, answer.cell.method, exists=_stays_out(answer.cell)
        )
    ]

    assert wrong == []


def _stays_out(cell: Cell) -> bool:
    """Whether the case in the address is known to them, so that it answers 403 first."""
    return cell.target in {Target.CROSSED, Target.LOST} and cell.who not in DOORS[cell.door].enter


def test_sends_the_signed_out_and_the_suspended_to_sign_in(walked: Walked) -> None:
    strayed = [
        str(answer)
        for answer in walked.answers.values()
        if answer.cell.who not in SIGNED_IN and answer.cell.token
        and DOORS[answer.cell.door].about is not About.NOTHING
        and answer.status != 405
        and not answer.headers.get("Location", "").startswith("/in/login/")
    ]  # fmt: skip

    assert strayed == []


def test_looks_the_same_as_what_never_was(walked: Walked) -> None:
    different = []
    for answer in foreign(walked):
        never = walked.answers[_never(answer.cell)]
        if _face(answer) != _face(never):
            different.append(f"{answer}, not {never.status} with {never.queries} questions")

    assert different == []


def _never(cell: Cell) -> Cell:
    """The same try of a thing that never was."""
    crossed = cell.target is Target.CROSSED
    return replace(cell, target=Target.LOST if crossed else Target.NOWHERE)


def _face(answer: Answer) -> tuple[object, ...]:
    """All that a stranger could compare; tokens and the way back from signing in aside."""
    aside = {"Set-Cookie"} if answer.cell.who in SIGNED_IN else {"Set-Cookie", "Location"}
    shown = {name: text for name, text in answer.headers.items() if name not in aside}
    return (answer.status, TOKEN.sub(b"", answer.body), shown, answer.queries)


def test_changes_rows_for_those_and_only_those_who_may(walked: Walked) -> None:
    wrong = [
        str(answer)
        for answer in tries(walked, Target.HARBOUR)
        if answer.cell.method == "POST"
        and answer.changed != (answer.cell.who in DOORS[answer.cell.door].writers)
    ]

    assert wrong == []


def test_changes_nothing_by_looking_for_whoever_is_refused(walked: Walked) -> None:
    read = [
        str(answer)
        for answer in tries(walked, Target.HARBOUR)
        if answer.cell.method == "GET" and answer.changed
        and answer.cell.who not in DOORS[answer.cell.door].enter
    ]  # fmt: skip

    assert read == []


def test_changes_nothing_of_the_other_team_or_through_a_crossed_address(walked: Walked) -> None:
    elsewhere = tries(walked, Target.LANTERN, Target.NOWHERE, Target.CROSSED, Target.LOST)

    assert said([answer for answer in elsewhere if answer.changed]) == []


def test_refuses_a_form_without_its_token(walked: Walked) -> None:
    bare = [answer for answer in walked.answers.values() if not answer.cell.token]

    taken = [answer for answer in bare if answer.status not in _refusals(answer.cell)]

    assert said(taken) == []
    assert said([answer for answer in bare if answer.changed]) == []


def _refusals(cell: Cell) -> frozenset[int]:
    door = DOORS[cell.door]
    if cell.door in ALWAYS_OPEN:
        return door.expects(cell.who, "POST")
    shut = cell.who not in door.enter or door.expects(cell.who, "POST") == GONE
    if cell.door in GATE_FIRST and shut:
        return door.expects(cell.who, "POST")
    return frozenset({403})


def test_shows_no_team_a_word_of_the_other(walked: Walked) -> None:
    leaks = [
        str(answer)
        for answer in walked.answers.values()
        if answer.cell.door not in BY_LINK
        and any(word.encode() in answer.body for word in _unheard(walked, answer.cell.who))
    ]

    assert leaks == []


def test_shows_each_team_the_words_of_its_own(walked: Walked) -> None:
    heard = {
        answer.cell.who
        for answer in tries(walked, Target.HARBOUR)
        if answer.cell.door not in BY_LINK
        and any(word.encode() in answer.body for word in (*walked.harbour, *walked.lantern))
    }

    assert heard == SIGNED_IN


def _unheard(walked: Walked, who: Who) -> tuple[str, ...]:
    if who in HARBOURS:
        return walked.lantern
    return walked.harbour if who in LANTERNS else (*walked.harbour, *walked.lantern)


def test_counts_nothing_in_an_address(walked: Walked) -> None:
    counted = {
        f"{address} on {answer.cell}"
        for answer in walked.answers.values()
        for address in _addresses(answer)
        if COUNTED.search(address)
    }

    assert counted == set()


def _addresses(answer: Answer) -> Iterator[str]:
    if answer.headers.get("Content-Type", "").startswith("text/html"):
        yield from ADDRESS.findall(answer.body.decode())
    if (where := answer.headers.get("Location", "/")).startswith("/"):
        yield where


def test_takes_no_counted_number_at_a_door_of_its_own() -> None:
    counted = [str(door) for door in _doors(get_resolver()) if _counts(door)]

    assert counted == []


def _doors(resolver: URLResolver) -> Iterator[URLPattern]:
    """Routes of the house; the sign-in library's stand below `/in/`."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLPattern):
            yield entry
        elif str(entry.pattern) != "in/":
            yield from _doors(entry)


def _counts(door: URLPattern) -> bool:
    return any(isinstance(each, IntConverter) for each in door.pattern.converters.values())


def test_says_its_headers_exactly_on_every_answer(walked: Walked) -> None:
    silent = [
        f"{answer}, {name}: {answer.headers.get(name)}"
        for answer in walked.answers.values()
        for name, value in EXACT.items()
        if answer.headers.get(name) != value
    ]

    assert silent == []


def test_lets_no_answer_be_kept(walked: Walked) -> None:
    kept = [
        str(answer)
        for answer in walked.answers.values()
        if "no-store" not in answer.headers.get("Cache-Control", "")
    ]

    assert kept == []


def test_allows_only_what_is_ours_on_every_answer(walked: Walked) -> None:
    loose = [
        f"{answer}, {answer.headers.get('Content-Security-Policy')}"
        for answer in walked.answers.values()
        if _directives(answer) != _allowed(answer)
    ]

    assert loose == []


def _directives(answer: Answer) -> set[str]:
    policy = answer.headers.get("Content-Security-Policy", "")
    return {part.strip() for part in policy.split(";")}


def _allowed(answer: Answer) -> set[str]:
    shut = SHUT_IN | (SHUT_IN_ON_POST if answer.cell.method == "POST" else set())
    a_file = answer.cell.door in shut and answer.status == 200
    return {"default-src 'none'", "sandbox"} if a_file else POLICY


def test_turns_the_sensors_off_on_every_answer(walked: Walked) -> None:
    off = {f"{name}=()" for name in settings.PERMISSIONS_POLICY}

    listening = [
        str(answer)
        for answer in walked.answers.values()
        if set(answer.headers.get("Permissions-Policy", "").split(", ")) != off
    ]

    assert {"camera=()", "geolocation=()", "microphone=()"} <= off
    assert listening == []


def test_has_a_writer_for_every_form_of_a_case() -> None:
    """A form that is tried with words that change nothing would prove nothing."""
    idle = [
        name
        for name, door in DOORS.items()
        if door.about is About.CASE and door.post != 405 and door.writers == NOBODY
    ]

    assert idle == []


@pytest.mark.parametrize(("who", "most"), [(Who.CLIENT, 6.0), (Who.SUPERVISOR, 9.0)])
def test_is_read_without_effort(walked: Walked, who: Who, most: float) -> None:
    pages: dict[str, list[str]] = {}
    for answer in tries(walked, Target.HARBOUR):
        html = answer.headers.get("Content-Type", "").startswith("text/html")
        if html and answer.cell.who is who and answer.cell.method == "GET" and answer.status == 200:
            pages[answer.cell.door] = prose.sentences_of(answer.body.decode())
    short = {door for door, told in pages.items() if prose.words_in(told) < prose.ENOUGH}
    told = {door: pages[door] for door in pages.keys() - short - FACTS}
    told["the short ones"] = [each for door in sorted(short) for each in pages[door]]

    hard = {
        f"{door}: {prose.grade_of(sentences):.1f}": list(prose.hardest(sentences))
        for door, sentences in told.items()
        if prose.grade_of(sentences) > most
    }

    assert len(pages) >= PAGES
    assert hard == {}
