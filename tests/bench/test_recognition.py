"""The parts of the recognition measurement that could go wrong without anyone seeing it."""

from __future__ import annotations

import io

import numpy as np
import pytest
from PIL import Image

from bench.recognition import report
from bench.recognition.edits import EDITS, Edit, edited
from bench.recognition.pages import KINDS, dice_for, filled, rough_box
from bench.recognition.photographs import listed
from bench.recognition.trial import NEVER, Enrolled, Sighting, judge, signs_of
from evidence.fingerprints.base import distances
from evidence.fingerprints.matching import Step
from evidence.fingerprints.measure import measure
from evidence.fingerprints.pictures import PictureFingerprints
from tests.data.pictures import drawn_picture

ADA, BEA, CAT = (drawn_picture(number, width=320, height=240) for number in (1, 2, 3))


def measured(picture: Image.Image, digest: str) -> PictureFingerprints:
    return measure(picture, sha256=digest * 64)


@pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
def test_makes_the_same_edit_twice(edit: Edit) -> None:
    first = edited(ADA, edit, name="ada", other=BEA)
    again = edited(ADA, edit, name="ada", other=BEA)

    assert first == again
    assert Image.open(io.BytesIO(first)).size[0] > 40


def test_gives_every_edit_a_name_of_its_own() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS) >= 40


def test_cuts_away_the_share_its_name_says() -> None:
    quarter = next(edit for edit in EDITS if edit.name == "crop 75 %")

    cut = Image.open(io.BytesIO(edited(ADA, quarter, name="ada", other=BEA)))

    assert cut.width * cut.height == pytest.approx(ADA.width * ADA.height / 4, rel=0.02)


def test_counts_a_planted_wrong_pair_as_a_false_match() -> None:
    enrolled = Enrolled({"ada": measured(ADA, "a"), "bea": measured(BEA, "b")})
    planted = Sighting("identity", "bea", measured(ADA.resize((300, 225)), "c"), 0.1)

    outcome = judge(planted, enrolled)

    assert [line.split(":")[0] for line in outcome.false] == ["ada"]
    found = [{"outcomes": [{"kind": "identity", "photo": "bea", "false": outcome.false}]}]
    assert len(report.false_matches([found[0] | {"looks": []}])) == 1


def test_counts_the_right_photograph_as_found_and_nothing_as_false() -> None:
    enrolled = Enrolled({"ada": measured(ADA, "a"), "bea": measured(BEA, "b")})
    sighting = Sighting("identity", "ada", measured(ADA.resize((300, 225)), "c"), 0.1)

    outcome = judge(sighting, enrolled)

    assert outcome.found == "whole"
    assert outcome.false == []


def test_measures_no_likeness_as_none() -> None:
    enrolled = Enrolled({"ada": measured(ADA, "a"), "bea": measured(BEA, "b")})
    sighting = Sighting("identity", "ada", measured(CAT, "c"), 0.1)

    outcome = judge(sighting, enrolled)

    assert outcome.found == ""
    assert outcome.own["whole"] > 80


def test_finds_the_distances_the_product_finds() -> None:
    dice = np.random.default_rng(7)
    left = [dice.bytes(32) for _ in range(9)]
    right = [dice.bytes(32) for _ in range(5)]

    by_product = (NEVER - signs_of(left) @ signs_of(right).T) / 2

    assert np.array_equal(by_product, distances(left, right))


def test_looks_at_all_four_steps() -> None:
    enrolled = Enrolled({"ada": measured(ADA, "a")})

    nearest = enrolled.nearest(measured(ADA, "b"))

    assert set(nearest) == {
        Step.WHOLE,
        Step.RECTANGLE,
        Step.WHOLE_TO_PART,
        Step.RECTANGLE_TO_PART,
    }
    assert nearest[Step.WHOLE][0] == 0


def test_fills_every_page_with_the_photograph_once() -> None:
    for kind in KINDS:
        page = filled(kind, dice=dice_for(kind.name, "ada"))

        assert page.count("data-photo") == 1
        assert "$" not in page


def test_keeps_a_rough_cut_inside_the_screenshot() -> None:
    box = rough_box((0, 0, 100, 80), size=(100, 80), dice=dice_for("rough"))

    assert box[0] >= 0
    assert box[2] <= 100


def test_names_a_goal_that_is_not_met() -> None:
    missed = {"kind": "forum", "photo": "ada", "found": "", "false": []}

    lines = report.missed_goals([{"outcomes": [missed], "looks": []}])

    assert lines == ["forum: 0 of 1 by fingerprints alone, goal 95 %"]


def test_lists_enough_photographs_and_none_twice() -> None:
    enrolled = [each.sha256 for each in listed() if each.role == "enrolled"]

    assert len(set(enrolled)) == len(enrolled) >= 150
