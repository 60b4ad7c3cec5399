"""Whether what a case holds is still what was taken: its chain, and every file of it."""

import hashlib
import json
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from cases.models import Case
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import CustodyEvent, SealedFile
from evidence.services import cosigning, custody, vault

KEPT = ("exhibit.kept", "reference.kept")


class Verdict(IntEnum):
    """The worst finding counts; the values are the command's exit statuses."""

    SOUND = 0
    BROKEN = 1
    CANNOT_TELL = 2


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that does not hold, or that could not be looked at, in a sentence."""

    verdict: Verdict
    sentence: str


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at in a case: rows of its chain, files of it, and what was found."""

    rows: int
    files: int
    findings: tuple[Finding, ...]

    @property
    def verdict(self) -> Verdict:
        """BROKEN where anything is broken, else CANNOT_TELL where anything stayed unknown."""
        found = {finding.verdict for finding in self.findings}
        if Verdict.BROKEN in found:
            return Verdict.BROKEN
        return Verdict.CANNOT_TELL if found else Verdict.SOUND


def verify(case: Case) -> Verified:
    """Read the whole chain and every byte of every file, and compare with what was written down."""
    findings: list[Finding] = []
    broken = custody.verify(case)
    if broken is not None:
        findings.append(_broken(f"custody row {broken.seq}: {broken.what}"))
    findings += [
        _broken(f"signature {row.pk}: it is not what was signed") for row in cosigning.unsound(case)
    ]
    told = _told(case)
    files = list(SealedFile.objects.filter(case=case).select_related("case").order_by("sealed_at"))
    for file in files:
        findings += _look(file, told=told.get(_item_of(file)))
    return Verified(
        rows=CustodyEvent.objects.filter(case=case).count(),
        files=len(files),
        findings=tuple(findings),
    )


def _told(case: Case) -> dict[UUID | None, str]:
    """The digest the chain itself remembers for each exhibit and reference."""
    kept = CustodyEvent.objects.filter(case=case, kind__in=KEPT)
    payloads = ((event.item, json.loads(bytes(event.canonical))["payload"]) for event in kept)
    return {item: payload["sha256"] for item, payload in payloads if "sha256" in payload}


def _item_of(file: SealedFile) -> UUID | None:
    """The exhibit or reference whose file it is; a smaller copy or a dossier has none."""
    for name in ("exhibit", "reference"):
        owner = getattr(file, name, None)
        if owner is not None:
            return UUID(str(owner.pk))
    return None


def _look(file: SealedFile, *, told: str | None) -> list[Finding]:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in vault.stream(file):
            digest.update(chunk)
            size += len(chunk)
    except (KeyDestroyed, vault.InstanceKeyWrong):
        return [Finding(Verdict.CANNOT_TELL, f"file {file.pk}: its key is not here")]
    except FileNotFoundError:
        return [_broken(f"file {file.pk}: it is gone from the disk")]
    except (storage.Damaged, OSError):
        return [_broken(f"file {file.pk}: its bytes do not open")]
    if digest.hexdigest() != file.sha256 or size != file.bytes:
        return [_broken(f"file {file.pk}: it is not the file its row describes")]
    if told is not None and told != file.sha256:
        return [_broken(f"file {file.pk}: its custody row names another digest")]
    return []


def _broken(sentence: str) -> Finding:
    return Finding(Verdict.BROKEN, sentence)
