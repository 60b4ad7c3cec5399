"""Signatures of mails: the examples of both RFCs, keys made here, and every byte changed once."""

from pathlib import Path

import pytest

from takedowns.dkim import BadKey, Reason, Verdict, aligned, read_key, verify
from tests.takedowns import mails
from tests.takedowns.mails import NAME, Signing, edwards_key, record_of, rsa_key, signed

HERE = Path(__file__).parent
RFC_6376 = {
    "brisbane._domainkey.example.com": "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDwIRP/UC3S"
    "BsEmGqZ9ZJW3/DkMoGeLnQg1fWn7/zYtIxN2SnFCjxOCKG9v3b4jYfcTNh5ijSsq631uBItLa7od+v/RtdC2UzJ1lWT9"
    "47qR+Rcac2gbto/NMqJ0fzfVjH4OuKhitdY9tf6mcwGjaNBcWToIMmPSPDdQPNUYckcQ2QIDAQAB"
}
RFC_8463 = {
    "brisbane._domainkey.football.example.com": "v=DKIM1; k=ed25519; "
    "p=11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=",
    "test._domainkey.football.example.com": "v=DKIM1; p=MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBg"
    "QDkHlOQoBTzWRiGs5V6NpP3idY6Wk08a5qhdR6wy5bdOKb2jLQiY/J16JYi0Qvx/byYzCNb3W91y3FutACDfzwQ/BC/e/"
    "8uBsCR+yz1Lxj+PL6lHvqMKrM3rG4hstT5QjvHO9PzoxZyVYLzBfO2EeC3Ip3G+2kryOTIKT+l/K4w3QIDAQAB",
}
FORMS = ["simple/simple", "relaxed/relaxed", "simple/relaxed", "relaxed/simple", "relaxed"]


def verdicts(raw: bytes, keys: dict[str, str]) -> list[tuple[Verdict, Reason]]:
    return [(each.verdict, each.reason) for each in verify(raw, keys=lambda n: keys.get(n, ""))]


def test_verifies_the_example_of_rfc_6376() -> None:
    """With erratum 4926 (indentation); the key of its appendix C."""
    raw = (HERE / "rfc6376.eml").read_bytes()

    assert verdicts(raw, RFC_6376) == [(Verdict.HOLDS, Reason.NONE)]


def test_verifies_both_signatures_of_the_example_of_rfc_8463() -> None:
    raw = (HERE / "rfc8463.eml").read_bytes()

    assert verdicts(raw, RFC_8463) == [(Verdict.HOLDS, Reason.NONE)] * 2


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("key", [rsa_key(), edwards_key()], ids=["rsa", "ed25519"])
def test_verifies_every_form_with_both_kinds_of_key(form: str, key: object) -> None:
    assert isinstance(key, type(rsa_key()) | type(edwards_key()))
    raw = signed(key=key, how=Signing(form=form))

    assert verdicts(raw, {NAME: record_of(key)}) == [(Verdict.HOLDS, Reason.NONE)]


@pytest.mark.parametrize(("form", "flips"), [("simple/simple", (1, 32)), ("relaxed/relaxed", (1,))])
def test_notices_every_single_byte_changed(form: str, flips: tuple[int, ...]) -> None:
    key = edwards_key()
    how = Signing(form=form, names="from:to:subject:date:message-id:references:content-type")
    raw, keys = signed(key=key, how=how), {NAME: record_of(key)}

    missed = [
        (at, flip)
        for at in range(len(raw))
        for flip in flips
        if verdicts(raw[:at] + bytes([raw[at] ^ flip]) + raw[at + 1 :], keys)[0][0] is Verdict.HOLDS
    ]

    assert verdicts(raw, keys)[0][0] is Verdict.HOLDS
    assert missed == []


def test_reads_a_file_saved_with_bare_line_feeds() -> None:
    raw = signed().replace(b"\r\n", b"\n")

    assert verdicts(raw, {NAME: record_of(rsa_key())}) == [(Verdict.HOLDS, Reason.NONE)]


def test_forgives_blanks_only_where_the_relaxed_form_does() -> None:
    keys = {NAME: record_of(rsa_key())}
    spaced = [
        signed(how=Signing(form=form)).replace(b"We have removed", b"We  have removed")
        for form in ("relaxed/relaxed", "simple/simple")
    ]

    assert [verdicts(raw, keys)[0][0] for raw in spaced] == [Verdict.HOLDS, Verdict.BROKEN]


@pytest.mark.parametrize("added", [b"", b"One more line.\r\n"])
def test_relies_on_no_signature_that_ends_before_the_text(added: bytes) -> None:
    raw = signed(how=Signing(length=20)) + added

    assert verdicts(raw, {NAME: record_of(rsa_key())}) == [(Verdict.WEAK, Reason.PART_SIGNED)]


def test_refuses_a_length_past_the_text() -> None:
    raw = signed(how=Signing(length=20)).replace(mails.TEXT, b"Hello\r\n")

    assert verdicts(raw, {NAME: record_of(rsa_key())}) == [(Verdict.BROKEN, Reason.TEXT_CHANGED)]


def test_reports_sha1_as_too_weak_without_checking_it() -> None:
    raw = signed().replace(b"a=rsa-sha256", b"a=rsa-sha1")

    assert verdicts(raw, {}) == [(Verdict.WEAK, Reason.OLD_METHOD)]


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"v=1;", b"v=2;"), (b"h=from:", b"h="), (b" s=autumn;", b""), (b"d=service.example;", b"d=;"),
     (b"c=simple/simple", b"c=odd/odd"), (b"v=1; ", b"v=1; v=1; "),
     (b"a=rsa-sha256", b"a=rsa-md5")],
)  # fmt: skip
def test_calls_a_signature_unreadable_that_breaks_the_rules(old: bytes, new: bytes) -> None:
    raw = signed().replace(old, new, 1)

    found = verdicts(raw, {NAME: record_of(rsa_key())})

    assert found[0][0] in {Verdict.BROKEN, Verdict.NO_KEY}


def test_refuses_an_identity_outside_the_signing_domain() -> None:
    raw = signed(how=Signing(more=" i=@other.example;"))

    assert verdicts(raw, {NAME: record_of(rsa_key())}) == [(Verdict.BROKEN, Reason.UNREADABLE)]


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ("", (Verdict.NO_KEY, Reason.NOT_FOUND)),
        ("v=DKIM1; p=", (Verdict.NO_KEY, Reason.REVOKED)),
        ("v=spf1 -all", (Verdict.NO_KEY, Reason.BAD_KEY)),
        ("v=DKIM1; p=%%%", (Verdict.NO_KEY, Reason.BAD_KEY)),
        ("v=DKIM1; p=AAAA", (Verdict.NO_KEY, Reason.BAD_KEY)),
        (record_of(edwards_key()), (Verdict.NO_KEY, Reason.BAD_KEY)),
        (record_of(rsa_key(), "h=sha1; "), (Verdict.NO_KEY, Reason.BAD_KEY)),
        (record_of(rsa_key(), "s=other; "), (Verdict.NO_KEY, Reason.BAD_KEY)),
        (record_of(rsa_key(), "t=y; "), (Verdict.WEAK, Reason.TESTING)),
        (record_of(rsa_key(), "t=s; "), (Verdict.HOLDS, Reason.NONE)),
    ],
    ids=["none", "revoked", "other", "no base64", "short", "other kind", "only sha1", "not mail",
         "testing", "strict"],
)  # fmt: skip
def test_says_what_is_wrong_with_a_key(record: str, expected: tuple[Verdict, Reason]) -> None:
    assert verdicts(signed(), {NAME: record}) == [expected]


def test_relies_on_no_key_under_1024_bits() -> None:
    short = (
        "MFwwDQYJKoZIhvcNAQEBBQADSwAwSAJBAL8eJ5AKoIsjURpcEoGubZMxLD7+kT+TLr7UkvEtFrRhDDKMtuIIq19F"
        "rL4pUIMymPMSLBn3hJLe30Dw48GQM4UCAwEAAQ=="
    )

    found = verdicts(signed(), {NAME: f"v=DKIM1; p={short}"})

    assert found == [(Verdict.WEAK, Reason.SHORT_KEY)]


def test_says_unsigned_where_there_is_no_signature() -> None:
    assert verdicts(mails.PLAIN, {}) == [(Verdict.UNSIGNED, Reason.NONE)]


def test_reads_at_most_five_signatures() -> None:
    raw = b"DKIM-Signature: v=1\r\n" * 40 + mails.PLAIN

    assert len(verdicts(raw, {})) == 5


@pytest.mark.parametrize(
    "added", [b"From: Else <x@other.example>", b"Subject: Removed", b"Date: x"]
)
def test_relies_on_no_head_that_shows_more_than_was_signed(added: bytes) -> None:
    raw = added + b"\r\n" + signed()

    assert verdicts(raw, {NAME: record_of(rsa_key())}) == [(Verdict.WEAK, Reason.HEAD_OPEN)]


def test_relies_on_no_signature_that_leaves_the_subject_out() -> None:
    raw = signed(how=Signing(names="from:to:date"))

    assert verdicts(raw, {NAME: record_of(rsa_key())}) == [(Verdict.WEAK, Reason.HEAD_OPEN)]


def test_notices_a_second_sender_where_the_name_is_signed_twice() -> None:
    raw = signed(key=edwards_key(), how=Signing(names="from:to:subject:date"))
    named = raw.replace(b"h=from:to", b"h=from:from:to")

    assert verdicts(named, {NAME: record_of(edwards_key())})[0][0] is Verdict.BROKEN


@pytest.mark.parametrize("record", ["", "p", "=;=", "v=DKIM2; p=AAAA", "v=DKIM1", "x" * 9000])
def test_finds_no_key_in_what_is_none(record: str) -> None:
    with pytest.raises(BadKey):
        read_key(record)


@pytest.mark.parametrize(
    ("domain", "sender", "same"),
    [
        ("service.example", "desk@service.example", True),
        ("service.example", "desk@mail.service.example", True),
        ("mail.service.example", "desk@service.example", True),
        ("service.example", "desk@notservice.example", False),
        ("service.example", "", False),
        ("", "desk@service.example", False),
        ("example", "desk@service.example", False),
    ],
)
def test_compares_the_signing_domain_with_the_sender(domain: str, sender: str, same: bool) -> None:  # noqa: FBT001 a table of examples
    assert aligned(domain, sender) is same
