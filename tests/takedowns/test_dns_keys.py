"""Asking a real name server on loopback for the key of a signature."""

import pytest

from takedowns.authorities.dns_keys import NobodyAnswers, Resolver
from tests.takedowns.mails import NAME, record_of, rsa_key
from tests.takedowns.resolver import answering

HERE = ("127.0.0.1",)


def test_gets_a_record_that_comes_in_pieces() -> None:
    with answering({NAME: record_of(rsa_key())}) as server:
        found = Resolver(servers=HERE, port=server.port).key_record(NAME)

    assert found == record_of(rsa_key())
    assert server.asked == [NAME]


def test_tells_no_key_from_no_answer() -> None:
    with answering({NAME: None}) as server:
        resolver = Resolver(servers=HERE, port=server.port)

        assert resolver.key_record("other._domainkey.service.example") == ""
        with pytest.raises(NobodyAnswers):
            resolver.key_record(NAME)


def test_takes_no_record_that_is_no_key() -> None:
    with answering({NAME: "v=spf1 -all"}) as server:
        assert Resolver(servers=HERE, port=server.port).key_record(NAME) == ""


@pytest.mark.parametrize(
    "name",
    ["", "a", "a b.x.example", "-", "x" * 64 + ".example", "é._domainkey.example"],
)
def test_asks_nobody_for_what_is_no_name(name: str) -> None:
    with answering({}) as server:
        assert Resolver(servers=HERE, port=server.port).key_record(name) == ""

    assert server.asked == []
