"""All sightings of a photograph, made once and kept in the cache."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Final

from bench.recognition import edits, pages, words
from bench.recognition.edits import EDITS, Family, edited
from bench.recognition.pages import Studio
from bench.recognition.photographs import Photograph, cache, opened

KINDS: Final[Sequence[tuple[str, Family]]] = (
    *((edit.name, edit.family) for edit in EDITS),
    *pages.names(),
)


def files_of(photograph: Photograph) -> Iterator[tuple[str, Path]]:
    """Yield the kind of every sighting of a photograph, and the file it is kept in."""
    for number, (kind, _) in enumerate(KINDS):
        yield kind, _folder() / f"{photograph.name}-{number:02}.jpg"


def make(
    photograph: Photograph, *, other: Photograph, fillers: Sequence[Photograph], studio: Studio
) -> None:
    """Make what is not in the cache of the sightings of a photograph."""
    files = dict(files_of(photograph))
    if all(file.exists() for file in files.values()):
        return
    _folder().mkdir(parents=True, exist_ok=True)
    photo, beside = opened(photograph.file), opened(other.file)
    name = photograph.name
    made = {edit.name: edited(photo, edit, name=name, other=beside) for edit in EDITS}
    made |= studio.shots(photo, name=name, fillers=[opened(each.file) for each in fillers])
    for kind, content in made.items():
        part = files[kind].with_suffix(".part")
        part.write_bytes(content)
        part.replace(files[kind])


@lru_cache(maxsize=1)
def _folder() -> Path:
    """The folder for sightings made the way they are made now."""
    digest = hashlib.sha256()
    sources = [Path(str(module.__file__)) for module in (edits, pages, words)]
    for source in (*sources, *sorted(pages.FOLDER.glob("*.html"))):
        digest.update(source.read_bytes())
    return cache() / f"sightings-{digest.hexdigest()[:12]}"
