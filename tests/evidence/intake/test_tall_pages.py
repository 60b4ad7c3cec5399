"""A capture of a whole page, forty thousand pixels high, is a picture like any other."""

from __future__ import annotations

import io

from PIL import Image

from evidence.intake.reader import Derivatives, read_file
from tests.data.pictures import drawn_picture, encoded


def test_reads_a_page_capture_of_forty_thousand_pixels() -> None:
    page = drawn_picture(3, width=683, height=2_000).resize((1_366, 40_000))

    reading = read_file(
        encoded(page, form="JPEG", quality=60), derivatives=Derivatives.PREVIEW_AND_OUTLINE
    )

    assert (reading.why_not, reading.width, reading.height) == ("", 1_366, 40_000)
    assert reading.preview is not None
    assert Image.open(io.BytesIO(reading.preview)).height == 16_000
