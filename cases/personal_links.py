"""What opens a page without an account: a link nobody can guess, and a code told by another way.

Of both only digests are kept. A code's is keyed by the place's secret and bound to its link, so
that a few digits cannot be tried against a stolen table, nor used with another link.
"""

import hashlib
import hmac
import secrets
from typing import Final

from django.utils.crypto import salted_hmac

TOKEN_BYTES: Final = 16
MOST_TRIES: Final = 10
"""Wrong codes before a link ends."""
WRONG: Final = "This is not the code for this page. Look again, or ask for it once more."


def new_token() -> str:
    """128 random bits as 22 letters of an address."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def new_code(*, digits: int) -> str:
    """That many random digits."""
    return f"{secrets.randbelow(10**digits):0{digits}d}"


def link_digest(token: str) -> str:
    """How a link stands in the database: SHA-256, 64 hex digits."""
    return hashlib.sha256(token.encode()).hexdigest()


def code_digest(token: str, code: str, *, salt: str) -> str:
    """How the code of this link stands in the database; what is no digit does not count."""
    digits = "".join(sign for sign in code if sign.isdigit())
    return salted_hmac(salt, f"{token}\0{digits}", algorithm="sha256").hexdigest()


def is_code(kept: str, *, token: str, code: str, salt: str) -> bool:
    """Whether it is the code whose digest was kept; takes the same time for every wrong one."""
    return hmac.compare_digest(kept, code_digest(token, code, salt=salt))
