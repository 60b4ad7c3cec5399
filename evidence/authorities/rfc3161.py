"""Time-stamping authorities: a token says that bytes existed not later than a moment.

Tokens are judged with `rfc3161-client`, which checks the certificates at the moment the token
names, so that a token outlives its authority's certificate.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from rfc3161_client import (
    HashAlgorithm,
    TimestampRequestBuilder,
    TimeStampResponse,
    VerificationError,
    VerifierBuilder,
    decode_timestamp_response,
)

from evidence.authorities.asking import NoAnswer, ask

HEADERS = {
    "Content-Type": "application/timestamp-query",
    "Accept": "application/timestamp-reply",
}


class NotAToken(NoAnswer):
    """The bytes are no token, or one over other bytes, or not under a configured root."""


class NoRoots(Exception):
    """No root certificate is configured, so no token can be judged."""


@dataclass(frozen=True, slots=True)
class Token:
    """A token that holds: the query and the whole reply (DER), the chain (PEM), and its moment."""

    asked: bytes
    answer: bytes
    certificates: str
    gen_time: datetime


def stamp(message: bytes, *, url: str, roots: Path | None) -> Token:
    """Ask an authority over a message, and judge what it says. Raises NoAnswer."""
    certificates = _roots(roots)
    query = (
        TimestampRequestBuilder()
        .data(message)
        .hash_algorithm(HashAlgorithm.SHA256)
        .nonce(nonce=True)
        .cert_request(cert_request=True)
        .build()
    )
    asked = query.as_bytes()
    answer = ask(url, body=asked, headers=HEADERS)
    found = _judged(answer, message=message, roots=certificates, nonce=query.nonce)
    return Token(
        asked=asked,
        answer=answer,
        certificates=_chain(found, roots=certificates),
        gen_time=found.tst_info.gen_time.astimezone(UTC),
    )


def answer_to(query: bytes, *, digest: bytes, url: str, roots: Path | None) -> bytes:
    """The whole answer (DER) to a ready query over a SHA-256, judged. Raises NoAnswer, NoRoots.

    For a signature that carries its token inside; whoever made the query holds its nonce.
    """
    certificates = _roots(roots)
    answer = ask(url, body=query, headers=HEADERS)
    try:
        found = decode_timestamp_response(answer)
        VerifierBuilder(roots=certificates).build().verify(found, digest)
    except (ValueError, VerificationError) as fault:
        raise NotAToken("its answer is no token that holds") from fault
    return answer


def moment_of(answer: bytes, *, message: bytes, roots: Path | None) -> datetime:
    """When a kept token says the message existed at the latest. Raises NotAToken or NoRoots."""
    found = _judged(answer, message=message, roots=_roots(roots), nonce=None)
    return found.tst_info.gen_time.astimezone(UTC)


def _judged(
    answer: bytes, *, message: bytes, roots: list[x509.Certificate], nonce: int | None
) -> TimeStampResponse:
    try:
        found = decode_timestamp_response(answer)
        VerifierBuilder(roots=roots, nonce=nonce).build().verify_message(found, message)
    except (ValueError, VerificationError) as fault:
        raise NotAToken("its answer is no token that holds") from fault
    return found


def _chain(found: TimeStampResponse, *, roots: list[x509.Certificate]) -> str:
    """What came with the token and the configured roots it was judged by."""
    sent = sorted(found.signed_data.certificates)
    chain = [x509.load_der_x509_certificate(bytes(raw)) for raw in sent]
    chain += [root for root in roots if root not in chain]
    return "".join(each.public_bytes(Encoding.PEM).decode() for each in chain)


def _roots(path: Path | None) -> list[x509.Certificate]:
    if path is None:
        raise NoRoots("no root certificate is configured")
    try:
        return x509.load_pem_x509_certificates(path.read_bytes())
    except (OSError, ValueError) as fault:
        raise NoRoots("the file of root certificates cannot be read") from fault
