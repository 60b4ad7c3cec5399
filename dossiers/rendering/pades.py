"""An electronic seal in a PDF: one PAdES signature over the whole file, with no mark on a page.

B-T where a time-stamping authority answered, else B-B. The file keeps its first bytes; the seal
is added behind them, so that PDF/A and PDF/UA hold as before.
"""

import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from asn1crypto import keys, tsp
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.signers.pdf_signer import PdfSigningSession
from pyhanko.sign.timestamps import TimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

FIELD: Final = "Seal"
ROOM: Final = 32 * 1024
"""For signature, certificate and token, as the hexadecimal the format wants; a token takes 4 to
12 KiB of it. Fixed, so that an authority is asked once and not for a trial too.
"""

Ask = Callable[[bytes, bytes], bytes]
"""A ready query (RFC 3161) and the digest it is over to an authority's whole answer."""


@dataclass(frozen=True, slots=True)
class SealKey:
    """What a document is sealed with."""

    key: EllipticCurvePrivateKey
    certificate: x509.Certificate


def sealed(data: bytes, *, by: SealKey, reason: str, at: datetime, ask: Ask | None) -> bytes:
    """The document with its seal behind it. What `ask` raises passes through."""
    meta = signers.PdfSignatureMetadata(
        field_name=FIELD, md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES, reason=reason
    )
    sealer = _Sealer(meta, signer=_signer(by), timestamper=_Clock(ask) if ask else None, at=at)
    out = io.BytesIO()
    sealer.sign_pdf(_AsItStands(io.BytesIO(data)), bytes_reserved=ROOM, output=out)
    return out.getvalue()


def _signer(by: SealKey) -> signers.SimpleSigner:
    secret = by.key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption())
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(by.certificate.public_bytes(Encoding.DER)),
        signing_key=keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]  # it ships no types
    )


class _AsItStands(IncrementalPdfFileWriter):
    """Leaves the document's own metadata alone: they were frozen with it."""

    def _update_meta(self) -> None:
        return


class _Sealer(signers.PdfSigner):
    """Names the moment it is given and not that of the machine, with its zone."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at

    def init_signing_session(self, *args: Any, **kwargs: Any) -> PdfSigningSession:
        """As the parent, at the given moment."""
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._at
        return session


class _Clock(TimeStamper):
    """Has the authority asked by our own hands: no redirect, caps on bytes and time."""

    def __init__(self, ask: Ask) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # it ships no types
        self._ask = ask

    async def async_request_tsa_response(self, req: tsp.TimeStampReq) -> tsp.TimeStampResp:
        """What the authority answers; the parent holds its nonce against ours."""
        digest: bytes = req["message_imprint"]["hashed_message"].native
        return tsp.TimeStampResp.load(self._ask(req.dump(), digest))
