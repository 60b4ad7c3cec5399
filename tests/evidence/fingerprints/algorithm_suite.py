from __future__ import annotations

import pytest
from PIL import Image

from evidence.fingerprints.base import Algorithm, FingerprintsDoNotCompare
from tests.data.pictures import as_jpeg, drawn_picture, resized


class AlgorithmSuite:
    """What every algorithm must do; a test class inherits it and names its algorithm."""

    algorithm: Algorithm

    def test_gives_its_examples_their_known_values(self) -> None:
        for example in self.algorithm.examples():
            found = self.algorithm.fingerprint(example.picture)

            assert (found.value, found.quality) == (example.value, example.quality), example.name

    def test_brings_at_least_three_examples(self) -> None:
        assert len(self.algorithm.examples()) >= 3

    def test_names_itself_in_its_fingerprints(self) -> None:
        found = self.algorithm.fingerprint(drawn_picture(1))

        assert found.algorithm == self.algorithm.name

    def test_gives_values_of_its_size(self) -> None:
        found = self.algorithm.fingerprint(drawn_picture(1))

        assert len(found.value) * 8 == self.algorithm.bits

    def test_gives_the_same_value_twice(self) -> None:
        picture = drawn_picture(2)

        assert self.algorithm.fingerprint(picture) == self.algorithm.fingerprint(picture.copy())

    def test_stays_near_after_jpeg_and_shrinking(self) -> None:
        picture = drawn_picture(3)
        copy = resized(as_jpeg(picture, quality=40), by=0.5)

        assert self._apart(picture, copy) <= 31

    def test_stays_far_between_different_pictures(self) -> None:
        assert self._apart(drawn_picture(4), drawn_picture(5)) > 80

    def test_counts_no_distance_to_itself(self) -> None:
        value = self.algorithm.fingerprint(drawn_picture(6)).value

        assert self.algorithm.distance(value, value) == 0

    def test_counts_every_differing_bit(self) -> None:
        zeros, ones = bytes(self.algorithm.bits // 8), b"\xff" * (self.algorithm.bits // 8)

        assert self.algorithm.distance(zeros, ones) == self.algorithm.bits

    def test_refuses_to_compare_values_of_other_lengths(self) -> None:
        with pytest.raises(FingerprintsDoNotCompare):
            self.algorithm.distance(b"\x00", bytes(self.algorithm.bits // 8))

    def _apart(self, one: Image.Image, other: Image.Image) -> int:
        values = [self.algorithm.fingerprint(each).value for each in (one, other)]
        return self.algorithm.distance(values[0], values[1])
