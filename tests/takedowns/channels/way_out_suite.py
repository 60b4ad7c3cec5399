"""What every way out must hold; each brings its own class that inherits this one."""

import os

import pytest

from takedowns.channels.base import Outgoing, WayOut


class WayOutSuite:
    """Set `way` in the class that inherits."""

    way: WayOut

    @pytest.fixture(params=range(len(WayOut.examples())))
    def letter(self, request: pytest.FixtureRequest) -> Outgoing:
        """Each of the letters every way must carry."""
        number: int = request.param
        return self.way.examples()[number]

    def test_packs_every_example(self, letter: Outgoing) -> None:
        assert self.way.pack(letter).data

    def test_names_the_file_without_a_word_about_it(self, letter: Outgoing) -> None:
        name = self.way.pack(letter).name

        assert name.isascii()
        assert not any(word in name.lower() for word in ("redress", "case", "take", "notice"))

    def test_carries_no_name_of_this_machine_or_program(self, letter: Outgoing) -> None:
        data = self.way.pack(letter).data

        assert b"redress" not in data.lower()
        assert os.getcwd().encode() not in data
