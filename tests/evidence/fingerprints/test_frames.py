from __future__ import annotations

from dataclasses import replace

from PIL import Image, ImageOps

from evidence.fingerprints import frames
from evidence.fingerprints.matching import Orientation, Step, Tier
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pictures import PictureFingerprints
from evidence.fingerprints.vpdq import FrameSet
from tests.data.pictures import as_jpeg, drawn_picture
from tests.data.pictures.pages import forum_page


def still(seed: int) -> PictureFingerprints:
    return measure(picture(seed), sha256=f"{seed:064x}")


def picture(seed: int) -> Image.Image:
    return drawn_picture(seed, width=160, height=120)


def film(*seeds: int, mirrored: bool = False) -> PictureFingerprints:
    gathered = FrameSet()
    for number, seed in enumerate(seeds):
        shown = ImageOps.mirror(picture(seed)) if mirrored else picture(seed)
        gathered.add(as_jpeg(shown, quality=70), at=number * 61_000)
    return replace(measure(picture(999), sha256="f" * 64), frames=gathered.frames())


def own(*seeds: int) -> PictureFingerprints:
    return replace(film(*seeds), sha256="e" * 64, whole=still(998).whole, crops=())


def test_gives_the_share_of_frames_with_a_partner() -> None:
    verdict = frames.compare_frames(film(1, 2, 3, 4), own(2, 3, 4, 8, 9, 10))

    assert verdict is not None
    assert (verdict.step, verdict.tier) == (Step.FRAMES, Tier.CERTAIN)
    assert verdict.reason == (
        "3 of the 4 frames of this video have a partner in the reference within 31 of 256 points "
        "(75%)."
    )


def test_knows_a_short_reference_within_a_long_video() -> None:
    verdict = frames.compare_frames(film(*range(1, 13)), own(3, 4, 5))

    assert verdict is not None
    assert verdict.tier is Tier.CERTAIN
    assert verdict.reason.startswith("3 of the 3 frames of the reference have a partner in this")


def test_calls_one_shared_title_card_no_more_than_probable() -> None:
    verdict = frames.compare_frames(film(1, 2, 3), own(1, 7, 8, 9))

    assert verdict is not None
    assert verdict.tier is Tier.PROBABLE


def test_finds_nothing_between_different_videos() -> None:
    assert frames.compare_frames(film(1, 2, 3), own(4, 5, 6)) is None


def test_knows_a_mirrored_video() -> None:
    verdict = frames.compare_frames(film(1, 2, 3, mirrored=True), own(1, 2, 3))

    assert verdict is not None
    assert verdict.orientation is Orientation.MIRRORED
    assert verdict.reason.endswith("(100%), mirrored.")


def test_knows_a_still_of_a_video_and_where_it_is() -> None:
    verdict = frames.compare_frames(still(2), own(1, 2, 3))

    assert verdict is not None
    assert (verdict.tier, verdict.step, verdict.region) == (Tier.CERTAIN, Step.FRAME, None)
    assert verdict.reason.startswith("This picture is a still of the reference, at 1:01: ")
    assert verdict.reason.endswith("1 of the video's 3 frames shows it.")


def test_knows_a_still_of_a_video_on_a_page() -> None:
    page = measure(forum_page(drawn_picture(5), 5), sha256="a" * 64)
    gathered = FrameSet()
    gathered.add(drawn_picture(5), at=0)
    reference = replace(own(1), frames=gathered.frames())

    verdict = frames.compare_frames(page, reference)

    assert verdict is not None
    assert verdict.region is not None
    assert verdict.reason.startswith("A picture on this page is a still of the reference")


def test_knows_the_video_that_shows_a_still() -> None:
    verdict = frames.compare_frames(film(1, 2, 3), still(3))

    assert verdict is not None
    assert verdict.reason.startswith("This video shows the reference at 2:02: ")


def test_asks_nothing_of_flat_pictures() -> None:
    flat = measure(Image.new("RGB", (160, 120), (80, 80, 80)), sha256="b" * 64)

    assert frames.compare_frames(flat, own(1, 2)) is None
    assert frames.compare_frames(film(1, 2), flat) is None


def test_leaves_two_stills_to_the_comparison_of_stills() -> None:
    assert frames.compare_frames(still(1), still(1)) is None
    verdict = frames.compare(still(1), replace(still(1), sha256="c" * 64))
    assert verdict is not None
    assert verdict.step is Step.WHOLE


def test_prefers_the_same_file_to_any_frame() -> None:
    verdict = frames.compare(film(1, 2), film(1, 2))

    assert verdict is not None
    assert verdict.tier is Tier.SAME_FILE
