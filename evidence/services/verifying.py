"""Whether what a case holds is still what was taken: its chain, its rows, and every file of it."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery

from cases.models import Case, State
from evidence import storage
from evidence.errors import KeyDestroyed
from evidence.models import (
    CaseKey,
    ChainHead,
    CustodyEvent,
    Derivative,
    Exhibit,
    Reference,
    SealedFile,
    SystemEvent,
)
from evidence.proofs.chain import Broken, Sound, payload_of
from evidence.services import cosigning, custody, signing, traces, vault
from evidence.services.findings import Finding, Verdict, broken, unknown, worst
from evidence.services.verifying_rows import RowsTold, compared

KEPT = ("exhibit.kept", "exhibit.fetched", "reference.kept", "reference.fingerprinted")


@dataclass(frozen=True, slots=True)
class Verified:
    """What was looked at in a case: rows of its chain, files of it, and what was found.

    `files` counts those that were opened; `destroyed` those whose key was destroyed with a row in
    custody, which nobody can open and which are no finding.
    """

    rows: int
    files: int
    findings: tuple[Finding, ...]
    destroyed: int = 0

    @property
    def verdict(self) -> Verdict:
        """BROKEN where anything is broken, else CANNOT_TELL where anything stayed unknown."""
        return worst(finding.verdict for finding in self.findings)


def verify(case: Case, *, with_files: bool = True) -> Verified:
    """Read the whole chain and every row it tells of; every byte of every file, unless told not.

    What checkpoints themselves are worth is verified by `verifying_place`.
    """
    chain = custody.checked(case)
    findings: list[Finding] = []
    if isinstance(chain, Broken):
        findings.append(broken(f"custody row {chain.seq}: {chain.what}"))
    findings += _heads(case)
    findings += [
        broken(f"signature {key}: it is not what was signed") for key in cosigning.unsound(case)
    ]
    told = _told(case)
    gone = _was_destroyed(case)
    disposed = gone or case.state == State.DISPOSED
    # Parts of a file that is still on its way are not evidence yet, and custody is silent on them.
    kept = SealedFile.objects.filter(case=case, upload_part=None)
    files = list(kept.order_by("sealed_at"))
    findings += _rows(case, told, files=files, disposed=disposed)
    findings += _files_told(files, told, disposed=disposed)
    opened = files if with_files and not gone else []
    for file in opened:
        file.case = case
        findings += _look(file)
    return Verified(
        rows=chain.rows
        if isinstance(chain, Sound)
        else CustodyEvent.objects.filter(case=case).count(),
        files=len(opened),
        findings=tuple(findings),
        destroyed=len(files) if gone else 0,
    )


def _heads(case: Case) -> Iterator[Finding]:
    """Whether the chain still holds the rows that checkpoints saw at its end."""
    events = CustodyEvent.objects.filter(case=case, seq=OuterRef("seq")).values("digest")
    heads = ChainHead.objects.filter(case=case).annotate(found=Subquery(events[:1]))
    columns = ("checkpoint__number", "seq", "digest", "found")
    for number, seq, digest, found in heads.order_by("index").values_list(*columns).iterator():
        if found is None:
            yield broken(f"custody row {seq}: checkpoint {number} saw it, and it is gone")
        elif found != digest:
            yield broken(f"custody row {seq}: it is not the row that checkpoint {number} saw")


@dataclass(slots=True)
class _Told:
    """What the chain itself remembers.

    Payloads by item, the newest (file, row) of each exhibit's copy by its kind, rows by file, and
    all file digests.
    """

    kept: dict[UUID, dict[str, Any]] = field(default_factory=dict)
    copies: dict[tuple[UUID | None, str], tuple[str, str]] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)
    digests: set[str] = field(default_factory=set)
    dossiers: set[str] = field(default_factory=set)
    removed: set[UUID] = field(default_factory=set)
    rows: RowsTold = field(default_factory=RowsTold)


def _told(case: Case) -> _Told:
    told = _Told()
    rows = CustodyEvent.objects.filter(case=case).order_by("seq")
    with_payload = rows.exclude(kind__in=["exhibit.read", "exhibit.outline", "exhibit.revealed"])
    for kind, item, raw in with_payload.values_list("kind", "item", "canonical").iterator():
        payload = payload_of(bytes(raw))
        if item is not None and kind in KEPT:
            told.kept[item] = payload
        elif item is not None and kind == "reference.removed":
            told.removed.add(item)
        if item is not None:
            told.rows.hear(kind, item, payload)
        if "file" in payload:
            told.files[payload["file"]] = payload["file_row"]
            if kind == "exhibit.derived":
                told.copies[item, payload["copy"]] = payload["file"], payload["row"]
            elif kind == "dossier.made":
                told.dossiers.add(payload["file"])
        if "sha256" in payload:
            told.digests.add(payload["sha256"])
    return told


def _rows(case: Case, told: _Told, *, files: list[SealedFile], disposed: bool) -> list[Finding]:
    """Whether exhibits, references and copies are the ones custody tells of."""
    digests = {file.pk: file.sha256 for file in files}
    exhibits = {row.pk: row for row in Exhibit.objects.filter(case=case)}
    references = {row.pk: row for row in Reference.objects.filter(case=case)}
    here = exhibits.keys() | references.keys()
    findings = [] if disposed else [_gone(item) for item in told.kept.keys() - here - told.removed]
    if not (files or exhibits or references):
        return findings
    try:
        keyed = signing.keyed_reader()
    except signing.SigningKeyMissing:
        return [*findings, unknown("rows of files: the signing key is not here to compare them")]
    for exhibit in exhibits.values():
        row, name = traces.of_exhibit(exhibit, keyed=keyed), f"{exhibit.label} ({exhibit.pk})"
        findings += _compared(name, told.kept.get(exhibit.pk), row, digests.get(exhibit.file_id))
    for one in references.values():
        row, name = traces.of_reference(one, keyed=keyed), f"R-{one.number} ({one.pk})"
        findings += _compared(name, told.kept.get(one.pk), row, one.sha256)
        findings += _cut(name, told.kept.get(one.pk, {}), one)
    findings += [] if disposed else _copies(case, told, keyed=keyed)
    findings += compared(case, told.rows, keyed=keyed, disposed=disposed)
    return findings + [
        broken(f"file {file.pk}: its row was changed")
        for file in files
        if told.files.get(str(file.pk)) not in (None, traces.of_file(file, keyed=keyed))
    ]


def _copies(case: Case, told: _Told, *, keyed: traces.Keyed) -> Iterator[Finding]:
    rows = Derivative.objects.filter(exhibit__case=case)
    here = {(str(row.file_id), traces.of_derivative(row, keyed=keyed)) for row in rows}
    for (item, _), copy in told.copies.items():
        if copy not in here:
            yield broken(f"the copy {copy[0]} of item {item}: its row was changed, or is gone")


def _gone(item: UUID) -> Finding:
    return broken(f"item {item}: custody tells of it, and its row is gone")


def _compared(
    label: str, payload: dict[str, Any] | None, row: str, sha256: str | None
) -> Iterator[Finding]:
    if payload is None:
        yield broken(f"{label}: no custody row tells of it")
    elif payload.get("sha256", sha256) != sha256:
        yield broken(f"{label}: its custody row names another digest")
    elif payload.get("row", row) != row:
        yield broken(f"{label}: its row was changed")


def _cut(label: str, payload: dict[str, Any], row: Reference) -> Iterator[Finding]:
    """What later rows of custody tell of a reference beside its digest."""
    here = {"cut": str(row.cut_id or ""), "worked_out": str(row.worked_out)}
    if any(payload.get(name, value) != value for name, value in here.items()):
        yield broken(f"{label}: what is told of its part was changed")


def _files_told(files: list[SealedFile], told: _Told, *, disposed: bool) -> Iterator[Finding]:
    """A file that custody does not tell of was put there by nobody, or belongs elsewhere."""
    for file in files:
        if str(file.pk) not in told.files and file.sha256 not in told.digests:
            yield broken(f"file {file.pk}: no custody row tells of it")
    if disposed:
        return
    kept = {
        payload.get("file", "") for item, payload in told.kept.items() if item not in told.removed
    }
    wanted = kept | {name for name, _ in told.copies.values()} | told.dossiers
    for name in sorted(wanted - {str(file.pk) for file in files} - {""}):
        yield broken(f"file {name}: custody tells of it, and its row is gone")


def _look(file: SealedFile) -> list[Finding]:
    digest, size = hashlib.sha256(), 0
    try:
        for chunk in vault.stream(file):
            digest.update(chunk)
            size += len(chunk)
    except (KeyDestroyed, vault.InstanceKeyWrong):
        return [unknown(f"file {file.pk}: its key is not here")]
    except storage.Unreachable:
        return [unknown(f"file {file.pk}: the place where it lies does not answer")]
    except FileNotFoundError:
        return [broken(f"file {file.pk}: it is gone from the disk")]
    except (storage.Damaged, OSError):
        return [broken(f"file {file.pk}: its bytes do not open")]
    if digest.hexdigest() != file.sha256 or size != file.bytes:
        return [broken(f"file {file.pk}: it is not the file its row describes")]
    return []


def _was_destroyed(case: Case) -> bool:
    """Whether the case's key is gone, and the place's own chain tells that it was destroyed."""
    if not CaseKey.objects.filter(case=case).exclude(destroyed_at=None).exists():
        return False
    events = SystemEvent.objects.filter(kind="case_key.destroyed").values_list("canonical")
    return any(payload_of(bytes(raw)).get("case") == case.ref for (raw,) in events)
