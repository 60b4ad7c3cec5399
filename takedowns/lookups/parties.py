"""Whoever may act on a site: host, CDN, registrar; told by registries, by headers, or by hand."""

import re
from dataclasses import dataclass, replace
from typing import Any, Final

from takedowns.registry.signs import Role, Sign, signs

MAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")


@dataclass(frozen=True, slots=True)
class Party:
    """One of them. `platform` is an entry of the registry or empty; `told_by` says how we know."""

    role: Role
    name: str
    mail: str = ""
    phone: str = ""
    platform: str = ""
    told_by: str = ""

    def as_json(self) -> dict[str, str]:
        """For a row."""
        return {
            "role": self.role, "name": self.name, "mail": self.mail, "phone": self.phone,
            "platform": self.platform, "told_by": self.told_by,
        }  # fmt: skip


def from_json(told: dict[str, Any]) -> Party:
    """The party a row holds."""
    return Party(**{name: told.get(name, "") for name in Party.__slots__})


def known(party: Party, *, iana_id: str = "") -> Party:
    """The same, with its entry in the registry where it is known by its name or its number."""
    for sign in signs().values():
        if party.role in sign.roles and _is(sign, party, iana_id=iana_id):
            return replace(party, platform=sign.platform)
    return party


def _is(sign: Sign, party: Party, *, iana_id: str) -> bool:
    return (bool(iana_id) and iana_id in sign.iana_ids) or sign.is_named(party.name)


def by_headers(headers: dict[str, str]) -> list[Party]:
    """Who shows in the headers of an answer; a CDN comes before a host."""
    shown = [sign for sign in signs().values() if sign.shows_in(headers)]
    return [_party(sign, told_by="headers") for sign in shown]


def by_address(address: str) -> Party | None:
    """Whose published range an address lies in."""
    found = next((sign for sign in signs().values() if sign.holds(address)), None)
    return _party(found, told_by="range") if found else None


def _party(sign: Sign, *, told_by: str) -> Party:
    role: Role = "cdn" if "cdn" in sign.roles else "host"
    return Party(role=role, name=sign.name, platform=sign.platform, told_by=told_by)


def clean_mail(text: str) -> str:
    """The first mail address in a text, or empty."""
    found = MAIL.search(text)
    return found.group().strip(".").lower() if found and len(found.group()) <= 254 else ""
