from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageOps

from evidence.fingerprints import aligning
from evidence.fingerprints.aligning import (
    Projection,
    WorkingCopy,
    WorkingCopyUnreadable,
    aligned,
    block_correlation,
    view_of,
    working_copy_of,
)
from evidence.fingerprints.features import (
    MOST_POINTS,
    Features,
    FeaturesUnreadable,
    features_of,
    halves,
    working_grey,
)
from evidence.fingerprints.matching import Tier
from evidence.fingerprints.sift import Sift
from tests.data.pictures import CERTAIN_EDITS, as_jpeg, cropped, drawn_picture
from tests.data.pictures.pages import PAGES
from tests.evidence.fingerprints.aligner_suite import AlignerSuite, drawn


class TestSift(AlignerSuite):
    aligner = Sift()


def test_reads_a_mirror_image_off_the_numbers_of_the_picture() -> None:
    plain = features_of(working_grey(drawn(1))).mirrored()
    really = features_of(working_grey(ImageOps.mirror(drawn(1))))
    apart = ((really.points[:, None] - plain.points[None]) ** 2).sum(axis=2)
    nearest = apart.argmin(axis=1)
    met = apart.min(axis=1) < 0.25

    assert met.mean() > 0.9
    off = really.values[met].astype(int) - plain.values[nearest[met]].astype(int)
    assert np.median(np.abs(off).max(axis=1)) <= 3


def test_gets_both_tables_out_of_two_halves() -> None:
    one, other = (features_of(working_grey(drawn(seed))) for seed in (1, 2))
    kept, swapped = halves(one.values)
    own_kept, own_swapped = halves(other.values)
    turned_kept, turned_swapped = halves(other.mirrored().values)

    mirrored = kept @ own_kept.T - swapped @ own_swapped.T

    assert np.allclose(mirrored, kept @ turned_kept.T + swapped @ turned_swapped.T, atol=1e-5)
    assert np.allclose((kept @ kept.T + swapped @ swapped.T).diagonal(), 1, atol=1e-5)


def test_keeps_at_most_3000_details() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (1000, 1280), dtype=np.uint8)

    assert len(features_of(Image.fromarray(noise)).points) == MOST_POINTS


def test_keeps_features_in_bytes_and_reads_them_again() -> None:
    found = features_of(working_grey(drawn(1)))

    again = Features.from_bytes(found.to_bytes())

    assert (again.width, again.height) == (found.width, found.height)
    assert np.array_equal(again.points, found.points)
    assert np.array_equal(again.values, found.values)


@pytest.mark.parametrize("spoilt", [b"", b"RSF1", b"RSF2" + bytes(12), b"RSF1" + b"\xff" * 12])
def test_refuses_bytes_that_are_no_features(spoilt: bytes) -> None:
    with pytest.raises(FeaturesUnreadable):
        Features.from_bytes(spoilt)


def test_knows_a_picture_by_its_working_copy() -> None:
    kept = WorkingCopy.from_bytes(working_copy_of(drawn(1)).to_bytes())

    found = aligned(view_of(as_jpeg(drawn(1), quality=60)), kept)

    assert found is not None
    assert found.is_same_picture


@pytest.mark.parametrize("spoilt", [b"", b"RWC1", b"RWC1\xff\xff\xff\xff", bytes(900)])
def test_refuses_bytes_that_are_no_working_copy(spoilt: bytes) -> None:
    with pytest.raises(WorkingCopyUnreadable):
        WorkingCopy.from_bytes(spoilt)


@pytest.mark.parametrize("page", PAGES)
def test_is_certain_of_a_cropped_mirrored_picture_on_a_page(page: str) -> None:
    part = ImageOps.mirror(cropped(drawn_picture(11), share=0.2))

    found = aligned(view_of(PAGES[page](part, 3)), view_of(drawn_picture(11)))

    assert found is not None
    assert found.is_same_picture


def test_leaves_a_picture_written_all_over_to_a_person() -> None:
    written = CERTAIN_EDITS["watermarked"](drawn_picture(11))

    found = aligned(view_of(written), view_of(drawn_picture(11)))

    assert found is not None
    assert found.tier is Tier.SAME_SCENE


@pytest.mark.parametrize("edit", sorted(set(CERTAIN_EDITS) - {"watermarked"}))
def test_verifies_a_picture_after_a_mild_edit(edit: str) -> None:
    found = aligned(view_of(CERTAIN_EDITS[edit](drawn_picture(11))), view_of(drawn_picture(11)))

    assert found is not None
    assert found.is_same_picture


def test_does_not_take_unlike_pictures_for_one_scene() -> None:
    views = [view_of(drawn_picture(seed)) for seed in range(20, 26)]

    found = [aligned(one, other) for place, one in enumerate(views) for other in views[place + 1 :]]

    assert found == [None] * 15


def test_counts_details_on_one_spot_once() -> None:
    points = np.array([[10, 10], [10.2, 10.1], [80, 20]], dtype=np.float32)

    assert aligning._distinct(points) == 2


def test_does_not_vouch_for_what_it_can_hardly_see() -> None:
    small = drawn(1).crop((0, 0, 40, 40)).convert("L")
    along = Projection(np.eye(3), inliers=9, mirrored=False)

    assert block_correlation(small, working_grey(drawn(1)), along=along) == 0.0


def test_does_not_call_a_scene_in_which_a_third_moved_the_same_picture() -> None:
    still, moved = drawn(1), drawn(1)
    moved.paste(drawn(5).crop((130, 0, 270, 300)), (130, 0))

    found = aligned(view_of(moved), view_of(still))

    assert found is not None
    assert not found.is_same_picture


def test_compares_only_what_the_page_shows_of_a_picture() -> None:
    page = Image.new("RGB", (500, 400), (240, 240, 240))
    page.paste(drawn(5), (60, 50))
    page.paste(drawn(1).crop((100, 0, 300, 300)), (160, 50))

    found = aligned(view_of(page), view_of(drawn(1)))

    assert found is not None
    assert found.is_same_picture


def test_takes_no_small_mark_two_pictures_share_for_the_picture() -> None:
    marked = drawn(5)
    marked.paste(drawn(1).crop((0, 0, 130, 120)), (0, 0))

    found = aligned(view_of(marked), view_of(drawn(1)))

    assert found is not None
    assert not found.is_same_picture
