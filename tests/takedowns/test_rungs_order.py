"""To whom a claim can go next: read from the registry, in the order of climbing."""

from dataclasses import replace
from types import MappingProxyType

import pytest

from takedowns.drafting import Rung, RungTarget, listed_target, rungs_for, statutes_for
from takedowns.registry.loader import Registry, registry
from takedowns.registry.schema import LegalBasis, Platform


def rule(name: str) -> LegalBasis:
    return registry().legal_bases[name]


def service(name: str) -> Platform:
    return registry().platforms[name]


def above(basis: str | None, platform: str, country: str = "") -> tuple[RungTarget, ...]:
    known = rule(basis) if basis else None
    return rungs_for(known, service(platform), book=registry(), country=country)


def names(targets: tuple[RungTarget, ...], rung: Rung) -> list[str]:
    return [each.name for each in targets if each.rung is rung]


@pytest.mark.parametrize("basis", [None, *sorted(registry().legal_bases)])
def test_climbs_in_one_order(basis: str | None) -> None:
    order = list(Rung)

    climbed = [order.index(each.rung) for each in above(basis, "x", "FR")]

    assert climbed == sorted(climbed)
    assert {Rung.FIRMER, Rung.SEARCH, Rung.POLICE} <= {order[at] for at in climbed}


@pytest.mark.parametrize("basis", sorted(registry().legal_bases))
def test_leaves_out_no_step_of_a_rule_where_the_person_lives(basis: str) -> None:
    entry = rule(basis)
    place = entry.jurisdiction.code.partition("-")[0]

    steps = {each.step for each in above(basis, "x", "" if place == "EU" else place)}

    own = {each.name for each in entry.escalation if not each.under}
    assert own <= steps


def test_starts_with_the_same_recipient() -> None:
    first = above("us-tida", "x")[0]

    assert (first.rung, first.name, first.platform) == (Rung.FIRMER, "X Corp.", "x")


def test_calls_a_service_by_its_name_where_no_company_is_known() -> None:
    assert above("us-tida", "bunkr")[0].name == service("bunkr").name


@pytest.mark.parametrize(
    ("platform", "asked"),
    [
        ("x", [Rung.HOST, Rung.CDN, Rung.REGISTRAR]),
        ("cloudflare", [Rung.HOST, Rung.REGISTRAR]),
        ("hetzner", [Rung.CDN, Rung.REGISTRAR]),
        ("namecheap", [Rung.HOST, Rung.CDN]),
        ("bing", []),
    ],
)
def test_asks_who_carries_the_site_besides_the_one_already_asked(
    platform: str, asked: list[Rung]
) -> None:
    carriers = {Rung.HOST, Rung.CDN, Rung.REGISTRAR}

    found = [each for each in above(None, platform) if each.rung in carriers]

    assert [each.rung for each in found] == asked
    assert not any(each.known for each in found)


def test_puts_who_was_looked_up_in_the_place_of_the_unknown() -> None:
    host = listed_target(Rung.HOST, service("hetzner"), under="us-tida")

    targets = rungs_for(rule("us-tida"), service("bunkr"), book=registry(), found=[host])

    assert [each for each in targets if each.rung is Rung.HOST] == [host]
    assert host.address == service("hetzner").channels[host.channel or 0].value


def test_lists_checked_search_engines_first_and_never_the_one_written_to() -> None:
    engines = [each for each in above(None, "google-search") if each.rung is Rung.SEARCH]

    assert "google-search" not in {each.platform for each in engines}
    assert [each.unchecked for each in engines] == sorted(each.unchecked for each in engines)
    assert {each.platform for each in engines} <= set(registry().platforms)


def test_names_the_coordinator_of_the_country_before_the_general_one() -> None:
    regulators = names(above("eu-dsa-16", "x", "IE"), Rung.REGULATOR)

    assert regulators == [
        "Coimisiun na Mean, Digital Services Coordinator",
        "Digital Services Coordinator",
    ]


def test_sends_no_other_claim_to_a_coordinator() -> None:
    assert names(above("us-tida", "x", "IE"), Rung.REGULATOR) == ["Federal Trade Commission"]


def test_offers_a_regulator_that_hears_anybody_where_the_person_lives() -> None:
    found = [each for each in above("us-tida", "x", "AU") if each.name == "eSafety Commissioner"]

    assert [(each.rung, each.basis) for each in found] == [(Rung.REGULATOR, "au-osa-iba")]


def test_asks_the_same_service_to_look_again_before_anybody_else() -> None:
    (review,) = [each for each in above("eu-dsa-16", "x") if each.rung is Rung.REVIEW]

    assert (review.name, review.citation) == ("X Corp.", "DSA Art. 20")


def test_sends_nobody_to_the_police_of_another_country() -> None:
    police = [each for each in above("us-tida", "x", "NZ") if each.rung is Rung.POLICE]

    assert [(each.name, each.country) for each in police] == [("", "NZ")]


@pytest.mark.parametrize(
    ("country", "cited"),
    [
        ("GB", [("Sexual Offences Act 2003 s. 66B", True)]),
        ("DE", [("Strafgesetzbuch (StGB) 201a", False)]),
        ("US", []),
        ("", []),
    ],
)
def test_cites_the_offence_of_the_country_and_whether_it_was_read(
    country: str, cited: list[tuple[str, bool]]
) -> None:
    found = statutes_for(country, book=registry())

    assert [(each.citation, each.checked) for each in found] == cited


def test_marks_a_step_known_from_memory() -> None:
    steps = {each.step: each.unchecked for each in above("uk-osa-48h", "x", "GB")}

    assert steps["Ofcom complaint (systemic, no individual adjudication)"] is True
    assert steps["Report Harmful Content (SWGfL), reviews and escalates to platforms"] is False


def test_passes_over_a_rule_that_was_retired() -> None:
    book = registry()
    gone = replace(rule("au-osa-iba"), retired=rule("au-osa-iba").checked)
    bases = MappingProxyType({**book.legal_bases, gone.id: gone})
    thinner = Registry(book.platforms, bases, book.field_keys)

    targets = rungs_for(rule("us-tida"), service("x"), book=thinner, country="AU")

    assert names(targets, Rung.REGULATOR) == ["Federal Trade Commission"]
