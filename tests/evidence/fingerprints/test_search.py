from __future__ import annotations

from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from evidence.fingerprints.base import distances
from evidence.fingerprints.matching import compare
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.fingerprints.search import Bank, References
from tests.data.pictures import drawn_picture
from tests.data.pictures.pages import PAGES

RNG = np.random.default_rng(41)
VALUES = [RNG.bytes(32) for _ in range(9_000)]


def turned_over(value: bytes, *, bits: int) -> bytes:
    """Return the value with that many bits changed, all over it."""
    places = RNG.permutation(256)[:bits]
    mask = sum(1 << int(place) for place in places)
    return (int.from_bytes(value) ^ mask).to_bytes(32)


@cache
def prints(seed: int) -> PictureFingerprints:
    return measure(drawn_picture(seed), sha256=f"{seed:064x}")


@pytest.mark.parametrize("limit", [0, 31, 47, 48, 80, 110, 256])
def test_finds_exactly_what_counting_every_bit_finds(limit: int) -> None:
    query = turned_over(VALUES[8_500], bits=31)
    counted = distances([query], VALUES)[0]

    places, found = Bank(VALUES).within(query, limit=limit)

    assert places.tolist() == np.flatnonzero(counted <= limit).tolist()
    assert found.tolist() == counted[counted <= limit].tolist()


def test_counts_a_value_that_differs_in_every_bit() -> None:
    places, found = Bank([b"\xff" * 32]).within(bytes(32), limit=256)

    assert (places.tolist(), found.tolist()) == ([0], [256])


def test_finds_nothing_in_an_empty_bank() -> None:
    assert Bank([]).within(bytes(32), limit=256)[0].tolist() == []


def test_leaves_out_no_reference_that_could_be_recognised() -> None:
    references = [prints(seed) for seed in range(11, 17)]
    sighted = [
        measure(PAGES[page](drawn_picture(seed), seed), sha256="f" * 64)
        for page in PAGES
        for seed in (12, 15, 30)
    ]

    for each in sighted:
        likely = References(references).likely(each)
        known = {place for place, one in enumerate(references) if compare(each, one)}
        assert known <= likely


def test_asks_only_about_references_that_have_a_value_near() -> None:
    references = [prints(seed) for seed in range(11, 17)]
    sighted = replace(prints(13), sha256="f" * 64)

    assert 2 in References(references).likely(sighted)
    assert len(References(references).likely(sighted)) < len(references)
