"""Which addresses the fetcher lets itself be led to."""

from ipaddress import ip_address

import pytest

from evidence.fetching.addresses import is_public, parsed
from evidence.fetching.targets import target_of

TRICKY = (
    "0.0.0.0", "0.1.2.3", "10.0.0.1", "100.64.0.1", "100.100.100.200", "127.0.0.1", "127.9.9.9",
    "169.254.0.1", "169.254.169.254", "172.16.0.1", "172.31.255.255", "192.0.0.1", "192.0.0.9",
    "192.0.2.1", "192.88.99.1", "192.168.0.1", "198.18.0.1", "198.51.100.1", "203.0.113.1",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255",
    "::", "::1", "::127.0.0.1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254",
    "64:ff9b::7f00:1", "64:ff9b:1::7f00:1", "100::1", "2001::1", "2001:0:7f00:1::",
    "2001:10::1", "2001:20::1", "2001:db8::1", "2002:7f00:1::", "2002:a00:1::", "3fff::1",
    "5f00::1", "fc00::1", "fd12:3456::1", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1",
    "ff0e::1",
)  # fmt: skip
PUBLIC = (
    "1.1.1.1", "8.8.8.8", "100.63.255.255", "100.128.0.1", "172.32.0.1", "198.20.0.1",
    "2606:4700::1111", "2a00:1450:4001::1", "::ffff:1.1.1.1",
)  # fmt: skip


@pytest.mark.parametrize("address", TRICKY)
def test_refuses_what_no_stranger_can_stand_at(address: str) -> None:
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", PUBLIC)
def test_lets_the_open_internet_through(address: str) -> None:
    assert is_public(ip_address(address))


def test_has_more_tricky_addresses_than_the_thirty_eight_that_were_measured() -> None:
    assert len(set(TRICKY)) >= 38


@pytest.mark.parametrize("text", ["", "localhost", "0x7f.1", "127.1", "1.2.3.4.5"])
def test_takes_no_other_spelling_for_an_address(text: str) -> None:
    assert parsed(text) is None


@pytest.mark.parametrize(
    ("link", "authority"),
    [
        ("https://a.example:443/x", "a.example"),
        ("http://a.example:443/x", "a.example:443"),
        ("http://[2606:4700::1111]/x", "[2606:4700::1111]"),
        ("https://[2606:4700::1111]:80/x", "[2606:4700::1111]:80"),
    ],
)
def test_names_the_port_only_where_it_is_not_the_usual_one(link: str, authority: str) -> None:
    target = target_of(link)

    assert target.authority == authority
    assert target.url == f"{target.scheme}://{authority}/x"
