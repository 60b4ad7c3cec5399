"""`registry_check` says in sentences what is wrong, old or unchecked."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import ManagementUtility, call_command

from cases.registry import support
from takedowns.registry import loader


@pytest.fixture(autouse=True)
def soon_after_checking(time_machine_at: Callable[[datetime], None]) -> None:
    """A day on which every shipped entry is fresh."""
    time_machine_at(datetime(2026, 11, 23, tzinfo=UTC))


@pytest.fixture
def copied(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped registry in a folder of its own, to be broken."""
    folder = tmp_path / "registry"
    shutil.copytree(loader.SHIPPED, folder)
    monkeypatch.setattr(loader, "SHIPPED", folder)
    return folder


@pytest.fixture
def helpers(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The shipped services that help in a folder of their own, to be broken."""
    folder = tmp_path / "helpers"
    shutil.copytree(support.SHIPPED, folder)
    monkeypatch.setattr(support, "SHIPPED", folder)
    return folder


def rewrite(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_finds_the_shipped_registry_sound(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("registry_check")

    said = capsys.readouterr().out
    assert said.startswith("Sound: ")
    assert "No entry is older than 180 days." in said


def test_names_unchecked_fields_by_file(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("registry_check")

    assert "Unchecked: legal_bases/us-tida.toml: escalation[1].url" in capsys.readouterr().out


def test_tells_every_fault_of_every_file(copied: Path, capsys: pytest.CaptureFixture[str]) -> None:
    rewrite(copied / "platforms" / "x.toml", 'kind = "social"', 'kind = "sociable"')
    rewrite(copied / "legal_bases" / "us-tida.toml", "PT48H", "two days")

    with pytest.raises(SystemExit) as stopped:
        call_command("registry_check")

    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "platforms/x.toml: kind: " in said
    assert "legal_bases/us-tida.toml: deadline.iso8601: " in said


def test_fails_on_an_entry_nobody_checked_for_a_while(
    copied: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(copied / "platforms" / "x.toml", "checked = 2026-11-22", "checked = 2026-01-02")

    with pytest.raises(SystemExit) as stopped:
        call_command("registry_check")

    said = capsys.readouterr()
    assert stopped.value.code == 1
    assert "Stale: platforms/x.toml: last checked 2026-01-02, 325 days ago." in said.out
    assert "1 entry older than 180 days." in said.err


def test_takes_another_number_of_days(copied: Path) -> None:
    rewrite(copied / "platforms" / "x.toml", "checked = 2026-11-22", "checked = 2026-01-02")

    call_command("registry_check", stale_days=325)


@pytest.mark.parametrize("days", ["0", "-3", "many", "1.5"])
def test_refuses_a_number_of_days_it_cannot_use(
    days: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stopped:
        ManagementUtility(["manage.py", "registry_check", f"--stale-days={days}"]).execute()

    assert stopped.value.code == 2
    assert "is not a number of days" in capsys.readouterr().err


def test_counts_everything_it_looked_at(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("registry_check")

    said = capsys.readouterr().out
    assert said.startswith("Sound: 94 platforms, 21 rules and 49 services that help.")


def test_names_what_stands_from_memory_as_a_whole(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("registry_check")

    said = capsys.readouterr().out
    assert "Unchecked: legal_bases/de-ddg-201a.toml: all of it" in said
    assert "Unchecked: services/stopncii.toml: url" in said
    assert "Unchecked: siblings.toml: anywhere[0]" in said


def test_tells_the_faults_of_a_service_beside_those_of_a_platform(
    copied: Path, helpers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(helpers / "services" / "stopncii.toml", 'kind = "hash_program"', 'kind = "hash"')
    rewrite(copied / "siblings.toml", 'kind = "archive_copy"', 'kind = "copy"')

    with pytest.raises(SystemExit) as stopped:
        call_command("registry_check")

    said = capsys.readouterr().err
    assert stopped.value.code == 1
    assert "services/stopncii.toml: kind: " in said
    assert "siblings.toml: anywhere[0].kind: " in said


def test_fails_on_a_service_nobody_checked_for_a_while(
    helpers: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    rewrite(helpers / "services" / "stopncii.toml", "checked = 2026-11-22", "checked = 2026-01-02")

    with pytest.raises(SystemExit) as stopped:
        call_command("registry_check")

    assert stopped.value.code == 1
    assert "Stale: services/stopncii.toml: last checked 2026-01-02" in capsys.readouterr().out
