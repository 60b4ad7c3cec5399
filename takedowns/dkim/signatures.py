"""The signatures a mail carries, read but not believed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from takedowns.dkim.canonical import Field, Mail
from takedowns.dkim.tags import BadTags, from_base64, joined, read_tags, words

MOST_SIGNATURES: Final = 5
MOST_FIELD: Final = 64 * 1024
HEADER: Final = b"dkim-signature"
FORMS: Final = ("simple", "relaxed")


class UnreadableSignature(ValueError):
    """A signature that says too little or contradicts itself."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One DKIM-Signature field. `length` is its `l=`, None where the whole text is signed.

    `asks` is the name of the DNS record that holds the key. A signature that cannot be read has
    `fault` set, and its other values are what could be made out.
    """

    field: Field
    domain: str = ""
    selector: str = ""
    algorithm: str = ""
    identity: str = ""
    relaxed_header: bool = False
    relaxed_body: bool = False
    names: tuple[str, ...] = ()
    body_digest: bytes = b""
    value: bytes = b""
    length: int | None = None
    fault: bool = False

    @property
    def asks(self) -> str:
        """`selector._domainkey.domain`, empty where either is missing."""
        both = self.selector and self.domain
        return f"{self.selector}._domainkey.{self.domain}" if both else ""


def signatures_of(mail: Mail) -> list[Signature]:
    """The first signatures of a mail, in the order they stand there."""
    fields = [field for field in mail.fields if field.name == HEADER]
    return [_read(field) for field in fields[:MOST_SIGNATURES]]


def _read(field: Field) -> Signature:
    tags: dict[str, str] = {}
    try:
        if len(field.raw) > MOST_FIELD:
            raise UnreadableSignature("too long")
        tags = read_tags(field.value.decode("ascii"))
        return _signature(field, tags)
    except (UnreadableSignature, BadTags, UnicodeDecodeError):
        return Signature(
            field=field,
            domain=joined(tags.get("d", "")).lower()[:253],
            selector=joined(tags.get("s", "")).lower()[:63],
            algorithm=tags.get("a", "")[:40],
            fault=True,
        )


def _signature(field: Field, tags: dict[str, str]) -> Signature:
    if any(name not in tags for name in ("v", "a", "b", "bh", "d", "h", "s")) or tags["v"] != "1":
        raise UnreadableSignature("something is missing")
    names = tuple(words(tags["h"]))
    domain = joined(tags["d"]).lower()
    identity = joined(tags.get("i", f"@{domain}")).rpartition("@")[2].lower()
    if "from" not in names or not (identity == domain or identity.endswith(f".{domain}")):
        raise UnreadableSignature("it does not cover its sender")
    head, _, body = tags.get("c", "simple/simple").lower().partition("/")
    if head not in FORMS or (body or "simple") not in FORMS:
        raise UnreadableSignature("an unknown form")
    return Signature(
        field=field,
        domain=domain,
        selector=joined(tags["s"]).lower(),
        algorithm=tags["a"].lower(),
        identity=identity,
        relaxed_header=head == "relaxed",
        relaxed_body=body == "relaxed",
        names=names,
        body_digest=from_base64(tags["bh"]),
        value=from_base64(tags["b"]),
        length=_length(tags.get("l")),
    )


def _length(said: str | None) -> int | None:
    if said is None:
        return None
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise UnreadableSignature("a length that is none")
    return int(said)
