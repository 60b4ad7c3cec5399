"""Only what was measured without a false match has a say."""

from __future__ import annotations

import ast
from dataclasses import replace

import pytest

from evidence.fingerprints.matching import compare
from evidence.fingerprints.measure import measure
from tests.architecture.sources import ROOT
from tests.data.pictures import drawn_picture, resized

WITHOUT_A_VOTE = {"average_hash", "whash", "colorhash", "crop_resistant_hash", "dhash", "phash"}
APPS = ("evidence", "takedowns", "dossiers", "cases", "accounts")


def names_used(program: str) -> set[str]:
    """Every name a program takes from imagehash, however it does it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.ImportFrom) and node.module == "imagehash":
            found |= {each.name for each in node.names}
        if isinstance(node, ast.Attribute) and ast.unparse(node.value) == "imagehash":
            found.add(node.attr)
    return found


def test_takes_no_hash_with_false_matches_from_imagehash() -> None:
    used = {
        name
        for app in APPS
        for path in (ROOT / app).rglob("*.py")
        for name in names_used(path.read_text(encoding="utf-8"))
    }

    assert used == {"ImageHash"}


@pytest.mark.parametrize("way", ["import imagehash\nimagehash.{}(x)", "from imagehash import {}"])
@pytest.mark.parametrize("name", sorted(WITHOUT_A_VOTE))
def test_would_see_one_that_was_taken(name: str, way: str) -> None:
    assert names_used(way.format(name)) == {name}


@pytest.mark.parametrize("phash", [bytes(32), b"\xff" * 32, b"\x5a" * 32])
def test_comes_to_the_same_verdict_whatever_phash_says(phash: bytes) -> None:
    reference = measure(drawn_picture(11), sha256="b" * 64)
    sighted = measure(resized(drawn_picture(11), by=0.5), sha256="a" * 64)
    plain, changed = (compare(each, reference) for each in (sighted, replace(sighted, phash=phash)))

    assert plain is not None
    assert changed is not None
    assert replace(plain, phash_distance=0) == replace(changed, phash_distance=0)
