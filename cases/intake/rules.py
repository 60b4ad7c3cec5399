"""Which rules fit a country. A person may choose others, or leave it open."""

from dataclasses import dataclass

from cases.registry.support import support


@dataclass(frozen=True, slots=True)
class RuleSet:
    """A place whose rules letters may name; `code` is the registry's jurisdiction code."""

    code: str
    name: str


RULE_SETS = (
    RuleSet("US", "United States"),
    RuleSet("EU", "European Union"),
    RuleSet("GB", "United Kingdom"),
    RuleSet("IN", "India"),
    RuleSet("NZ", "New Zealand"),
    RuleSet("AU", "Australia"),
    RuleSet("BR", "Brazil"),
    RuleSet("CA", "Canada"),
    RuleSet("CA-BC", "British Columbia, Canada"),
    RuleSet("DE", "Germany"),
    RuleSet("ES", "Spain"),
    RuleSet("FR", "France"),
    RuleSet("IE", "Ireland"),
    RuleSet("IT", "Italy"),
    RuleSet("JP", "Japan"),
    RuleSet("KR", "South Korea"),
)
CODES = frozenset(known.code for known in RULE_SETS)
NAMES = {known.code: known.name for known in RULE_SETS}

# Its removal rule names no place of residence (47 U.S.C. 223a), and most large services sit there.
FITS_EVERYONE = "US"


def proposals_for(country: str) -> tuple[str, ...]:
    """Codes that fit a person in `country` (two letters or empty), in the order of RULE_SETS."""
    near = {FITS_EVERYONE, country, *support().regions.around(country)}
    return tuple(
        known.code
        for known in RULE_SETS
        if known.code in near or (country and known.code.startswith(f"{country}-"))
    )
