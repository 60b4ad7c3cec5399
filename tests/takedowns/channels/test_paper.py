"""The letter on paper."""

import io

import pytest
from pypdf import PdfReader

from takedowns.channels.base import Outgoing, WayOut
from takedowns.channels.paper import HOME, NotOurs, OwnFiles, Paper
from tests.takedowns.channels.way_out_suite import WayOutSuite


class TestPaper(WayOutSuite):
    way: WayOut = Paper()

    def test_prints_the_text_and_no_picture(self, letter: Outgoing) -> None:
        reader = PdfReader(io.BytesIO(self.way.pack(letter).data))
        words = " ".join(page.extract_text() for page in reader.pages)

        assert letter.body.split()[0] in words
        assert sum(len(page.images) for page in reader.pages) == 0


@pytest.mark.parametrize(
    "address",
    ["file:///etc/passwd", "https://service.example/x", f"{HOME}../settings.py", f"{HOME}none.css"],
)
def test_gives_a_document_nothing_but_our_own_files(address: str) -> None:
    with pytest.raises(NotOurs):
        OwnFiles().fetch(address)
