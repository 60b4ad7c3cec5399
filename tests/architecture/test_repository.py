"""What must stand in no file of the project: addresses of package indexes, paths of one machine."""

import re
import subprocess
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT, plant

# Written in pieces, so that this file does not name them either.
HOSTS = [
    ("py" + "pi", "org"),
    ("python" + "hosted", "org"),
    ("registry", "npm" + "js"),
    ("npm" + "js", "(?:com|org)"),
    ("deb", "debian", "org"),
    ("debian", "org/debian"),
]
INDEX = re.compile("|".join(r"\.".join(parts) for parts in HOSTS))
MACHINE = re.compile(r"(?<![\w.$}/~-])/(?:home|Users|root|work|workspace)/[\w.-]+")


def tracked(root: Path) -> list[Path]:
    """Files git knows, and those it would take."""
    listing = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"]
    try:
        done = subprocess.run(listing, cwd=root, capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this is not a git working tree")
    return [root / name for name in done.stdout.split("\0") if name]


def mentions(paths: list[Path], pattern: re.Pattern[str]) -> list[str]:
    """`path:line match` for every text file the pattern is found in."""
    found = []
    for path in paths:
        content = path.read_bytes() if path.is_file() else b""
        if b"\0" in content[:8000]:
            continue
        for number, line in enumerate(content.decode(errors="replace").splitlines(), 1):
            found += [f"{path}:{number} {match.group()}" for match in pattern.finditer(line)]
    return found


def test_names_no_package_index() -> None:
    assert mentions(tracked(ROOT), INDEX) == []


def test_names_no_path_of_one_machine() -> None:
    assert mentions(tracked(ROOT), MACHINE) == []


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (INDEX, "--index-url https://" + "py" + "pi.org/simple"),
        (INDEX, '"resolved": "https://registry.' + "npm" + 'js.org/htmx"'),
        (MACHINE, 'folder = "' + "/home" + '/ada/redress"'),
        (MACHINE, "see " + "/work" + "/main/docs"),
    ],
)
def test_finds_a_planted_mention(pattern: re.Pattern[str], text: str, tmp_path: Path) -> None:
    plant(tmp_path, "notes.txt", text)

    assert len(mentions([tmp_path / "notes.txt"], pattern)) == 1


def test_pins_every_dependency_with_a_hash() -> None:
    for name in ("run.txt", "test.txt"):
        pins = (ROOT / "requirements" / name).read_text(encoding="utf-8").split("\n\n")[0]
        entries = re.split(r"\n(?=\S)", pins.strip())

        assert [entry for entry in entries if "==" not in entry or "--hash=" not in entry] == []


def test_keeps_the_versions_of_both_files_equal() -> None:
    pin = re.compile(r"^(\S+)==([^\s;\\]+)", re.MULTILINE)
    run, test = (
        set(pin.findall((ROOT / "requirements" / name).read_text(encoding="utf-8")))
        for name in ("run.txt", "test.txt")
    )

    assert run <= test
