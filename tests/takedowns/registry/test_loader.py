"""It reads the registry, or says everything that is wrong with it."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from cases.registry.toml_files import Fault, RegistryFault
from takedowns.registry.loader import SHIPPED, load, registry, stale, unchecked

PLATFORM, BASIS = "platforms/x.toml", "legal_bases/us-tida.toml"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("platforms", "legal_bases", "preserving"):
        shutil.copytree(SHIPPED / name, tmp_path / name)
    for name in ("field_keys", "identifiers", "siblings"):
        shutil.copy(SHIPPED / f"{name}.toml", tmp_path)
    return tmp_path


def spoil(folder: Path, file: str, *, old: str, new: str) -> None:
    path = folder / file
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(RegistryFault) as caught:
        load(folder)
    return caught.value.faults


def test_loads_every_shipped_file() -> None:
    files = {path.stem for path in (SHIPPED / "platforms").glob("*.toml")}
    rules = {path.stem for path in (SHIPPED / "legal_bases").glob("*.toml")}

    assert set(registry().platforms) == files
    assert set(registry().legal_bases) == rules
    assert len(files) == 94
    assert len(rules) == 21


def test_keeps_unknown_unknown() -> None:
    channels = [each for one in registry().platforms.values() for each in one.channels]

    assert {each.max_urls for each in channels} == {None, 1, 5}
    assert {each.login_required for each in channels} == {None, True, False}
    assert registry().platforms["github"].eu_vlop is None


def test_counts_down_only_for_a_rule_in_force_with_a_number() -> None:
    running = {each.id for each in registry().legal_bases.values() if each.countdown_runs}

    assert running == {
        "eu-gdpr-17",
        "in-it-rules-3-2-b",
        "it-garante-144bis",
        "nz-hdca-24",
        "uk-dp-complaint",
        "us-tida",
    }


def test_does_not_count_down_for_a_rule_not_yet_in_force(folder: Path) -> None:
    file = "legal_bases/uk-osa-48h.toml"
    spoil(folder, file, old="deadline.countdown = false", new="deadline.countdown = true")

    rule = load(folder).legal_bases["uk-osa-48h"]

    assert rule.deadline.iso8601 == "PT48H"
    assert not rule.countdown_runs


def test_marks_fields_written_from_memory() -> None:
    rule = registry().legal_bases["us-tida"]

    assert rule.from_memory("escalation[1].url")
    assert not rule.from_memory("escalation[1]")
    assert not rule.from_memory("escalation[1].url_of_another")


def test_counts_what_lies_in_a_remembered_field_as_remembered() -> None:
    rule = registry().legal_bases["us-dmca-512c"]

    assert rule.from_memory("deadline.iso8601")
    assert rule.from_memory("escalation[1].url")
    assert not rule.from_memory("escalation[10].url")


def test_ships_no_platform_under_a_reserved_name() -> None:
    assert not [host for host in registry().hosts if host.endswith(".example")]


def test_marks_every_link_rule_as_remembered() -> None:
    ruled = [each for each in registry().platforms.values() if each.link_rules]

    assert len(ruled) >= 20
    assert all(each.from_memory("link_rules") for each in ruled)


FAULTS = [
    (PLATFORM, 'name = "X (Twitter)"', 'nmae = "X"', "nmae"),
    (PLATFORM, 'name = "X (Twitter)"', "", "name"),
    (PLATFORM, 'name = "X (Twitter)"', "name = 5", "name"),
    (PLATFORM, 'name = "X (Twitter)"', 'name = " "', "name"),
    (PLATFORM, 'id = "x"', 'id = "imgur"', "id"),
    (PLATFORM, 'kind = "social"', 'kind = "club"', "kind"),
    (PLATFORM, '"twitter.com"', '"imgur.com"', "hosts[1]"),
    (PLATFORM, '"twitter.com"', '"https://twitter.com/"', "hosts[1]"),
    (PLATFORM, "checked = 2026-11-22", 'checked = "yesterday"', "checked"),
    (PLATFORM, "generic_template = false", "generic_template = 0", "generic_template"),
    (PLATFORM, '"us-tida"', '"us-tidy"', "suggested_legal_bases[0]"),
    (PLATFORM, "max_urls = 5", 'max_urls = "5"', "max_urls"),
    (
        PLATFORM,
        'page_kind = "short_link"\nhost = "t.co"\npath = \'',
        'page_kind = "short_link"\nhost = "t.co"\npath = \'(',
        "link_rules[0].path",
    ),
    (PLATFORM, 'host = "t.co"', 'host = "t.me"', "link_rules[0].host"),
    (PLATFORM, 'page_kind = "short_link"', 'page_kind = "hop"', "link_rules[0].page_kind"),
    (PLATFORM, '"operator",', '"operater",', "memory_fields"),
    (BASIS, 'deadline.iso8601 = "PT48H"', 'deadline.iso8601 = "48 hours"', "deadline.iso8601"),
    (BASIS, 'deadline.iso8601 = "PT48H"', "", "deadline.iso8601"),
    (
        BASIS,
        "in_force_since = 2026-05-19",
        "in_force_since = 2026-05-19T10:00:00",
        "in_force_since",
    ),
    (BASIS, "in_force_since = 2026-05-19", "", "in_force_since"),
    (BASIS, 'status = "in_force"', 'status = "soon"', "status"),
    (BASIS, "covers.threats_only = false", "", "covers.threats_only"),
    ("field_keys.toml", "screenshot = ", "screenshot = 5 #", "screenshot"),
    ("field_keys.toml", "content_urls", "content_url", "fields[0]"),
]


@pytest.mark.parametrize(("file", "old", "new", "field"), FAULTS)
def test_names_file_and_field_of_a_fault(
    folder: Path, file: str, old: str, new: str, field: str
) -> None:
    spoil(folder, file, old=old, new=new)

    found = faults_of(folder)

    assert any(field in each.field for each in found)
    assert all(each.wrong and each.write for each in found)


def test_asks_for_a_source(folder: Path) -> None:
    path = folder / BASIS
    head = path.read_text(encoding="utf-8").split("[[sources]]")[0]
    path.write_text("sources = []\n" + head, encoding="utf-8")

    assert [(each.file, each.field) for each in faults_of(folder)] == [(BASIS, "sources")]


def test_reports_all_faults_of_all_files_at_once(folder: Path) -> None:
    spoil(folder, PLATFORM, old='kind = "social"', new='kind = "club"')
    spoil(folder, PLATFORM, old='"us-tida"', new='"us-tidy"')
    spoil(folder, BASIS, old='"PT48H"', new='"PT"')
    (folder / "platforms/imgur.toml").write_text("id = [", encoding="utf-8")
    (folder / "platforms/mega.toml").write_bytes(b'id = "\xff"')

    found = {(each.file, each.field) for each in faults_of(folder)}

    assert found == {
        (PLATFORM, "kind"),
        (PLATFORM, "suggested_legal_bases[0]"),
        (BASIS, "deadline.iso8601"),
        ("platforms/imgur.toml", "file"),
        ("platforms/mega.toml", "file"),
    }


def test_says_of_an_empty_folder_that_nothing_is_there(tmp_path: Path) -> None:
    found = {each.file for each in faults_of(tmp_path)}

    assert found == {
        "platforms", "legal_bases", "preserving", "field_keys.toml", "identifiers.toml",
        "siblings.toml",
    }  # fmt: skip


def test_lists_entries_nobody_has_checked_for_180_days() -> None:
    assert stale(registry(), today=date(2027, 5, 21)) == ()
    assert len(stale(registry(), today=date(2027, 5, 22))) == len(registry().platforms) + 21


def test_lists_every_field_written_from_memory() -> None:
    listed = {(each.file, each.field) for each in unchecked(registry())}

    assert (BASIS, "escalation[1].url") in listed
    assert (PLATFORM, "link_rules") in listed
