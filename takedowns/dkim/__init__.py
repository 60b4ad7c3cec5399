"""Whether a domain signed a mail (DKIM): bytes and key records in, verdicts out. No Django.

RFC 6376 with rsa-sha256, RFC 8463 with ed25519-sha256, and RFC 8301, which rules out rsa-sha1
and keys under 1024 bits. Nothing here asks anybody for a key.
"""

from takedowns.dkim.keys import BadKey, KeyRecord, read_key
from takedowns.dkim.signatures import MOST_SIGNATURES, Signature, signatures_of
from takedowns.dkim.verifying import Checked, Reason, Verdict, aligned, verify

__all__ = [
    "MOST_SIGNATURES",
    "BadKey",
    "Checked",
    "KeyRecord",
    "Reason",
    "Signature",
    "Verdict",
    "aligned",
    "read_key",
    "signatures_of",
    "verify",
]
