from __future__ import annotations

import pytest

from evidence.fingerprints.phash import Phash, phash_of
from tests.data.pictures import drawn_picture
from tests.evidence.fingerprints.algorithm_suite import AlgorithmSuite


class TestPhash(AlgorithmSuite):
    algorithm = Phash()


@pytest.mark.parametrize("seed", range(32))
def test_equals_imagehash_bit_for_bit(seed: int) -> None:
    imagehash = pytest.importorskip("imagehash", reason="ImageHash, the oracle, is not installed")
    picture = drawn_picture(seed, width=200 + 9 * seed, height=330)

    assert phash_of(picture).hex() == str(imagehash.phash(picture, hash_size=16))
