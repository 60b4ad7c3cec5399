"""Pasted WHOIS answers, in the layouts of sixteen registries."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from takedowns.lookups import whois
from tests.takedowns.lookups.samples import REGISTRANT, SAMPLES

WITH_SERVERS = set(SAMPLES) - {"ripe", "arin", "apnic", "lacnic"}


@pytest.mark.parametrize("name", SAMPLES)
def test_reads_who_may_act(name: str) -> None:
    text, role, company, mail = SAMPLES[name]

    [party] = whois.read(text).parties

    assert (party.role, party.name, party.mail) == (role, company, mail)


@pytest.mark.parametrize("name", sorted(WITH_SERVERS))
def test_reads_the_name_servers(name: str) -> None:
    assert "ns1.dns.example" in whois.read(SAMPLES[name][0]).kept["name servers"]


@pytest.mark.parametrize("name", SAMPLES)
def test_keeps_nothing_of_whoever_owns_the_name(name: str) -> None:
    told = whois.read(SAMPLES[name][0])

    kept = json.dumps([[each.as_json() for each in told.parties], told.kept])
    assert REGISTRANT not in kept and "private.example" not in kept


@pytest.mark.parametrize(
    ("name", "platform"),
    [("gtld", "namecheap"), ("nominet", "tucows"), ("afnic", "ovh"), ("arin", "vultr"),
     ("ripe", ""), ("iis", "")],
)  # fmt: skip
def test_finds_the_entry_of_a_company_that_is_known(name: str, platform: str) -> None:
    assert whois.read(SAMPLES[name][0]).parties[0].platform == platform


@pytest.mark.parametrize("name", SAMPLES)
def test_reads_an_answer_whose_lines_end_as_on_windows(name: str) -> None:
    text = SAMPLES[name][0]

    assert whois.read(text.replace("\n", "\r\n")) == whois.read(text)


@pytest.mark.parametrize(
    "text",
    ["", "hello", "No match for LEAKSITE.COM", "Domain: leaksite.de\nNserver: ns1.dns.example\n",
     f"Registrant:\n  {REGISTRANT}\n  abuse@private.example\n"],
)  # fmt: skip
def test_names_nobody_where_nobody_is_named(text: str) -> None:
    assert whois.read(text).parties == ()


@given(st.text(max_size=400))
def test_reads_anything_without_falling(text: str) -> None:
    whois.read(text)
    whois.read("Registrar:\n" + text)
    whois.read("inetnum: 192.0.2.0\nnetname: " + text)
