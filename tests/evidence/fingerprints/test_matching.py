from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest
from PIL import Image

from evidence.fingerprints.matching import Orientation, Step, Tier, Verdict, compare
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pdq import Turned
from evidence.fingerprints.pictures import PictureFingerprints
from tests.data.pictures import CERTAIN_EDITS, FOUND_EDITS, drawn_picture, resized
from tests.data.pictures.pages import PAGES

SEEDS = (11, 12)


def prints_of(picture: Image.Image, *, digest: str = "a") -> PictureFingerprints:
    return measure(picture, sha256=digest * 64)


@cache
def enrolled(seed: int) -> PictureFingerprints:
    return prints_of(drawn_picture(seed), digest="b")


def flipped_bits(value: bytes, *, count: int) -> bytes:
    """Return the value with its first bits turned over."""
    mask = ((1 << count) - 1) << (256 - count)
    return (int.from_bytes(value) ^ mask).to_bytes(32)


def apart(reference: PictureFingerprints, *, bits: int) -> PictureFingerprints:
    """Return a sighting whose whole value lies that far off, with nothing else to go by."""
    values = (flipped_bits(reference.whole.values[0], count=bits), *[bytes(32)] * 7)
    whole = Turned(values, reference.whole.quality)
    return replace(reference, sha256="c" * 64, whole=whole, rectangles=())


def surely(verdict: Verdict | None) -> Verdict:
    assert verdict is not None
    return verdict


def test_knows_the_same_file_by_its_digest() -> None:
    verdict = surely(compare(enrolled(11), enrolled(11)))

    assert (verdict.tier, verdict.step) == (Tier.SAME_FILE, Step.FILE)
    assert verdict.reason == "The same file, byte for byte."


@pytest.mark.parametrize("edit", CERTAIN_EDITS)
def test_is_certain_after_a_mild_edit(edit: str) -> None:
    copy = CERTAIN_EDITS[edit](drawn_picture(11))

    assert surely(compare(prints_of(copy), enrolled(11))).tier is Tier.CERTAIN


@pytest.mark.parametrize("edit", FOUND_EDITS)
def test_finds_it_probable_or_better_after_a_harsher_edit(edit: str) -> None:
    copy = FOUND_EDITS[edit](drawn_picture(12))

    assert surely(compare(prints_of(copy), enrolled(12))).tier >= Tier.PROBABLE


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("page", PAGES)
def test_is_certain_of_a_picture_on_a_page(seed: int, page: str) -> None:
    sighted = prints_of(PAGES[page](drawn_picture(seed), seed))

    verdict = surely(compare(sighted, enrolled(seed)))

    assert (verdict.tier, verdict.step) == (Tier.CERTAIN, Step.RECTANGLE)
    assert verdict.region is not None


@pytest.mark.parametrize("page", PAGES)
def test_does_not_recognise_another_picture_on_a_page(page: str) -> None:
    sighted = prints_of(PAGES[page](drawn_picture(13), 13))

    assert all(compare(sighted, enrolled(seed)) is None for seed in SEEDS)


def test_does_not_recognise_other_pictures() -> None:
    sighted = [prints_of(drawn_picture(seed)) for seed in range(20, 30)]

    assert all(compare(each, enrolled(11)) is None for each in sighted)


def test_recognises_a_cropped_picture_by_a_part_of_the_reference() -> None:
    copy = FOUND_EDITS["crop 10 %"](drawn_picture(11))

    verdict = surely(compare(prints_of(copy), enrolled(11)))

    assert verdict.step in (Step.WHOLE, Step.WHOLE_TO_PART)
    assert (verdict.part is None) == (verdict.step is Step.WHOLE)


def test_points_at_the_region_in_the_pixels_of_the_sighted_file() -> None:
    page = resized(PAGES["lightbox"](drawn_picture(12), 12), by=2)

    region = surely(compare(prints_of(page), enrolled(12))).region

    assert region is not None
    assert all(abs(a - b) <= 12 for a, b in zip(region, (380, 224, 2180, 1574), strict=True))


@pytest.mark.parametrize(
    ("turn", "orientation"),
    [
        (Image.Transpose.FLIP_LEFT_RIGHT, Orientation.MIRRORED),
        (Image.Transpose.FLIP_TOP_BOTTOM, Orientation.FLIPPED),
        (Image.Transpose.ROTATE_180, Orientation.HALF_TURN),
        (Image.Transpose.ROTATE_90, Orientation.LEFT),
        (Image.Transpose.ROTATE_270, Orientation.RIGHT),
    ],
)
def test_says_how_the_picture_was_turned(turn: Image.Transpose, orientation: Orientation) -> None:
    sighted = prints_of(drawn_picture(11).transpose(turn))

    assert surely(compare(sighted, enrolled(11))).orientation is orientation


@pytest.mark.parametrize(
    ("bits", "tier"), [(31, Tier.CERTAIN), (32, Tier.PROBABLE), (76, Tier.PROBABLE), (77, None)]
)
def test_draws_the_line_at_the_measured_limits(bits: int, tier: Tier | None) -> None:
    reference = replace(enrolled(11), crops=())

    verdict = compare(apart(reference, bits=bits), reference)

    assert (verdict and verdict.tier) == tier


def test_gives_the_reason_in_one_plain_sentence() -> None:
    reference = replace(enrolled(11), crops=())

    verdict = surely(compare(apart(reference, bits=12), reference))

    assert verdict.reason == (
        "The same picture: 12 of 256 points differ; up to 31 counts as certain."
    )


def test_names_the_turn_in_the_reason() -> None:
    sighted = prints_of(drawn_picture(11).transpose(Image.Transpose.FLIP_LEFT_RIGHT))

    assert surely(compare(sighted, enrolled(11))).reason.startswith("The same picture, mirrored: ")


@pytest.mark.parametrize("poor", ["sighted", "reference"])
def test_lets_no_flat_picture_vote(poor: str) -> None:
    reference = replace(enrolled(11), crops=())
    sighted = apart(reference, bits=3)
    flat = Turned(reference.whole.values, 49)
    if poor == "sighted":
        sighted = replace(sighted, whole=Turned(sighted.whole.values, 49))
    else:
        reference = replace(reference, whole=flat)

    assert compare(sighted, reference) is None


def test_never_decides_by_phash_alone() -> None:
    sighted = replace(prints_of(drawn_picture(14)), phash=enrolled(11).phash)

    assert compare(sighted, enrolled(11)) is None


def test_reports_the_phash_distance_beside_the_verdict() -> None:
    reference = enrolled(11)
    sighted = replace(apart(reference, bits=0), phash=flipped_bits(reference.phash, count=5))

    assert surely(compare(sighted, reference)).phash_distance == 5


def test_prefers_the_surer_of_two_likenesses() -> None:
    reference = enrolled(11)
    page = prints_of(PAGES["forum"](drawn_picture(11), 11))
    sighted = replace(page, whole=apart(reference, bits=70).whole)

    assert surely(compare(sighted, reference)).step is Step.RECTANGLE
