"""Platforms, rules and services are data: if code names one, the registry lacks a field."""

from pathlib import Path

import pytest

from cases.registry.support import support
from takedowns.registry.loader import registry
from tests.architecture.registry_names import named_in_code, named_in_templates
from tests.architecture.sources import ROOT, plant


def names() -> frozenset[str]:
    known = registry()
    hosts = {host for each in known.platforms.values() for host in each.named_hosts}
    return frozenset({*known.platforms, *known.legal_bases, *support().services, *hosts})


def test_names_no_entry_of_the_registry_in_code() -> None:
    assert named_in_code(ROOT, names()) == []


def test_names_no_entry_of_the_registry_on_a_page() -> None:
    assert named_in_templates(ROOT, names()) == []


@pytest.mark.parametrize(
    "breach",
    [
        'is_theirs = platform.id == "reddit"',
        'is_theirs = platform.id in {"x", "y"}',
        'rule = registry().legal_bases["us-tida"]',
        'LONGER = {"t.me": 3}',
        'def act(basis: str = "eu-gdpr-17") -> None: ...',
    ],
)
def test_finds_a_name_in_code(breach: str, tmp_path: Path) -> None:
    found = named_in_code(plant(tmp_path, "takedowns/services/acts.py", breach), names())

    assert len(found) == 1


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ("takedowns/services/acts.py", 'bar = {"x": 3, "width": 4}'),
        ("takedowns/services/acts.py", 'title = "Ask reddit for more"'),
        ("takedowns/registry/loader.py", 'first = "reddit"'),
        ("tests/takedowns/test_acts.py", 'first = "reddit"'),
        ("dossiers/management/training/wren.py", 'first = "reddit"'),
    ],
)
def test_leaves_the_rest_of_code_alone(place: str, text: str, tmp_path: Path) -> None:
    assert named_in_code(plant(tmp_path, place, text), names()) == []


def test_finds_a_name_in_the_tag_of_a_page(tmp_path: Path) -> None:
    root = plant(tmp_path, "templates/takedowns/a.html", '<p>\n{% if id == "reddit" %}a{% endif %}')

    assert named_in_templates(root, names()) == ["templates/takedowns/a.html:2 names 'reddit'"]


def test_leaves_letters_and_the_words_of_a_page_alone(tmp_path: Path) -> None:
    plant(tmp_path, "templates/letters/us-tida/en.txt", '{% if id == "reddit" %}a{% endif %}')
    plant(tmp_path, "templates/takedowns/a.html", '<b>"reddit"</b>')

    assert named_in_templates(tmp_path, names()) == []
