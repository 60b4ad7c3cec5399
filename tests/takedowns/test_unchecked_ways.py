"""A way of which anything stands from memory is shown as unchecked, wherever it is shown."""

from dataclasses import replace

import pytest

from takedowns import routing
from takedowns.drafting import Rung, listed_target
from takedowns.registry.entries import is_way_from_memory
from takedowns.registry.loader import registry
from takedowns.registry.schema import Platform
from takedowns.services.beside import beside
from takedowns.services.corrections import book_of
from takedowns.views import platforms

PARTLY = [("mega", 1), ("xvideos", 0)]
"""Checked as a whole, but for one field of the way."""


def alone(name: str, at: int) -> Platform:
    """The platform as if this were its only way."""
    whole = registry().platforms[name]
    channel = whole.channels[at]
    moved = tuple(
        each.replace(f"channels[{at}]", "channels[0]")
        for each in whole.memory_fields
        if each.startswith(f"channels[{at}]")
    )
    return replace(
        whole, channels=(channel,), recommended_order=(channel.type,), memory_fields=moved
    )


@pytest.mark.django_db
@pytest.mark.parametrize(("name", "at"), PARTLY)
def test_marks_a_way_of_which_one_field_stands_from_memory(name: str, at: int) -> None:
    platform = alone(name, at)
    row = routing.exposed((), platform, 0, recipient="", regulators=())[1]
    routes = routing.fitting(platform, rules={}, situation=routing.Situation())

    assert platform.channels[0].confidence != "from memory"
    assert is_way_from_memory(platform, 0)
    assert row.unchecked
    assert [route.unchecked for route in routes if route.basis is None][:1] == [True]
    assert listed_target(Rung.HOST, platform).unchecked
    assert beside(platform, 0, None, book=book_of([])).unchecked
    assert platforms._unchecked(platform)


def test_marks_no_way_that_was_read_in_a_source() -> None:
    assert not is_way_from_memory(registry().platforms["mega"], 0)
