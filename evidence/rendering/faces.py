"""The fonts for paper: which signs each has, and which of them a document needs.

Latin is always there. A face is one or two files that are named in the style sheet of a document
only if it holds a sign of theirs, so that no other document pays for them.
"""

from collections.abc import Iterable, Set
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import Final

from django.contrib.staticfiles import finders
from fontTools.ttLib import TTFont  # type: ignore[import-untyped]  # it ships no types

FOLDER: Final = "vendor/fonts/"
LATIN: Final = ("atkinson-latin-normal.woff2", "source-serif-latin-normal.woff2")
"""What `paper.css` names for every document."""


class FontMissing(RuntimeError):
    """A bundled font is not where the static files are."""


@dataclass(frozen=True, slots=True)
class Face:
    """Files by the family they are named with. `tongue` is the language it is drawn for."""

    files: tuple[tuple[str, str], ...]
    tongue: str = ""

    @property
    def families(self) -> tuple[str, ...]:
        return tuple(family for family, _ in self.files)


def _face(family: str, file: str, tongue: str = "") -> Face:
    return Face(((family, file),), tongue)


FACES: Final = (
    Face((
        ("Atkinson Hyperlegible Next Ext", "atkinson-latin-ext-normal.woff2"),
        ("Source Serif 4 Ext", "source-serif-latin-ext-normal.woff2"),
    )),
    _face("Source Serif 4 Vietnamese", "source-serif-vietnamese-normal.woff2"),
    _face("Source Serif 4 Cyrillic", "source-serif-cyrillic-normal.woff2"),
    _face("Source Serif 4 Cyrillic Ext", "source-serif-cyrillic-ext-normal.woff2"),
    _face("Source Serif 4 Greek", "source-serif-greek-normal.woff2"),
    _face("Amiri", "amiri.woff"),
    _face("Noto Sans Hebrew", "noto-sans-hebrew.woff"),
    _face("Noto Sans Devanagari", "noto-sans-devanagari.woff"),
    _face("Noto Sans Tamil", "noto-sans-tamil.woff"),
    _face("Noto Sans Thai", "noto-sans-thai.woff"),
    _face("Noto Sans SC", "noto-sans-sc.woff", "zh-Hans"),
    _face("Noto Sans TC", "noto-sans-tc.woff", "zh-Hant"),
    _face("Noto Sans JP", "noto-sans-jp.woff", "ja"),
    _face("Noto Sans KR", "noto-sans-kr.woff", "ko"),
    _face("Noto Sans SC Rare", "noto-sans-sc-rare.woff"),
    _face("Noto Sans JP Rare", "noto-sans-jp-rare.woff"),
    _face("Noto Emoji", "noto-emoji.woff"),
    _face("Noto Sans Math", "noto-sans-math.woff"),
    _face("Noto Sans Symbols 2", "noto-sans-symbols-2.woff"),
)  # fmt: skip
EMOJI: Final = next(face for face in FACES if "Noto Emoji" in face.families)


def place_of(file: str) -> str:
    """Where a bundled font lies on this machine."""
    found = finders.find(f"{FOLDER}{file}")
    if not isinstance(found, str):
        raise FontMissing(file)
    return found


@lru_cache(maxsize=64)
def signs_of(file: str) -> frozenset[str]:
    """Every sign that one file can draw."""
    with TTFont(place_of(file), lazy=True) as font:
        return frozenset(map(chr, font.getBestCmap()))


@lru_cache(maxsize=1)
def latin() -> frozenset[str]:
    """Every sign that needs no face."""
    return frozenset().union(*map(signs_of, LATIN))


def has(face: Face, sign: str) -> bool:
    """Whether a face can draw a sign."""
    return any(sign in signs_of(file) for _, file in face.files)


@lru_cache(maxsize=8192)
def drawable(sign: str) -> bool:
    """Whether any bundled font can draw a sign. The fonts are read in their order until one can."""
    return sign in latin() or any(has(face, sign) for face in FACES)


def needed(signs: Set[str], tongues: Iterable[str] = ()) -> tuple[Face, ...]:
    """The faces for these signs, in the order they are to be asked in.

    Those of the languages that the text is marked with come first: the same Han sign is drawn
    otherwise in China, Taiwan and Japan.
    """
    asked = set(signs) - latin()
    left, named = set(asked), set(tongues)
    wanted: list[Face] = []
    for face in sorted(FACES, key=lambda each: each.tongue not in named):
        sought = asked if face.tongue in named else left
        taken = {sign for sign in sought if has(face, sign)}
        if taken:
            wanted.append(face)
            left -= taken
    return tuple(wanted)


@lru_cache(maxsize=32)
def unpacked(file: str) -> bytes:
    """A bundled font as the plain file that WeasyPrint would unpack it to for every document."""
    out = BytesIO()
    with TTFont(place_of(file), recalcTimestamp=False, recalcBBoxes=False) as font:
        font.flavor = font.flavorData = None
        font.save(out)
    return out.getvalue()
