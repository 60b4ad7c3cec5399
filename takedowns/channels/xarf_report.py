"""An abuse report in XARF v4, beside a letter to whoever hosts, delivers or registers a site.

Two types of the format honestly fit a letter of ours. `copyright/copyright` says that a work is
used without permission. `content/exposed_data` says that personal data stand in public: it fits a
picture or video that shows a person. Neither fits a picture made with software, nor a threat, and
the types for exploited children belong to the hotlines made for them.
"""

import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit
from uuid import UUID

from xarf import SPEC_VERSION, schema_validator

from takedowns.channels.base import AbuseClaim, AbuseKind, AbusePlace, Outgoing, Parcel, WayOut

WORDS: Final[Mapping[AbuseKind, str]] = {
    AbuseKind.COPYRIGHT: "A work is used without permission. The letter beside this report names "
    "it. No evidence is attached.",
    AbuseKind.PERSONAL_DATA: "An intimate picture or video of a person who can be recognised was "
    "published without that person's consent. It is no leak of an organisation's data. The letter "
    "beside this report says more. No evidence is attached.",
}
EPOCH: Final = (1980, 1, 1, 0, 0, 0)
"""The date of every file in a bundle: it says nothing of when or where it was made."""


class NothingToReport(ValueError):
    """The letter holds no claim that a report could be made of."""


class ReportNotValid(ValueError):
    """A report does not hold to the format's own schema and must not leave."""


class XarfReport(WayOut):
    """One report for each web address, as JSON; several in one bundle. No evidence in any."""

    name = "xarf"

    def pack(self, letter: Outgoing) -> Parcel:
        """The one report, or a bundle of all. Raises NothingToReport and ReportNotValid."""
        parcels = self.reports(letter)
        if len(parcels) == 1:
            return parcels[0]
        held = io.BytesIO()
        with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as bundle:
            for parcel in parcels:
                bundle.writestr(zipfile.ZipInfo(parcel.name, EPOCH), parcel.data)
        return Parcel(f"reports-{letter.number}.zip", "application/zip", held.getvalue())

    def reports(self, letter: Outgoing) -> tuple[Parcel, ...]:
        """A parcel for each place that has a web address, to attach to a mail or hand over."""
        claim = letter.abuse
        if claim is None or not claim.places:
            raise NothingToReport("This letter has nothing that fits an abuse report.")
        return tuple(
            Parcel(
                name=f"report-{letter.number}-{at}.json",
                mime="application/json",
                data=_checked(_report(claim, place)),
            )
            for at, place in enumerate(claim.places, start=1)
        )

    @staticmethod
    def examples() -> list[Outgoing]:
        """The letters every way must carry, each with a claim of one kind or the other."""
        seen = datetime(2026, 11, 22, 12, tzinfo=UTC)
        places = (
            AbusePlace("https://board.example/t/1", seen),
            AbusePlace("http://xn--bcher-kva.example:8080/a%20b?c=1", None),
            AbusePlace("https://192.0.2.7/f/2", seen),
        )
        claim = AbuseClaim(
            key="N-1",
            kind=AbuseKind.PERSONAL_DATA,
            reporter="Private person",
            mail="answers@mailbox.example",
            approved_at=seen,
            places=places[:1],
        )
        claims = (
            claim,
            replace(claim, kind=AbuseKind.COPYRIGHT),
            replace(claim, places=places),
            replace(claim, reporter='"><script>\n' * 40),
        )
        return [
            replace(letter, abuse=claims[at % len(claims)])
            for at, letter in enumerate(WayOut.examples())
        ]


def _report(claim: AbuseClaim, place: AbusePlace) -> dict[str, Any]:
    contact = {
        "org": " ".join(claim.reporter.split())[:200],
        "contact": claim.mail,
        "domain": claim.mail.rpartition("@")[2],
    }
    common = {
        "xarf_version": SPEC_VERSION,
        "report_id": str(_own_id(f"{claim.key} {place.url}")),
        "timestamp": _said(place.seen_at or claim.approved_at),
        "reporter": contact,
        "sender": contact,
        "source_identifier": urlsplit(place.url).hostname or "",
        "evidence_source": "user_report",
        "description": WORDS[claim.kind],
    }
    if claim.kind is AbuseKind.COPYRIGHT:
        own = {"category": "copyright", "type": "copyright", "infringing_url": place.url}
        return {**common, **own}
    seen = {"verified_at": _said(place.seen_at)} if place.seen_at else {}
    return {
        **common,
        "category": "content",
        "type": "exposed_data",
        "url": place.url,
        "data_types": ["personal_information"],
        "exposure_method": "other",
        "verification_method": "manual",
        **seen,
    }


def _own_id(text: str) -> UUID:
    """The same report has the same id every time it is made."""
    return UUID(bytes=sha256(text.encode()).digest()[:16], version=4)


def _said(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _checked(report: dict[str, Any]) -> bytes:
    faults = schema_validator.validate(report)
    if faults:
        named = ", ".join(sorted({fault.field for fault in faults}))
        raise ReportNotValid(f"The report does not hold to the format: {named}.")
    return json.dumps(report, indent=2, ensure_ascii=False).encode()
