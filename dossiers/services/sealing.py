"""Sealing a document with the key of this place.

The seal says that the document is as this system made it. It is nobody's signature. Its key is
derived from the file of the signing key, so that there is one secret to keep; the certificate is
made by itself and comes out the same each time.
"""

import logging
from datetime import UTC, datetime
from functools import partial
from hashlib import sha256
from typing import Final

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509.oid import NameOID, ObjectIdentifier
from django.conf import settings

from dossiers.rendering import pades
from evidence.authorities import rfc3161
from evidence.authorities.asking import NoAnswer
from evidence.services import signing

REASON: Final = "Sealed by the system that made it. Not a signature of a person."
FROM: Final = datetime(2026, 1, 1, tzinfo=UTC)
UNTIL: Final = datetime(2076, 1, 1, tzinfo=UTC)
"""Fixed, so that the certificate is the same each time it is made."""
SERIAL: Final = 16
DOCUMENT_SIGNING: Final = ObjectIdentifier("1.3.6.1.5.5.7.3.36")

log = logging.getLogger("redress.dossiers")


def sealed(data: bytes, *, now: datetime) -> bytes:
    """The document with its seal: with a token of the first authority that answers, else without.

    Raises signing.SigningKeyMissing.
    """
    by, seal = seal_key(), partial(pades.sealed, data, reason=REASON, at=now)
    for url in settings.TIMESTAMP_URLS:
        ask = partial(_asked, url=url)
        try:
            return seal(by=by, ask=ask)
        except (NoAnswer, rfc3161.NoRoots) as fault:
            log.warning("a document is sealed without this authority: %s", type(fault).__name__)
    return seal(by=by, ask=None)


def certificate_digest() -> str:
    """SHA-256 of the certificate (DER), as programs show it; for the cover."""
    return sha256(seal_key().certificate.public_bytes(Encoding.DER)).hexdigest()


def seal_key() -> pades.SealKey:
    """The key with its certificate. Raises signing.SigningKeyMissing."""
    key = signing.seal_key()
    return pades.SealKey(key=key, certificate=_certificate(key))


def _asked(query: bytes, digest: bytes, *, url: str) -> bytes:
    return rfc3161.answer_to(query, digest=digest, url=url, roots=settings.TIMESTAMP_ROOTS)


def _certificate(key: EllipticCurvePrivateKey) -> x509.Certificate:
    public = key.public_key()
    mark = sha256(public.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)).digest()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, f"Redress seal {mark.hex()[:8]}")])
    usage = x509.KeyUsage(
        digital_signature=True, content_commitment=True, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=False, crl_sign=False,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    return (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(public)
        .serial_number(int.from_bytes(mark[:SERIAL]) >> 1)
        .not_valid_before(FROM)
        .not_valid_after(UNTIL)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.ExtendedKeyUsage([DOCUMENT_SIGNING]), critical=False)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
