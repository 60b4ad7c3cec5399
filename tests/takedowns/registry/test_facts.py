"""What was researched stands in the registry whole: so many entries, each with where it is from."""

from cases.registry.support import support
from takedowns.registry.entries import fields_of, stands
from takedowns.registry.loader import registry
from takedowns.registry.schema import LegalBasis, Platform

KNOWN = registry()
EVERY: list[Platform | LegalBasis] = [*KNOWN.platforms.values(), *KNOWN.legal_bases.values()]
SERVICES = list(support().services.values())


def test_holds_every_entry_that_was_researched() -> None:
    counted = (len(KNOWN.platforms), len(KNOWN.legal_bases), len(SERVICES))

    assert counted == (94, 21, 49)


def test_holds_every_way_in_element_and_source_that_was_researched() -> None:
    rules = KNOWN.legal_bases.values()

    assert sum(len(each.channels) for each in KNOWN.platforms.values()) == 239
    assert sum(len(each.required_elements) for each in rules) == 62
    assert sum(len(each.declarations) for each in rules) == 8
    assert sum(len(each.escalation) for each in rules) == 48
    assert sum(len(each.sources) for each in [*EVERY, *SERVICES]) == 377


def test_says_of_each_entry_when_it_was_checked_and_from_where() -> None:
    nowhere = [
        each.id
        for each in [*EVERY, *SERVICES]
        if not each.sources and each.confidence != "from memory"
    ]

    assert nowhere == []


def test_says_of_every_address_from_memory_that_it_is() -> None:
    silent = [
        f"{each.id} {at}"
        for each in KNOWN.platforms.values()
        for at, channel in enumerate(each.channels)
        if channel.confidence == "from memory" and each.confidence != "from memory"
        if not any(
            path.startswith(f"channels[{at}]") or path == "channels" for path in each.memory_fields
        )
    ]

    assert silent == []


def test_marks_what_was_added_to_the_research_as_unchecked() -> None:
    added = [each for each in KNOWN.platforms.values() if each.link_rules or each.siblings]

    assert [
        each.id for each in added if each.link_rules and not each.from_memory("link_rules")
    ] == []
    assert [each.id for each in added if each.siblings and not each.from_memory("siblings")] == []


def test_lets_a_person_point_at_every_field_of_every_entry() -> None:
    for entry in [*EVERY, *SERVICES]:
        paths = [field.path for field in fields_of(entry)]

        assert len(paths) == len(set(paths))
        assert all(field.label for field in fields_of(entry))
        assert "null" not in {stands(entry, path) for path in paths if path.endswith("]")}
