"""It finds the services that may help, the nearest first."""

import shutil
from pathlib import Path

import pytest

from cases.registry.support import SHIPPED, load, services_for, support
from cases.registry.toml_files import RegistryFault


def test_loads_every_shipped_service() -> None:
    files = {path.stem for path in (SHIPPED / "services").glob("*.toml")}

    assert set(support().services) == files
    assert len(files) == 49


def test_keeps_unknown_phone_and_hours_unknown() -> None:
    assert support().services["stopncii"].phone is None
    assert support().services["stopncii"].hours is None


def test_puts_the_own_country_before_its_region_and_the_world() -> None:
    countries = [each.country for each in services_for("DE")]

    assert countries == sorted(countries, key=["DE", "EU", "GLOBAL"].index)
    assert set(countries) == {"DE", "EU", "GLOBAL"}


def test_puts_a_helpline_before_a_guide() -> None:
    kinds = [each.kind for each in services_for("US") if each.country == "US"]

    assert kinds.index("helpline") < kinds.index("guide")


def test_offers_no_regional_service_outside_its_region() -> None:
    assert "EU" not in {each.country for each in services_for("GB")}
    assert "LATAM" in {each.country for each in services_for("mx")}


@pytest.mark.parametrize("country", [None, "", "ZZ"])
def test_offers_the_world_where_the_country_is_unknown(country: str | None) -> None:
    assert {each.country for each in services_for(country)} == {"GLOBAL"}


def test_narrows_to_the_kinds_asked_for() -> None:
    assert {each.kind for each in services_for("GB", kinds={"helpline"})} == {"helpline"}


def test_leads_people_under_18_only_to_services_for_them() -> None:
    assert {each.id for each in services_for("GB", minors=True)} == {
        "iwf-report-remove",
        "rhc-uk",
        "ncmec-take-it-down",
        "inhope",
    }


@pytest.mark.parametrize("country", [None, "US", "GB", "DE", "FR", "AU", "CA", "IN", "ZZ"])
def test_never_leads_people_under_18_to_a_service_for_adults_only(country: str | None) -> None:
    offered = {each.id for each in services_for(country, minors=True)}

    assert offered
    assert not offered & {"stopncii", "rph-uk", "ccri", "stopchikane"}


def test_does_not_lead_adults_to_a_service_only_for_people_under_18() -> None:
    assert "iwf-report-remove" not in {each.id for each in services_for("GB")}


def test_reports_faults_with_file_and_field(tmp_path: Path) -> None:
    shutil.copytree(SHIPPED / "services", tmp_path / "services")
    shutil.copy(SHIPPED / "regions.toml", tmp_path)
    broken = tmp_path / "services" / "ccri.toml"
    text = broken.read_text(encoding="utf-8").replace('kind = "helpline"', 'kind = "line"')
    broken.write_text(text + "shoe_size = 5\n", encoding="utf-8")

    with pytest.raises(RegistryFault) as caught:
        load(tmp_path)

    found = {(each.file, each.field) for each in caught.value.faults}
    assert found == {("services/ccri.toml", "kind"), ("services/ccri.toml", "shoe_size")}
