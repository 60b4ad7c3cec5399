"""What a dossier says, kept before its pages are laid out, and taken up again after a fault.

From what is kept here, and the sealed files it names, the same documents come out byte for byte
and the bundle is packed; the rows of the case may have changed since.
"""

import io
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from hashlib import sha256
from typing import Final
from uuid import UUID

from pydantic import TypeAdapter

from dossiers.models import Dossier, ImagePolicy
from dossiers.rendering.bundle import Names
from dossiers.rendering.content import Content
from dossiers.rendering.tables import columns_from
from dossiers.services import recording, redacting
from dossiers.services.exhibit_pages import file_name
from dossiers.services.marking import Marked
from dossiers.services.rows import Rows
from evidence.models import Exhibit, SealedFile
from evidence.services import vault

SAID: Final = "said.json"
COVERED: Final = "covered/"
BLURRED: Final = "blurred/"
Row = dict[str, str]


@dataclass(frozen=True, slots=True)
class Drawing:
    """The smaller copy of an exhibit that is shown: its sealed file, digest and bytes."""

    file: UUID
    sha256: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Kept:
    """One exhibit. `native`: its file goes into the bundle; `covered`: the name of the picture
    made anew with its boxes, or empty."""

    exhibit: UUID
    number: int
    file: str
    sound: bool
    native: bool
    drawing: Drawing | None
    covered: str


@dataclass(frozen=True, slots=True)
class Tables:
    """The rows of a bundle's tables; `redactions` is None where it is no redacted set."""

    exhibits: tuple[Row, ...]
    places: tuple[Row, ...]
    letters: tuple[Row, ...]
    redactions: tuple[Row, ...] | None


@dataclass(frozen=True, slots=True)
class Said:
    """All that is kept as text. `seq` is the last row of custody that the checkpoint covers."""

    made: datetime
    stem: str
    content: Content
    manifest: str
    checkpoint: UUID
    seq: int
    columns: dict[str, str]
    originals: bool
    redacted: bool
    exhibits: tuple[Kept, ...]
    tables: Tables


@dataclass(frozen=True, slots=True)
class Frozen:
    """What a dossier says, and the pictures made anew for it, by the number of their exhibit:
    those with covered parts, which lie in the bundle too, and those that were blurred."""

    said: Said
    covered: Mapping[int, bytes] = field(default_factory=dict)
    blurred: Mapping[int, bytes] = field(default_factory=dict)

    @property
    def names(self) -> Names:
        """Of the bundle and its documents."""
        return Names(stem=self.said.stem)

    @property
    def sound(self) -> frozenset[int]:
        """Numbers of exhibits whose file opened and had its digest still."""
        return frozenset(each.number for each in self.said.exhibits if each.sound)

    def weights(self) -> dict[int, int]:
        """Bytes of the picture of each exhibit that shows one, by its number."""
        told = {each.number: each.drawing.bytes for each in self.said.exhibits if each.drawing}
        made = {**self.covered, **self.blurred}
        return told | {number: len(picture) for number, picture in made.items()}

    def to_bytes(self) -> bytes:
        """As it is sealed: a ZIP of the text and the pictures."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bag:
            bag.writestr(SAID, _adapter().dump_json(self.said))
            for folder, made in ((COVERED, self.covered), (BLURRED, self.blurred)):
                for number, picture in made.items():
                    bag.writestr(f"{folder}{number}", picture, zipfile.ZIP_STORED)
        return out.getvalue()

    @classmethod
    def from_bytes(cls, data: bytes) -> "Frozen":
        """The same again."""
        with zipfile.ZipFile(io.BytesIO(data)) as bag:
            return cls(
                said=_adapter().validate_json(bag.read(SAID)),
                covered=_inside(bag, COVERED),
                blurred=_inside(bag, BLURRED),
            )


def _inside(bag: zipfile.ZipFile, folder: str) -> dict[int, bytes]:
    names = [name for name in bag.namelist() if name.startswith(folder)]
    return {int(name.removeprefix(folder)): bag.read(name) for name in names}


@cache
def _adapter() -> TypeAdapter[Said]:
    return TypeAdapter(Said)


def frozen_of(dossier: Dossier) -> Frozen | None:
    """What it says, where that is kept already. Raises storage.Damaged or KeyDestroyed."""
    if dossier.frozen is None:
        return None
    dossier.frozen.case = dossier.case
    return Frozen.from_bytes(vault.read_all(dossier.frozen))


def said_of(
    rows: Rows,
    *,
    content: Content,
    manifest: str,
    names: Names,
    standing: Marked,
    sound: frozenset[int],
    drawings: Mapping[int, Drawing],
    covered: Mapping[int, bytes],
    columns: str,
    now: datetime,
) -> Said:
    """What is to be kept of a dossier that is being made."""
    redactions = (
        tuple(recording.redaction_rows(rows, pictures=covered)) if rows.choice.redacted else None
    )
    return Said(
        made=now,
        stem=names.stem,
        content=content,
        manifest=manifest,
        checkpoint=standing.checkpoint,
        seq=standing.seq,
        columns=columns_from(columns, known=recording.EXHIBIT_FIELDS),
        originals=rows.choice.originals,
        redacted=rows.choice.redacted,
        exhibits=tuple(
            Kept(
                exhibit=exhibit.pk,
                number=exhibit.number,
                file=file_name(exhibit),
                sound=exhibit.number in sound,
                native=_goes_as_it_came(exhibit, rows=rows, sound=sound),
                drawing=drawings.get(exhibit.number),
                covered=_covered(exhibit, covered),
            )
            for exhibit in rows.exhibits
        ),
        tables=Tables(
            exhibits=tuple(recording.exhibit_rows(rows)),
            places=tuple(recording.place_rows(rows)),
            letters=tuple(recording.letter_rows(rows)),
            redactions=redactions,
        ),
    )


def drawing_of(file: SealedFile) -> Drawing:
    """The smaller copy, opened once. Raises storage.Damaged, KeyDestroyed or OSError."""
    digest, held = sha256(), 0
    for piece in vault.stream(file):
        digest.update(piece)
        held += len(piece)
    return Drawing(file=file.pk, sha256=digest.hexdigest(), bytes=held)


def pictures(
    frozen: Frozen, content: Content, *, files: Mapping[UUID, SealedFile]
) -> Iterator[tuple[int, bytes]]:
    """The bytes of each picture that a volume shows, by its exhibit's number."""
    drawings = {each.number: each.drawing for each in frozen.said.exhibits}
    for page in content.exhibits:
        if page.picture is None:
            continue
        number = page.picture.number
        drawing = drawings.get(number)
        made = frozen.blurred.get(number) or frozen.covered.get(number)
        if made is not None:
            yield number, made
        elif drawing is not None:
            yield number, vault.read_all(files[drawing.file])


def _goes_as_it_came(exhibit: Exhibit, *, rows: Rows, sound: frozenset[int]) -> bool:
    """Whether the file itself lies in the bundle: chosen, sound, nothing of it held back."""
    chosen = rows.choice.originals and exhibit.number in sound
    shown = rows.choice.exceptions.get(exhibit.number, ImagePolicy.FULL)
    return chosen and shown == ImagePolicy.FULL and not rows.redactions.get(exhibit.pk)


def _covered(exhibit: Exhibit, covered: Mapping[int, bytes]) -> str:
    picture = covered.get(exhibit.number)
    return redacting.file_of(exhibit.label, picture) if picture else ""
