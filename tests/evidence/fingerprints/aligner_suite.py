from __future__ import annotations

import pytest
from PIL import Image

from evidence.fingerprints.base import drawn_ripples
from evidence.fingerprints.details import Aligner, Alignment
from evidence.fingerprints.matching import Tier


def drawn(seed: int) -> Image.Image:
    return drawn_ripples(seed, width=400, height=300)


class AlignerSuite:
    """What every aligner must do; a test class inherits it and names its aligner."""

    aligner: Aligner

    def test_gives_its_examples_their_tiers(self) -> None:
        for example in self.aligner.examples():
            found = self.aligner.align(example.sighted, example.reference)

            assert (found and found.tier) == example.tier, example.name

    def test_brings_examples_of_yes_of_doubt_and_of_no(self) -> None:
        tiers = {example.tier for example in self.aligner.examples()}

        assert {Tier.CERTAIN, Tier.SAME_SCENE, None} <= tiers

    def test_points_at_the_place_on_the_page(self) -> None:
        page = Image.new("RGB", (800, 600), (240, 240, 240))
        page.paste(drawn(2).resize((200, 150)), (400, 300))

        found = self._found(page, drawn(2))

        wanted = ((0.5, 0.5), (0.75, 0.5), (0.75, 0.75), (0.5, 0.75))
        assert off(found, wanted) < 0.01

    def test_names_the_own_corners_of_a_mirrored_picture(self) -> None:
        mirrored = drawn(3).transpose(Image.Transpose.FLIP_LEFT_RIGHT)

        found = self._found(mirrored, drawn(3))

        assert found.mirrored
        assert off(found, ((1, 0), (0, 0), (0, 1), (1, 1))) < 0.01

    @pytest.mark.parametrize("turn", [Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180])
    def test_knows_a_turned_picture(self, turn: Image.Transpose) -> None:
        found = self._found(drawn(1).transpose(turn), drawn(1))

        assert found.tier is Tier.CERTAIN
        assert not found.mirrored

    def test_says_the_same_twice(self) -> None:
        part = drawn(4).crop((40, 40, 300, 280))

        assert self.aligner.align(part, drawn(4)) == self.aligner.align(part, drawn(4))

    @pytest.mark.parametrize("size", [(1, 1), (9, 9), (400, 300)])
    def test_finds_nothing_on_an_empty_page(self, size: tuple[int, int]) -> None:
        empty = Image.new("RGB", size, (200, 200, 200))

        assert self.aligner.align(empty, drawn(1)) is None
        assert self.aligner.align(drawn(1), empty) is None

    def _found(self, sighted: Image.Image, reference: Image.Image) -> Alignment:
        found = self.aligner.align(sighted, reference)
        assert found is not None
        return found


def off(found: Alignment, wanted: tuple[tuple[float, float], ...]) -> float:
    """Return how far the worst corner lies off, as a share of a side."""
    pairs = zip(found.quad, wanted, strict=True)
    return max(abs(a - b) for one, other in pairs for a, b in zip(one, other, strict=True))
