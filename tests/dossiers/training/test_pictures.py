"""The drawings of the training world."""

from dossiers.management.training.pictures import as_png, copied, scene, variant
from dossiers.management.training.screens import SCREENS


def test_draws_the_same_picture_for_the_same_seed() -> None:
    assert as_png(scene(5)) == as_png(scene(5))


def test_draws_another_picture_for_another_seed() -> None:
    assert as_png(scene(5)) != as_png(scene(6))


def test_changes_little_in_a_variant() -> None:
    plain, changed = scene(5).tobytes(), variant(5).tobytes()

    alike = sum(one == other for one, other in zip(plain, changed, strict=True))

    assert 0.7 < alike / len(plain) < 1


def test_cuts_a_copy_at_its_sides() -> None:
    before, after = scene(5).size, copied(scene(5)).size

    assert after[0] < before[0]
    assert after[1] < before[1]


def test_draws_every_screen_around_a_picture() -> None:
    pages = {name: draw(scene(5), "account_1") for name, draw in SCREENS.items()}

    assert all(page.size[0] >= 700 for page in pages.values())
    assert len({as_png(page) for page in pages.values()}) == len(SCREENS)
