"""Read a pasted WHOIS answer, in whatever layout. Of a registrant nothing is ever taken.

Three layouts are known: `key: value` on a line; a key alone with its values under it, indented or
until a blank line; and keys in brackets. Keys are compared in small letters without dots.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from takedowns.lookups.parties import MAIL, Party, clean_mail, known
from takedowns.lookups.rdap import Told

MOST_SIGNS: Final = 40_000
_REGISTRAR: Final = (
    "registrar", "sponsoring registrar", "registrar name", "registrar organization",
    "current registrar", "authorized agency", "registration service provider", "registrar-name",
    "registered through", "created by registrar",
)  # fmt: skip
_IN_BLOCK: Final = ("organization", "organization name", "organisation", "name", "company")
_NUMBER: Final = ("registrar iana id", "iana id")
_ABUSE_MAIL: Final = (
    "registrar abuse contact email", "registrar abuse email", "abuse contact email", "abuse email",
    "abuse-mailbox", "orgabuseemail", "rabuseemail", "abuse contact", "abuse e-mail",
)  # fmt: skip
_ABUSE_PHONE: Final = (
    "registrar abuse contact phone", "registrar abuse phone", "abuse contact phone",
    "orgabusephone", "rabusephone", "abuse phone",
)  # fmt: skip
_SERVERS: Final = (
    "name server", "name servers", "nserver", "nameserver", "nameservers", "domain servers",
    "domain name servers", "domain nameservers", "host name", "domain servers in listed order",
)  # fmt: skip
_RANGE: Final = ("inetnum", "inet6num", "netrange", "cidr", "route", "ipv4 address")
_OWNER: Final = ("org-name", "orgname", "organization", "owner", "org name")
_NETWORK: Final = ("netname", "network name", "net-name", "network-name")
_COMMENT: Final = re.compile(r"abuse contact for .* is '([^']+)'", re.IGNORECASE)
_TAG: Final = re.compile(r"\s*\[tag = .*$|\s*\(https?://.*$", re.IGNORECASE)
_BRACKETS: Final = re.compile(r"^(?:[a-z]\.\s*)?\[([^\]]+)\]\s*(.*)$", re.IGNORECASE)


@dataclass(slots=True)
class _Line:
    """A key with what stands beside it, and the lines under it."""

    key: str
    value: str
    under: list[str] = field(default_factory=list)


def read(text: str) -> Told:
    """Whoever may act, and the plain words for the page; nobody where none is named."""
    lines = list(_lines(text[:MOST_SIGNS]))
    is_network = any(line.key in _RANGE for line in lines)
    party = _network(lines, text=text) if is_network else _registrar(lines)
    kept = {"name servers": "" if is_network else ", ".join(_name_servers(lines))}
    number = _value(lines, _NUMBER)
    if party is None:
        return Told((), {name: value for name, value in kept.items() if value})
    kept |= {"registrar number": number if number.isdigit() else ""}
    kept["network" if is_network else "registrar"] = party.name
    found = known(party, iana_id=number)
    return Told((found,), {name: value for name, value in kept.items() if value})


def _lines(text: str) -> Iterator[_Line]:
    """Every key in order; a blank line ends what stands under one."""
    current: _Line | None = None
    for raw in text.splitlines():
        line = raw.strip().removeprefix("** ").strip()
        if not line or line.startswith(("%", "#", ">>>")):
            if current is not None:
                yield current
            current = None
            continue
        made = _keyed(line)
        if made is not None and not _belongs(made, current):
            if current is not None:
                yield current
            current = made
        elif current is not None:
            current.under.append(line)
        else:
            current = _Line(key=_plain(line), value="")
    if current is not None:
        yield current


def _keyed(line: str) -> _Line | None:
    if brackets := _BRACKETS.match(line):
        return _Line(_plain(brackets.group(1)), brackets.group(2).strip())
    key, colon, value = line.partition(":")
    if not colon or len(key) > 60 or value.startswith("//"):
        return None
    return _Line(_plain(key), value.strip())


def _belongs(line: _Line, current: _Line | None) -> bool:
    """Whether a line with a key stands under a registrar that has nothing beside it."""
    if current is None or current.value or current.key not in _REGISTRAR:
        return False
    return not line.key.startswith("registrar ")


def _plain(key: str) -> str:
    return " ".join(key.casefold().replace(".", " ").replace("_", " ").split())


def _value(lines: list[_Line], keys: tuple[str, ...]) -> str:
    """What stands beside the first of these keys, in the order of the keys."""
    for key in keys:
        for line in lines:
            if line.key == key and line.value:
                return line.value[:200]
    return ""


def _registrar(lines: list[_Line]) -> Party | None:
    name = _registrar_name(lines)
    if not name:
        return None
    return Party(
        role="registrar",
        name=name,
        mail=_abuse_mail(lines),
        phone=_value(lines, _ABUSE_PHONE)[:40],
        told_by="whois",
    )


def _registrar_name(lines: list[_Line]) -> str:
    beside = _TAG.sub("", _value(lines, _REGISTRAR)).strip()
    if beside:
        return beside
    block = next((line for line in lines if line.key in _REGISTRAR and line.under), None)
    if block is None:
        return ""
    inner = [_keyed(line) for line in block.under]
    named = _value([line for line in inner if line is not None], _IN_BLOCK)
    return _TAG.sub("", named or block.under[0]).strip()[:200]


def _abuse_mail(lines: list[_Line]) -> str:
    """An address that the answer itself names for abuse; no other one is ever taken."""
    if beside := clean_mail(_value(lines, _ABUSE_MAIL)):
        return beside
    for line in lines:
        if line.key in _ABUSE_MAIL and (under := clean_mail(" ".join(line.under))):
            return under
        if line.key in _REGISTRAR and (own := _own_abuse(line.under)):
            return own
    return ""


def _own_abuse(under: list[str]) -> str:
    """A registrar's own address in its block, if it begins with abuse."""
    found = (mail.lower() for line in under for mail in MAIL.findall(line))
    return next((mail for mail in found if mail.startswith("abuse")), "")


def _network(lines: list[_Line], *, text: str) -> Party | None:
    owner, label = _value(lines, _OWNER), _value(lines, _NETWORK)
    if not (owner or label):
        return None
    comment = _COMMENT.search(text)
    mail = clean_mail(comment.group(1)) if comment else ""
    party = Party(
        role="host",
        name=re.sub(r"\s*\([A-Z0-9-]+\)$", "", owner) or label,
        mail=mail or _abuse_mail(lines) or _abuse_anywhere(lines),
        phone=_value(lines, _ABUSE_PHONE)[:40],
        told_by="whois",
    )
    for name in (party.name, label):
        cdn = known(Party(role="cdn", name=name))
        if cdn.platform:
            return Party("cdn", party.name, party.mail, party.phone, cdn.platform, "whois")
    return party


def _abuse_anywhere(lines: list[_Line]) -> str:
    """In an answer about a network: an address that begins with abuse."""
    return _own_abuse([line.value for line in lines])


def _name_servers(lines: list[_Line]) -> list[str]:
    named = [line for line in lines if line.key in _SERVERS]
    words = [text.split() for line in named for text in (line.value, *line.under)]
    hosts = [each[0].strip(".").lower() for each in words if each]
    return list(dict.fromkeys(host for host in hosts if "." in host and ":" not in host))[:8]
