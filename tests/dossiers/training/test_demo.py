"""The command that loads the training world, where it must not."""

import pytest
from django.core.management import CommandError, call_command
from django.core.management.base import CommandParser

from accounts.models import Organisation, Person
from cases.models import Case
from dossiers.management.commands.demo import Command
from dossiers.management.training import world
from tests import factories


@pytest.fixture
def nothing_loads(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """Notes what the loader was asked for instead of loading."""
    asked: list[object] = []
    monkeypatch.setattr(world, "load", lambda **given: asked.append(given["now"]))
    return asked


@pytest.mark.django_db
def test_refuses_a_database_that_real_people_use(nothing_loads: list[object]) -> None:
    factories.person("somebody")

    with pytest.raises(CommandError, match="Real people use this database") as refused:
        call_command("demo")

    assert refused.value.returncode == 1
    assert nothing_loads == []


@pytest.mark.django_db
def test_loads_beside_others_where_it_is_forced(nothing_loads: list[object]) -> None:
    factories.person("somebody")

    call_command("demo", "--force")

    assert len(nothing_loads) == 1


@pytest.mark.django_db
def test_refuses_where_somebody_has_one_of_its_names() -> None:
    factories.person("wren")

    with pytest.raises(CommandError, match="The name wren is taken"):
        call_command("demo", "--force")

    assert Person.objects.count() == 1
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_refuses_where_a_team_has_one_of_its_names() -> None:
    factories.organisation("Harbour Advice")

    with pytest.raises(CommandError, match="The name Harbour Advice is taken"):
        call_command("demo")

    assert Organisation.objects.count() == 1


@pytest.mark.parametrize("words", ["yesterday", "0001-01-01", "2026-13-01"])
def test_ends_with_two_where_the_moment_cannot_be_read(
    words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    parser: CommandParser = Command().create_parser("manage.py", "demo")
    parser.called_from_command_line = True

    with pytest.raises(SystemExit) as ended:
        parser.parse_args(["--now", words])

    assert ended.value.code == 2
    assert words in capsys.readouterr().err


@pytest.mark.parametrize("words", ["2026-11-22T12:00", "2026-11-22T13:00+01:00"])
def test_reads_a_moment_with_and_without_a_zone(words: str) -> None:
    parser = Command().create_parser("manage.py", "demo")

    read = parser.parse_args(["--now", words])

    assert read.now == factories.NOON
