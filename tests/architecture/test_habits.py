"""Rules ruff has no number for, each with a planted breach."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.architecture import habits
from tests.architecture.sources import ROOT, plant

Walker = Callable[[Path], list[str]]

BREACHES: list[tuple[Walker, str, str]] = [
    (habits.clock_reads, "cases/services/opening.py", "opened_at = timezone.now()"),
    (habits.clock_reads, "cases/models/case.py", "day = models.DateField(default=date.today)"),
    (habits.clock_reads, "takedowns/deadlines/spans.py", "moment = datetime.datetime.now(UTC)"),
    (habits.long_promises, "cases/tasks.py", "remind.apply_async(args, eta=due_at)"),
    (habits.long_promises, "cases/tasks.py", "self.retry(countdown=30)"),
    (habits.long_promises, "cases/tasks.py", "task = shared_task(retry_backoff=True)"),
    (habits.web_in_services, "cases/services/opening.py", "from django.shortcuts import render"),
    (habits.web_in_services, "cases/services/opening.py", "from django import http"),
    (habits.web_in_services, "evidence/services.py", "def act():\n    import django.http"),
    (habits.silenced_without_reason, "cases/forms.py", "value = 1  # no" + "qa"),
    (habits.silenced_without_reason, "cases/forms.py", "value = 1  # no" + "qa: E501"),
    (habits.silenced_without_reason, "cases/forms.py", "value = 1  # type: ig" + "nore[misc]"),
    (habits.inline_script_or_style, "templates/page.html", "<script>go()</script>"),
    (habits.inline_script_or_style, "templates/page.html", '<p style="color: red">'),
    (habits.inline_script_or_style, "templates/page.html", "<style>p {}</style>"),
    (habits.inline_script_or_style, "templates/page.html", '<a class="a"\n onclick="go()">'),
    (habits.inline_script_or_style, "templates/page.html", '<a hx-on:click="go()">'),
    (habits.trusted_output, "templates/page.html", "{{ story|safe }}"),
    (habits.trusted_output, "templates/page.html", "{% autoescape off %}"),
]
HARMLESS: list[tuple[Walker, str, str]] = [
    (habits.clock_reads, "cases/views/case.py", "moment = timezone.now()"),
    (habits.clock_reads, "cases/management/commands/demo.py", "moment = timezone.now()"),
    (
        habits.silenced_without_reason,
        "cases/forms.py",
        "import a  # no" + "qa: E402  after the swap",
    ),
    (habits.inline_script_or_style, "templates/page.html", '<script src="/a.js" defer></script>'),
    (habits.trusted_output, "templates/page.html", "{{ case.safety }} you are safe"),
    (habits.trusted_output, "templates/mail.txt", "{% autoescape off %}"),
]
WALKERS = list(dict.fromkeys(walker for walker, _, _ in BREACHES))


def name(value: object) -> str:
    return getattr(value, "__name__", "planted")


@pytest.mark.parametrize("walker", WALKERS, ids=name)
def test_keeps_the_habit(walker: Walker) -> None:
    assert walker(ROOT) == []


@pytest.mark.parametrize(("walker", "place", "text"), BREACHES, ids=name)
def test_finds_the_breach(walker: Walker, place: str, text: str, tmp_path: Path) -> None:
    found = walker(plant(tmp_path, place, text))

    assert len(found) == 1
    assert found[0].startswith(f"{place}:")


@pytest.mark.parametrize(("walker", "place", "text"), HARMLESS, ids=name)
def test_leaves_the_harmless_alone(walker: Walker, place: str, text: str, tmp_path: Path) -> None:
    assert walker(plant(tmp_path, place, text)) == []
