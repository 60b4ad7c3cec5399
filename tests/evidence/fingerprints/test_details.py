from __future__ import annotations

import subprocess
import sys
from typing import Any

import pytest

from evidence.fingerprints.details import Alignment, AlignmentUnreadable, Quad
from evidence.fingerprints.matching import Tier
from tests.architecture.sources import ROOT

SQUARE: Quad = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))


def alignment(inliers: int, correlation: float) -> Alignment:
    return Alignment(inliers, correlation, mirrored=False, quad=SQUARE)


@pytest.mark.parametrize(
    ("inliers", "correlation", "tier"),
    [
        (12, 0.977, Tier.CERTAIN),
        (11, 0.977, Tier.VERIFIED),
        (8, 0.977, Tier.VERIFIED),
        (7, 0.99, Tier.SAME_SCENE),
        (400, 0.9769, Tier.SAME_SCENE),
    ],
)
def test_draws_the_line_where_it_was_measured(inliers: int, correlation: float, tier: Tier) -> None:
    assert alignment(inliers, correlation).tier is tier


def test_never_calls_another_shot_the_same_picture() -> None:
    reason = alignment(140, 0.79).reason

    assert reason.startswith("The same scene, perhaps another photograph of it: ")
    assert "79.0 % only" in reason


def test_does_not_round_a_figure_up_over_the_line() -> None:
    assert "97.6 %" in alignment(40, 0.9769).reason


def test_stands_all_surer_tiers_in_order() -> None:
    order = [Tier.SAME_SCENE, Tier.PROBABLE, Tier.VERIFIED, Tier.CERTAIN, Tier.SAME_FILE]

    assert sorted(Tier) == order


def test_reads_what_it_wrote() -> None:
    found = Alignment(31, 0.97, mirrored=True, quad=SQUARE)

    assert Alignment.from_dict(found.as_dict()) == found


@pytest.mark.parametrize(
    "change",
    [
        {"inliers": -1}, {"inliers": 10**9}, {"inliers": "many"}, {"correlation": 1.2},
        {"correlation": float("nan")}, {"mirrored": 1}, {"quad": [[0, 0]] * 3},
        {"quad": [[0, 0]] * 3 + [[float("inf"), 0]]}, {"quad": None}, {"quad": [[0, 0, 0]] * 4},
    ],
)  # fmt: skip
def test_believes_no_child_that_says_what_cannot_be(change: dict[str, Any]) -> None:
    words = alignment(9, 0.96).as_dict() | change

    with pytest.raises(AlignmentUnreadable):
        Alignment.from_dict(words)


@pytest.mark.parametrize("words", [None, [], "x", {}])
def test_refuses_words_that_are_no_alignment(words: Any) -> None:
    with pytest.raises(AlignmentUnreadable):
        Alignment.from_dict(words)


def test_keeps_opencv_out_of_the_web_server() -> None:
    program = (
        "import django, sys; django.setup(); import config.urls; from django.urls import reverse; "
        "reverse('evidence:match', args=['A1-AAA1', '0'*8+'-0000-0000-0000-'+'0'*12]); "
        "import evidence.tasks; sys.exit('cv2' in sys.modules)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        check=False,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "PYTHONPATH": str(ROOT)},
    )

    assert done.returncode == 0
