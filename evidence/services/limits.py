"""How often something may happen, counted in the shared cache over windows of five minutes.

Whom it is counted for stands there only as a keyed digest. Where the cache is a table, two counts
at the same moment may become one, which lets one more through and never one less.
"""

from datetime import datetime

from django.core.cache import cache
from django.utils.crypto import salted_hmac

WINDOW_SECONDS = 300
SALT = "redress.limits"


def allow(what: str, *, whose: str, most: int, now: datetime) -> bool:
    """Count one more `what` of theirs in this window; whether it is among the first `most`."""
    window = int(now.timestamp()) // WINDOW_SECONDS
    name = salted_hmac(SALT, f"{what}\0{whose}", algorithm="sha256").hexdigest()
    key = f"limit.{name}.{window}"
    count = int(cache.get(key, 0)) + 1
    cache.set(key, count, timeout=2 * WINDOW_SECONDS)
    return count <= most
