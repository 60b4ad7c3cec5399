"""Whatever is done to a bundle is found, and what was touched is named."""

import ast
import json
import random
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

import bagit
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given, settings
from hypothesis import strategies as st

from dossiers.rendering import verify
from dossiers.rendering.bundle import program
from dossiers.rendering.ed25519 import signed
from tests.dossiers.bags import AT, bag, broken, custody, held, packed
from tests.evidence.custody.authority import make_authority

TAMPERINGS = 10_000
Files = dict[str, bytes]


@pytest.fixture(scope="module")
def tsa(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_authority(tmp_path_factory.mktemp("tsa")).parent


@pytest.fixture(scope="module")
def stamped(tsa: Path) -> Files:
    return bag(tsa)


@pytest.fixture
def folder(tsa: Path, tmp_path: Path) -> Path:
    (tmp_path / "b.zip").write_bytes(packed(tsa))
    with zipfile.ZipFile(tmp_path / "b.zip") as bundle:
        bundle.extractall(tmp_path)
    return tmp_path / "notes-K7-QRM4-v1"


def run(place: Path, *words: str) -> "subprocess.CompletedProcess[str]":
    """`verify.py` as a stranger runs it: alone, with nothing of ours to import."""
    command = [sys.executable, "-I", "-S", str(place / "verify.py"), *words]
    return subprocess.run(command, capture_output=True, text=True, check=False, cwd="/")


def test_calls_a_bundle_sound_and_says_when_it_was_stamped(folder: Path, tsa: Path) -> None:
    done = run(folder, "--root", str(tsa / "root.pem"))

    assert done.returncode == 0, done.stdout + done.stderr
    assert [line[:18].strip() for line in done.stdout.splitlines()[:5]] == [
        "files", "bundle", "signature", "timestamp imprint", "timestamp chain",
    ]  # fmt: skip
    assert "by an authority of the root you named" in done.stdout


def test_reads_the_zip_as_it_came(folder: Path) -> None:
    done = run(folder, str(folder.parent / "b.zip"))

    assert done.returncode == 0, done.stdout
    assert done.stdout.endswith("Sound.\n")


def test_names_the_item_and_ends_with_one(folder: Path) -> None:
    (folder / "data/originals/EX-0001.png").write_bytes(b"another")

    done = run(folder)

    assert done.returncode == 1
    assert "data/originals/EX-0001.png" in done.stdout


def test_cannot_tell_without_openssl(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "/nowhere")

    assert run(folder).returncode == 2


def test_cannot_tell_of_what_is_no_bundle(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "x.zip").write_bytes(b"not a zip")

    assert run(folder, str(tmp_path / "x.zip")).returncode == 2


def test_says_none_where_nobody_was_asked_for_the_time() -> None:
    states = [finding.state for finding in verify.verify(held(bag()))]

    assert states == ["ok", "ok", "ok", "none", "none"]


def test_refuses_a_key_that_is_not_the_one_on_the_cover(folder: Path) -> None:
    assert run(folder, "--key", "0" * 64).returncode == 1


def test_refuses_another_root(folder: Path, tmp_path: Path) -> None:
    other = make_authority(tmp_path / "other")

    done = run(folder, "--root", str(other))

    assert done.returncode == 1
    assert "tagmanifest-sha256.txt.tsr" in done.stdout


def test_is_a_bag_to_others_too(folder: Path) -> None:
    assert bagit.Bag(str(folder)).validate()


def test_is_read_by_the_commands_that_are_printed(folder: Path, tsa: Path) -> None:
    for words in (
        "sha256sum -c --quiet --strict manifest-sha256.txt",
        "sha256sum -c --quiet --strict tagmanifest-sha256.txt",
        "openssl pkeyutl -verify -pubin -inkey signing-key.pem -rawin -in seal-sha256.txt "
        "-sigfile seal-sha256.txt.sig",
        "openssl ts -verify -data tagmanifest-sha256.txt -in tagmanifest-sha256.txt.tsr "
        f"-CAfile {tsa}/root.pem -untrusted tagmanifest-chain.pem",
    ):
        subprocess.run(words.split(), cwd=folder, check=True, capture_output=True)


def test_needs_no_newer_python_than_it_says() -> None:
    ast.parse(program(), feature_version=(3, 8))

    assert "dossiers" not in program()


def test_gives_the_same_bytes_twice() -> None:
    assert packed() == packed()


def _flip(files: Files, name: str, dice: random.Random) -> str:
    content = bytearray(files[name])
    at = dice.randrange(len(content))
    content[at] ^= 1 << dice.randrange(8)
    files[name] = bytes(content)
    return name


def _remove(files: Files, name: str, dice: random.Random) -> str:
    del files[name]
    return name


def _cut(files: Files, name: str, dice: random.Random) -> str:
    files[name] = files[name][: dice.randrange(len(files[name]))]
    return name


def _insert(files: Files, name: str, dice: random.Random) -> str:
    at = dice.randrange(len(files[name]) + 1)
    files[name] = files[name][:at] + bytes([dice.randrange(256)]) + files[name][at:]
    return name


def _swap(files: Files, name: str, dice: random.Random) -> str:
    other = dice.choice([each for each in files if files[each] != files[name]])
    files[name], files[other] = files[other], files[name]
    return f"{name} {other}"


def _add(files: Files, name: str, dice: random.Random) -> str:
    added = f"{dice.choice(['', 'data/', 'custody/'])}added-{dice.randrange(999)}"
    files[added] = b"more"
    return added


DEEDS: list[Callable[[Files, str, random.Random], str]] = [
    _flip, _flip, _flip, _remove, _cut, _insert, _swap, _add,
]  # fmt: skip


def _missed(stamped: Files) -> Iterator[str]:
    dice = random.Random(20261122)
    names = sorted(stamped)
    for number in range(TAMPERINGS):
        files, deed = dict(stamped), dice.choice(DEEDS)
        touched = deed(files, names[number % len(names)], dice)
        if files != stamped and not set(touched.split(" ")) & set(broken(files)):
            yield f"{number}: {deed.__name__} of {touched} gave {broken(files)}"


def test_finds_ten_thousand_tamperings_and_names_what_was_touched(stamped: Files) -> None:
    assert broken(stamped) == []
    assert list(_missed(stamped)) == []


def relisted(files: Files) -> Files:
    """The lists written anew, as somebody without the key would."""
    tags = [n for n in files if not n.startswith(("data/", "tagmanifest", "seal-"))]
    lines = "".join(f"{sha256(files[n]).hexdigest()}  {n}\n" for n in sorted(tags))
    seal = sha256(lines.encode()).hexdigest()
    return files | {
        verify.TAGS: lines.encode(),
        verify.SEAL: f"{seal}  {verify.TAGS}\n".encode(),
    }


def rewritten(rows: list[tuple[int, str, str]]) -> bytes:
    """The log with these rows."""
    lines = [json.dumps({"seq": seq, "digest": digest, "row": row}) for seq, digest, row in rows]
    return ("\n".join(lines) + "\n").encode()


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        (custody()[:-1], "row 11: it is not the one the checkpoint saw"),
        ([*custody()[:4], *custody()[5:]], "row 5"),
        ([custody()[1], custody()[0], *custody()[2:]], "row 1"),
        ([*custody()[:6], (7, custody()[6][1], custody()[6][2].replace("kept", "lost"))], "row 7"),
    ],
)
def test_names_the_row_of_custody_that_does_not_hold(
    rows: list[tuple[int, str, str]], named: str
) -> None:
    files = relisted(bag() | {verify.ROWS: rewritten(rows)})

    assert any(named in item for item in broken(files))


def test_finds_a_chain_written_anew_from_the_first_row(stamped: Files) -> None:
    rows, previous = [], verify.START
    for seq, _, row in custody():
        told = row.replace("kept", "lost", 1).rpartition(',"previous"')[0]
        told += f',"previous":"{previous}","seq":{seq}}}'
        previous = sha256(verify.ROW_DOMAIN + told.encode()).hexdigest()
        rows.append((seq, previous, told))

    found = broken(relisted(stamped | {verify.ROWS: rewritten(rows)}))

    assert any("it is not the one the checkpoint saw" in item for item in found)
    assert verify.MARK in found


def test_finds_a_token_that_was_taken_away(stamped: Files) -> None:
    files = {
        name: content
        for name, content in stamped.items()
        if name not in {verify.TOKEN, verify.TOKEN_CHAIN}
    }

    assert verify.TOKEN in broken(files)


def test_reads_the_moment_of_a_token(stamped: Files) -> None:
    told = verify.stamp_info(stamped[verify.TOKEN])

    assert told is not None
    assert told[0] == sha256(stamped[verify.TAGS]).digest()
    assert told[1].year >= AT.year


@settings(max_examples=60, deadline=None)
@given(st.binary(min_size=32, max_size=32), st.binary(max_size=200), st.integers(0, 511))
def test_judges_signatures_as_the_library_does(seed: bytes, text: bytes, bit: int) -> None:
    key = Ed25519PrivateKey.from_private_bytes(seed)
    public, mark = key.public_key().public_bytes_raw(), key.sign(text)
    other = bytearray(mark)
    other[bit // 8] ^= 1 << bit % 8

    assert signed(public, text, mark)
    assert not signed(public, text, bytes(other))
