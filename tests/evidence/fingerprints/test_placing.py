from __future__ import annotations

import pytest
from PIL import Image

from evidence.fingerprints.details import Quad
from evidence.fingerprints.matching import compare
from evidence.fingerprints.measure import measure
from evidence.fingerprints.placing import quad_of
from tests.data.pictures import drawn_picture
from tests.data.pictures.pages import PAGES

TURNS: dict[Image.Transpose, Quad] = {
    Image.Transpose.FLIP_LEFT_RIGHT: ((1, 0), (0, 0), (0, 1), (1, 1)),
    Image.Transpose.FLIP_TOP_BOTTOM: ((0, 1), (1, 1), (1, 0), (0, 0)),
    Image.Transpose.ROTATE_180: ((1, 1), (0, 1), (0, 0), (1, 0)),
    Image.Transpose.ROTATE_90: ((0, 1), (0, 0), (1, 0), (1, 1)),
    Image.Transpose.ROTATE_270: ((1, 0), (1, 1), (0, 1), (0, 0)),
    Image.Transpose.TRANSPOSE: ((0, 0), (0, 1), (1, 1), (1, 0)),
    Image.Transpose.TRANSVERSE: ((1, 1), (1, 0), (0, 0), (0, 1)),
}


def placed(sighted: Image.Image, reference: Image.Image) -> Quad:
    verdict = compare(measure(sighted, sha256="a" * 64), measure(reference, sha256="b" * 64))
    assert verdict is not None
    return quad_of(verdict, sighted=sighted.size, reference=reference.size)


@pytest.mark.parametrize("turn", TURNS)
def test_follows_every_corner_of_a_turned_picture(turn: Image.Transpose) -> None:
    quad = placed(drawn_picture(11).transpose(turn), drawn_picture(11))

    assert quad == TURNS[turn]


def test_lies_where_the_picture_lies_on_the_page() -> None:
    page = PAGES["lightbox"](drawn_picture(12), 12)

    left_top, _, right_bottom, _ = placed(page, drawn_picture(12))

    found = (*left_top, *right_bottom)
    sides = (page.width, page.height, page.width, page.height)
    wanted = [edge / side for edge, side in zip((190, 112, 1090, 787), sides, strict=True)]
    assert all(abs(a - b) < 0.01 for a, b in zip(found, wanted, strict=True))


def test_reaches_beyond_a_file_that_shows_a_part() -> None:
    picture = drawn_picture(11)
    cut = picture.crop((80, 0, 560, 480))

    left_top, _, right_bottom, _ = placed(cut, picture)

    assert left_top[0] == pytest.approx(-80 / 480, abs=0.02)
    assert right_bottom[0] == pytest.approx(560 / 480, abs=0.02)
    assert (left_top[1], right_bottom[1]) == (0, 1)
