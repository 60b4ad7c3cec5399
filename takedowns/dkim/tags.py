"""Tag lists (`v=1; a=rsa-sha256; ...`, RFC 6376, 3.2) and the base64 in them."""

from __future__ import annotations

import base64
import binascii
import re
from typing import Final

_BLANK: Final = re.compile(r"[ \t\r\n]+")
_NAME: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")


class BadTags(ValueError):
    """What stands there is no list of tags, or says one thing twice."""


def read_tags(text: str) -> dict[str, str]:
    """Tags by name, their values without blanks at the ends. Raises BadTags."""
    tags: dict[str, str] = {}
    for part in text.split(";"):
        name, equals, value = part.partition("=")
        name = name.strip(" \t\r\n")
        if not name and not equals and not part.strip(" \t\r\n"):
            continue
        if not equals or not _NAME.fullmatch(name) or name in tags:
            raise BadTags("no list of tags")
        tags[name] = value.strip(" \t\r\n")
    return tags


def joined(value: str) -> str:
    """A value without the blanks that folding put into it."""
    return _BLANK.sub("", value)


def words(value: str) -> list[str]:
    """Words set apart by colons, small, without blanks."""
    return [word.lower() for word in joined(value).split(":") if word]


def from_base64(value: str) -> bytes:
    """The bytes of a base64 value. Raises BadTags for any other spelling of the same bytes."""
    plain = joined(value)
    try:
        found = base64.b64decode(plain.encode("ascii"), validate=True)
    except (binascii.Error, UnicodeEncodeError) as fault:
        raise BadTags("no base64") from fault
    if base64.b64encode(found).decode() != plain:
        raise BadTags("no base64")
    return found
