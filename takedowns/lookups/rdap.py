"""Read what a registry answers in RDAP (RFC 9083). Of a registrant nothing is ever taken."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

from takedowns.lookups.parties import Party, clean_mail, known
from takedowns.registry.signs import Role

DEEPEST: Final = 4
MOST: Final = 200
_OF_NETWORKS: Final[tuple[Role, ...]] = ("host", "cdn")
Json = dict[str, Any]


class NotAnAnswer(Exception):
    """The bytes are no answer of a registry about this kind of thing."""


@dataclass(frozen=True, slots=True)
class Told:
    """What is kept of an answer: who may act, and a few plain words for the page."""

    parties: tuple[Party, ...]
    kept: dict[str, str]


def read_domain(body: bytes) -> Told:
    """The registrar of a domain with its abuse contact, and its name servers."""
    answer = _answer(body, of="domain")
    registrar = next((each for each in _entities(answer) if "registrar" in _roles(each)), None)
    kept = {"domain": _text(answer.get("ldhName")).lower(), "name servers": _name_servers(answer)}
    if registrar is None:
        return Told((), _filled(kept))
    abuse = _with_role(registrar, "abuse") or _with_role(answer, "abuse")
    number = _iana_id(registrar)
    party = Party(
        role="registrar",
        name=_name(registrar) or _text(registrar.get("handle")),
        mail=clean_mail(_card(abuse, "email")),
        phone=_phone(abuse),
        told_by="rdap",
    )
    kept |= {"registrar": party.name, "registrar number": number}
    return Told((known(party, iana_id=number),) if party.name else (), _filled(kept))


def read_network(body: bytes) -> Told:
    """Whose network an address lies in, with its abuse contact. A person's name is not taken."""
    answer = _answer(body, of="ip network")
    owner = next(
        (
            _name(each) for each in _entities(answer)
            if {"registrant", "administrative"} & _roles(each) and _card(each, "kind") == "org"
        ),
        "",
    )  # fmt: skip
    abuse = _with_role(answer, "abuse")
    label = _text(answer.get("name"))
    party = Party(
        role="host",
        name=owner or label or _text(answer.get("handle")),
        mail=clean_mail(_card(abuse, "email")),
        phone=_phone(abuse),
        told_by="rdap",
    )
    kept = {
        "network": label,
        "owner": owner,
        "range": " – ".join(
            _text(answer.get(end)) for end in ("startAddress", "endAddress") if answer.get(end)
        ),
        "country": _text(answer.get("country")),
    }
    return Told((_known_network(party, label=label),) if party.name else (), _filled(kept))


def _known_network(party: Party, *, label: str) -> Party:
    """A network is known by its owner's name or by its own; a CDN's network is the CDN."""
    for name in (party.name, label):
        for role in _OF_NETWORKS:
            found = known(Party(role=role, name=name))
            if found.platform:
                return Party(
                    role=role, name=party.name, mail=party.mail, phone=party.phone,
                    platform=found.platform, told_by=party.told_by,
                )  # fmt: skip
    return party


def _answer(body: bytes, *, of: str) -> Json:
    try:
        read = json.loads(body)
    except (ValueError, RecursionError) as fault:
        raise NotAnAnswer("the registry did not answer in RDAP") from fault
    if not isinstance(read, dict) or read.get("objectClassName") != of:
        raise NotAnAnswer("the registry answered about something else")
    return read


def _entities(of: Json, *, depth: int = 0) -> Iterator[Json]:
    """Everybody named in an answer, the outer ones first."""
    each = [entity for entity in _list(of.get("entities")) if isinstance(entity, dict)]
    yield from each
    for entity in each if depth < DEEPEST else ():
        yield from _entities(entity, depth=depth + 1)


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _roles(entity: Json) -> set[str]:
    return {role for role in _list(entity.get("roles")) if isinstance(role, str)}


def _with_role(of: Json, role: str) -> Json | None:
    return next((each for each in _entities(of) if role in _roles(each)), None)


def _card(entity: Json | None, name: str) -> str:
    """The first value of this name in an entity's card."""
    card = _list((entity or {}).get("vcardArray"))
    lines = [_list(line) for line in _list(card[1] if len(card) > 1 else None)]
    values = [line[3] for line in lines if len(line) > 3 and line[0] == name]
    return next((_text(value) for value in values if isinstance(value, str)), "")


def _name(entity: Json) -> str:
    return _card(entity, "fn") or _card(entity, "org")


def _phone(entity: Json | None) -> str:
    return _card(entity, "tel").removeprefix("tel:")[:40]


def _iana_id(registrar: Json) -> str:
    for each in _list(registrar.get("publicIds")):
        if isinstance(each, dict) and "IANA" in _text(each.get("type")):
            return _text(each.get("identifier"))
    return ""


def _name_servers(answer: Json) -> str:
    each = [row for row in _list(answer.get("nameservers")) if isinstance(row, dict)]
    return ", ".join(_text(row.get("ldhName")).lower() for row in each[:8] if row.get("ldhName"))


def _text(value: Any) -> str:
    return " ".join(value.split())[:MOST] if isinstance(value, str) else ""


def _filled(kept: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in kept.items() if value}
