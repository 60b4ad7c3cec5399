from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

import pytest
from PIL import Image

from evidence.fingerprints.details import Quad
from evidence.fingerprints.matching import Tier
from evidence.intake import closer
from evidence.intake.closer import Asked, Look, NotSeen, look_closer, working_copy
from evidence.intake.limits import Limits
from evidence.intake.outlines import sheet_of
from evidence.intake.process import Outcome
from evidence.intake.sentences import Refusal
from tests.data.pictures import drawn_picture, encoded
from tests.data.pictures.pages import PAGES

PLACE: Quad = ((0.1, 0.1), (0.6, 0.1), (0.6, 0.5), (0.1, 0.5))


@cache
def own_copy(seed: int) -> bytes:
    return working_copy([encoded(drawn_picture(seed))])


@cache
def page_of(seed: int) -> bytes:
    return encoded(PAGES["chat"](drawn_picture(seed), seed))


def told(monkeypatch: pytest.MonkeyPatch, output: bytes) -> list[Look]:
    """Ask a child that answers that."""
    monkeypatch.setattr(closer, "run_child", lambda *_, **__: Outcome(output, None))
    return look_closer([page_of(11)], [Asked(b"", PLACE, align=False)])


def test_finds_one_reference_of_two_and_draws_it() -> None:
    asked = [Asked(own_copy(seed), None, align=True) for seed in (12, 11)]

    other, own = look_closer([page_of(11)], asked)

    assert other == Look(None, None)
    assert own.alignment is not None
    assert own.alignment.tier is Tier.CERTAIN
    assert own.sheet is not None


def test_draws_a_place_that_was_known_before() -> None:
    [look] = look_closer([page_of(11)], [Asked(b"", PLACE, align=False)])

    assert look.alignment is None
    assert look.sheet is not None


def test_falls_back_on_the_known_place_where_details_say_nothing() -> None:
    [look] = look_closer([page_of(11)], [Asked(own_copy(12), PLACE, align=True)])

    assert look.alignment is None
    assert look.sheet is not None


def test_turns_a_picture_upright_before_it_looks() -> None:
    picture = drawn_picture(11)
    lying = picture.transpose(Image.Transpose.ROTATE_90)
    exif = Image.Exif()
    exif[0x0112] = 6
    file = encoded(lying, form="JPEG", quality=95, exif=exif)

    [look] = look_closer([file], [Asked(own_copy(11), None, align=True)])

    assert look.alignment is not None
    assert not look.alignment.mirrored
    assert look.alignment.quad[0] == pytest.approx((0, 0), abs=0.01)


@pytest.mark.parametrize("file", [b"", b"text and no picture", b"\x89PNG\r\n\x1a\n" + bytes(40)])
def test_says_no_to_what_is_no_picture(file: bytes) -> None:
    with pytest.raises(NotSeen):
        look_closer([file], [Asked(b"", PLACE, align=False)])


def test_says_no_to_too_many_pixels() -> None:
    with pytest.raises(NotSeen) as caught:
        working_copy([encoded(drawn_picture(1))], limits=Limits(pixels=100))

    assert caught.value.refusal is Refusal.TOO_MANY_PIXELS


def test_says_no_to_a_spoilt_working_copy() -> None:
    with pytest.raises(NotSeen):
        look_closer([page_of(11)], [Asked(own_copy(11)[:-5], None, align=True)])


PNG = b"\x89PNG\r\n\x1a\n"


@pytest.mark.parametrize(
    ("facts", "parts"),
    [
        ({}, b""),
        ({"found": [None], "parts": [3, 3]}, b"abcdef"),
        ({"found": [None, None], "parts": [8, 8]}, PNG * 2),
        ({"found": [{"inliers": 9}], "parts": [8, 8]}, PNG * 2),
        ({"found": [None], "parts": [8]}, PNG),
        ({"found": [None], "parts": "8"}, PNG),
        ({"refusal": "because"}, b""),
        ([], b""),
    ],
)
def test_believes_nothing_a_child_says(
    monkeypatch: pytest.MonkeyPatch, facts: Any, parts: bytes
) -> None:
    with pytest.raises(NotSeen):
        told(monkeypatch, json.dumps(facts).encode() + b"\n" + parts)


def test_draws_lines_only() -> None:
    picture = drawn_picture(11)

    sheet = sheet_of(PAGES["forum"](picture, 3), picture.convert("L"), quad=PLACE)

    drawn = Image.open(io.BytesIO(sheet.wide)).convert("RGB")
    assert len(drawn.getcolors(maxcolors=1 << 16) or []) <= 32
    lightest = sum(1 for value in drawn.convert("L").tobytes() if value > 240)
    assert lightest > 0.4 * drawn.width * drawn.height


def test_stands_the_same_drawings_below_one_another() -> None:
    picture = drawn_picture(11)

    sheet = sheet_of(PAGES["forum"](picture, 3), picture.convert("L"), quad=PLACE)

    wide, tall = (Image.open(io.BytesIO(part)) for part in (sheet.wide, sheet.tall))
    assert wide.width > 1.9 * tall.width
    assert tall.height > 1.9 * wide.height


def test_draws_where_the_reference_lies_mostly_outside() -> None:
    far: Quad = ((-40.0, -30.0), (41.0, -30.0), (41.0, 31.0), (-40.0, 31.0))

    sheet = sheet_of(drawn_picture(11), drawn_picture(12).convert("L"), quad=far)

    assert sheet.wide.startswith(PNG)
