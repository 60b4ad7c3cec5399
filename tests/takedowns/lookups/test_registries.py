"""Whom to ask, what they answer in RDAP, and by which signs a company is known."""

import hashlib
import json
import tomllib
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.registry.toml_files import RegistryFault
from takedowns.lookups import bootstrap, rdap
from takedowns.lookups.parties import Party, by_address, by_headers, from_json, known
from takedowns.lookups.rdap import NotAnAnswer
from takedowns.registry.loader import registry
from takedowns.registry.signs import SHIPPED, load, signs
from tests.takedowns.lookups.samples import REGISTRANT


def card(**values: str) -> list[Any]:
    return [
        "vcard",
        [["version", {}, "text", "4.0"]] + [[k, {}, "text", v] for k, v in values.items()],
    ]


ABUSE = {"roles": ["abuse"], "vcardArray": card(email="Abuse@Namecheap.example", tel="tel:+1.23")}
DOMAIN: dict[str, Any] = {
    "objectClassName": "domain",
    "ldhName": "LEAKSITE.COM",
    "nameservers": [{"ldhName": "NS1.DNS.EXAMPLE"}],
    "entities": [
        {"roles": ["registrant"], "vcardArray": card(fn=REGISTRANT, email="r@private.example")},
        {
            "roles": ["registrar"], "vcardArray": card(fn="Some Name, Inc."),
            "publicIds": [{"type": "IANA Registrar ID", "identifier": "1068"}],
            "entities": [ABUSE],
        },
    ],
}  # fmt: skip
NETWORK: dict[str, Any] = {
    "objectClassName": "ip network",
    "name": "HETZNER-FSN1",
    "country": "DE",
    "startAddress": "1.2.3.0",
    "endAddress": "1.2.3.255",
    "entities": [
        {"roles": ["registrant"], "vcardArray": card(fn="Hetzner Online GmbH", kind="org"),
         "entities": [{"roles": ["abuse"], "vcardArray": card(email="abuse@hetzner.example")}]},
        {"roles": ["administrative"], "vcardArray": card(fn=REGISTRANT, kind="individual")},
    ],
}  # fmt: skip


def told(answer: Any) -> bytes:
    return json.dumps(answer).encode()


@pytest.mark.parametrize("entry", tomllib.loads((SHIPPED / "MANIFEST.toml").read_text())["files"])
def test_ships_each_list_as_its_manifest_says(entry: dict[str, Any]) -> None:
    body = (SHIPPED / entry["file"]).read_bytes()

    assert hashlib.sha256(body).hexdigest() == entry["sha256"]
    assert json.loads(body)["publication"] == entry["published"]
    assert len(json.loads(body)["services"]) == entry["services"]


@pytest.mark.parametrize(
    ("name", "host"),
    [("leaksite.com", "rdap.verisign.com"), ("LEAKSITE.CO.UK", "rdap.nominet.uk"),
     ("leaksite.example", "")],
)  # fmt: skip
def test_knows_which_registry_answers_for_a_name(name: str, host: str) -> None:
    server = bootstrap.domain_server(name)

    assert host in server and server.endswith("/") == bool(host)


@pytest.mark.parametrize(
    ("address", "host"),
    [("41.0.0.1", "rdap.afrinic.net"), ("1.1.1.1", "rdap.apnic.net"), ("8.8.8.8", "rdap.arin.net"),
     ("78.46.0.1", "rdap.db.ripe.net"), ("2a01:4f8::1", "rdap.db.ripe.net"),
     ("200.160.2.3", "rdap.lacnic.net"), ("127.0.0.1", "")],
)  # fmt: skip
def test_knows_which_registry_answers_for_an_address(address: str, host: str) -> None:
    server = bootstrap.address_server(address)

    assert host in server and bool(server) == bool(host)
    assert not server or server.startswith("https://")


@pytest.mark.parametrize(
    ("host", "domains"),
    [("leaksite.com", ("leaksite.com",)),
     ("www.leaksite.com", ("leaksite.com", "www.leaksite.com")),
     ("a.b.leaksite.co.uk", ("leaksite.co.uk", "b.leaksite.co.uk")), ("leaksite.co.uk",
     ("leaksite.co.uk",)), ("localhost", ())],
)  # fmt: skip
def test_asks_about_a_domain_and_not_about_a_whole_ending(
    host: str, domains: tuple[str, ...]
) -> None:
    assert bootstrap.domains_in(host) == domains


def test_reads_the_registrar_and_nothing_of_the_owner() -> None:
    found = rdap.read_domain(told(DOMAIN))

    mail = "abuse@namecheap.example"
    assert found.parties == (
        Party("registrar", "Some Name, Inc.", mail, "+1.23", "namecheap", "rdap"),
    )
    assert found.kept["name servers"] == "ns1.dns.example"
    assert REGISTRANT not in repr(found) and "private.example" not in repr(found)


def test_reads_the_owner_of_a_network_and_no_person() -> None:
    [party] = rdap.read_network(told(NETWORK)).parties

    assert (party.role, party.name) == ("host", "Hetzner Online GmbH")
    assert (party.mail, party.platform) == ("abuse@hetzner.example", "hetzner")
    assert REGISTRANT not in repr(rdap.read_network(told(NETWORK)))


def test_calls_the_network_of_a_cdn_a_cdn() -> None:
    [party] = rdap.read_network(told(NETWORK | {"name": "CLOUDFLARENET", "entities": []})).parties

    assert (party.role, party.platform) == ("cdn", "cloudflare")


@pytest.mark.parametrize(
    "body", [b"", b"<html>", b"[]", b'{"objectClassName": "entity"}', b"{" * 99]
)
def test_takes_no_other_answer(body: bytes) -> None:
    with pytest.raises(NotAnAnswer):
        rdap.read_domain(body)


_JSON = st.recursive(
    st.none() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(
        st.sampled_from(["entities", "roles", "vcardArray", "publicIds", "nameservers", "name"]),
        inner, max_size=4,
    ),
    max_leaves=20,
)  # fmt: skip


@given(st.dictionaries(st.sampled_from(["entities", "nameservers", "name", "ldhName"]), _JSON))
def test_reads_any_answer_without_falling(answer: dict[str, Any]) -> None:
    rdap.read_domain(told({"objectClassName": "domain", **answer}))
    rdap.read_network(told({"objectClassName": "ip network", **answer}))


@pytest.mark.parametrize(
    ("headers", "name"),
    [({"server": "cloudflare", "cf-ray": "8x"}, "Cloudflare"),
     ({"x-amz-cf-id": "y", "via": "1.1 x.cloudfront.net (CloudFront)"}, "Amazon Web Services"),
     ({"x-served-by": "cache-fra-1"}, "Fastly"), ({"server": "Netlify"}, "Netlify"),
     ({"server": "DDoS-Guard"}, "DDoS-Guard")],
)  # fmt: skip
def test_tells_a_company_by_the_headers_of_an_answer(headers: dict[str, str], name: str) -> None:
    assert [party.name for party in by_headers(headers)] == [name]


@pytest.mark.parametrize("headers", [{}, {"server": "nginx"}, {"via": "1.1 varnish"}])
def test_tells_nobody_by_common_headers(headers: dict[str, str]) -> None:
    assert by_headers(headers) == []


def test_tells_a_cdn_by_its_ranges() -> None:
    shown = [by_address(each) for each in ("104.16.1.1", "2606:4700::1", "151.101.1.1", "1.2.3.4")]

    assert [party.name if party else "" for party in shown] == [
        "Cloudflare", "Cloudflare", "Fastly", "",
    ]  # fmt: skip


def test_names_only_platforms_of_the_right_kind() -> None:
    kinds = {sign.platform: sign for sign in signs().values() if sign.platform}

    assert all(name in registry().platforms for name in kinds)
    assert {registry().platforms[name].kind for name in kinds} == {"cdn", "host", "registrar"}
    named = {p.id for p in registry().platforms.values() if p.kind in ("cdn", "host", "registrar")}
    assert named - set(kinds) == {"generic-host"}


def test_knows_a_company_by_a_whole_word_only() -> None:
    parties = [known(Party("host", name)) for name in ("OVH SAS", "Novhost", "Hetzner Online GmbH")]

    assert [party.platform for party in parties] == ["ovh", "", "hetzner"]


def test_says_every_fault_of_a_sign(tmp_path: Path) -> None:
    (tmp_path / "one.toml").write_text(
        'id = "one"\nname = "One"\nroles = ["host"]\nnetworks = ["1.2.3.4/5", "x"]\nsources = []\n'
        'confidence = "from memory"\nchecked = 2026-11-26\n'
    )

    with pytest.raises(RegistryFault, match="networks"):
        load(tmp_path)


def test_brings_a_party_back_from_its_row() -> None:
    party = Party("cdn", "One", "abuse@one.example", "+1", "one", "rdap")

    assert from_json(party.as_json()) == party
    assert all(ip_network(block) for sign in signs().values() for block in sign.networks)
