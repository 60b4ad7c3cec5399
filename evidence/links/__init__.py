"""Links as people paste them. Pure functions: nothing is fetched, looked up or kept."""

from evidence.links.normal import Link, LinkRefused, normalise
from evidence.links.pasted import MAX_LENGTH, split_pasted

__all__ = ["MAX_LENGTH", "Link", "LinkRefused", "normalise", "split_pasted"]
