"""What the drafts of declarations are filled with: facts the system recorded, and nothing else."""

from collections.abc import Collection
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from dossiers.models import Declaration
from dossiers.rendering.content import Content, DigestRow, Mark
from dossiers.rendering.declared import Declared, DeclaredFile, Draft
from dossiers.rendering.paper import ENGINE
from dossiers.rendering.words import exact, second
from dossiers.services.rows import Rows
from evidence.models import Capture, Exhibit, Knowledge

INDIA: Final = ZoneInfo("Asia/Kolkata")
NOT_RECORDED: Final = "not recorded"
TITLES: Final = {
    Declaration.PLAIN: "Declaration about the exhibits",
    Declaration.FRE_902_13: "Certification under FRE 902(13)",
    Declaration.FRE_902_14: "Certification under FRE 902(14)",
    Declaration.CPR_PD32: "Exhibit sheet under Practice Direction 32",
    Declaration.BSA_63: "Certificate under section 63 BSA 2023",
}


def declared(
    content: Content, *, rows: Rows, sound: Collection[int], now: datetime
) -> Declared | None:
    """The drafts that were chosen, or None. `sound` are exhibits that have their digest still."""
    chosen = [kind for kind in Declaration if kind in rows.choice.declarations]
    if not chosen:
        return None
    cover = content.cover
    kept = sorted(exhibit.kept_at for exhibit in rows.exhibits)
    return Declared(
        drafts=tuple(
            Draft(kind.value, f"draft-{kind.value.replace('_', '-')}", TITLES[kind])
            for kind in chosen
        ),
        ref=cover.ref,
        version=cover.version,
        document=cover.pdf_name,
        made=exact(now),
        compiler=rows.who(rows.compiler.pk),
        first_kept=exact(kept[0]) if kept else NOT_RECORDED,
        last_kept=exact(kept[-1]) if kept else NOT_RECORDED,
        manifest_name=cover.manifest_name,
        manifest=cover.manifest,
        key=cover.key or NOT_RECORDED,
        checkpoint=_checkpoint(content.mark),
        engine=ENGINE,
        devices=_devices(rows),
        files=_files(content, rows=rows, sound=sound),
    )


def _checkpoint(mark: Mark | None) -> str:
    if mark is None:
        return NOT_RECORDED
    told = "; ".join(f"confirmed for {token}" for token in mark.tokens)
    return f"Number {mark.number} of {mark.made}, {told or 'not independently timestamped'}"


def _devices(rows: Rows) -> str:
    """The words browsers sent of themselves, each once, where their person let them be kept."""
    told = dict.fromkeys(
        row.device
        for exhibit in rows.exhibits
        for row in rows.captures.get(exhibit.pk, [])
        if row.device
    )
    return "; ".join(told) or NOT_RECORDED


def _files(content: Content, *, rows: Rows, sound: Collection[int]) -> tuple[DeclaredFile, ...]:
    pages = zip(rows.exhibits, content.exhibits, content.digests, strict=True)
    return tuple(
        _file(exhibit, line, what=page.title, rows=rows, sound=exhibit.number in sound)
        for exhibit, page, line in pages
    )


def _file(exhibit: Exhibit, line: DigestRow, *, what: str, rows: Rows, sound: bool) -> DeclaredFile:
    india = exhibit.kept_at.astimezone(INDIA)
    return DeclaredFile(
        label=line.label,
        anchor=line.anchor,
        what=what,
        file=line.file,
        bytes=line.bytes,
        sha256=line.sha256,
        kept=second(exhibit.kept_at),
        kept_ist=f"{india:%d/%m/%Y, %H:%M:%S}",
        given=rows.who(exhibit.kept_by_id),
        again="the same" if sound else "the sealed file could not be opened",
        knowledge=_knowledge(rows.captures.get(exhibit.pk, [])),
    )


def _knowledge(noted: list[Capture]) -> str:
    """Whose eyes it rests on, as that was said when it was given."""
    said = dict.fromkeys(
        f"Told by {row.told_by}" if row.told_by else str(row.get_knowledge_display())
        for row in noted
        if row.knowledge != Knowledge.UNKNOWN
    )
    return "; ".join(said) or "Not said"
