"""How the custody of one case stands, for the page: verified now, without reading files."""

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from accounts.models import Person
from cases import access
from cases.access import Permission
from cases.models import Case
from evidence.models import ChainHead, Checkpoint, CustodyEvent, Timestamp, TimestampRequest, Way
from evidence.proofs.chain import payload_of
from evidence.proofs.note import public_bytes
from evidence.services import checkpoints, custody, signing, verifying, verifying_place
from evidence.services.findings import Finding, Verdict, worst

ASKED, CHECKED = "custody.asked", "custody.checked"


@dataclass(frozen=True, slots=True)
class Anchor:
    """One clock outside: its host, what it said, and whether that is final."""

    host: str
    way: str
    at: datetime
    final: bool


@dataclass(frozen=True, slots=True)
class LastCheck:
    """The last time every file was read: when, how many, and what came of it.

    `checkpoints` were checked with them, all of this place; 0 where they were not.
    """

    at: datetime
    files: int
    verdict: Verdict
    checkpoints: int
    checkpoints_verdict: Verdict


@dataclass(frozen=True, slots=True)
class Standing:
    """Everything the page says."""

    verdict: Verdict
    rows: int
    findings: tuple[Finding, ...]
    checkpoint: Checkpoint | None
    covered: int
    stamps: tuple[Anchor, ...]
    promises: tuple[Anchor, ...]
    waiting: int
    public_pem: str
    fingerprint: str
    last: LastCheck | None
    asked: bool

    @property
    def uncovered(self) -> int:
        """Rows the last checkpoint has not seen yet."""
        return self.rows - self.covered


def standing(case: Case) -> Standing:
    """Read the chain and the rows, the last checkpoint, and what clocks outside said of it."""
    found = verifying.verify(case, with_files=False)
    mark = checkpoints.newest()
    findings = list(found.findings)
    if mark is not None:
        findings += verifying_place.verify_one(mark, case=case)
    head = ChainHead.objects.filter(case=case).order_by("-index").first()
    stamps = _anchors(mark)
    asked = TimestampRequest.objects.filter(checkpoint=mark).exclude(state="DONE")
    pem, fingerprint = _public()
    return Standing(
        verdict=worst(finding.verdict for finding in findings),
        rows=found.rows,
        findings=tuple(findings),
        checkpoint=mark,
        covered=head.seq if head else 0,
        stamps=tuple(each for each in stamps if each.way == Way.RFC3161),
        promises=tuple(each for each in stamps if each.way == Way.OTS),
        waiting=asked.filter(way=Way.RFC3161).count(),
        public_pem=pem,
        fingerprint=fingerprint,
        last=_last(case),
        asked=due().filter(pk=case.pk).exists(),
    )


def _anchors(mark: Checkpoint | None) -> list[Anchor]:
    """The newest answer of each clock about a checkpoint."""
    rows = Timestamp.objects.filter(checkpoint=mark).order_by("stamped_at")
    newest = {(row.way, row.authority): row for row in rows}
    return [
        Anchor(
            host=urlsplit(row.authority).hostname or row.authority,
            way=row.way,
            at=row.gen_time or row.stamped_at,
            final=row.final,
        )
        for row in newest.values()
    ]


def _public() -> tuple[str, str]:
    try:
        key = signing.public_key()
        return signing.public_pem(), hashlib.sha256(public_bytes(key)).hexdigest()
    except signing.SigningKeyMissing:
        return "", ""


def _last(case: Case) -> LastCheck | None:
    row = CustodyEvent.objects.filter(case=case, kind=CHECKED).order_by("-seq").first()
    if row is None:
        return None
    told = payload_of(bytes(row.canonical))
    return LastCheck(
        at=row.at,
        files=int(told.get("files", 0)),
        verdict=_verdict(told, "verdict"),
        checkpoints=int(told.get("checkpoints", 0)),
        checkpoints_verdict=_verdict(told, "checkpoints_verdict"),
    )


def _verdict(told: dict[str, Any], name: str) -> Verdict:
    return Verdict[str(told.get(name, Verdict.CANNOT_TELL.name))]


@transaction.atomic
def ask_for_check(case: Case, *, actor: Person, now: datetime) -> bool:
    """Have every file of a case read again by the worker; False where it is asked for already."""
    access.require(actor, Permission.SEE, case)
    Case.objects.select_for_update().filter(pk=case.pk).first()
    if due().filter(pk=case.pk).exists():
        return False
    custody.record(case, ASKED, item=None, actor=actor, now=now)
    return True


def due() -> QuerySet[Case]:
    """Cases whose files are to be read: asked for, and not checked since."""
    since = CustodyEvent.objects.filter(
        case=OuterRef(OuterRef("pk")), kind=CHECKED, seq__gt=OuterRef("seq")
    )
    asked = CustodyEvent.objects.filter(case=OuterRef("pk"), kind=ASKED).filter(~Exists(since))
    return Case.objects.filter(Exists(asked))


def check(case: Case, *, now: datetime) -> Verdict:
    """Read all of a case, files too, and every checkpoint; custody is told what came of it."""
    found, place = verifying.verify(case), verifying_place.verify()
    custody.record(
        case, CHECKED, item=None, actor=None, now=now,
        verdict=found.verdict.name, files=found.files, findings=len(found.findings),
        checkpoints=place.checkpoints, checkpoints_verdict=place.verdict.name,
    )  # fmt: skip
    return worst([found.verdict, place.verdict])
