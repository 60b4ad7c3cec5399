"""Which characters go on paper: those a bundled font has. Any other is shown as `[U+202E]`.

A sign that cannot be seen is named too, but for the few that writing needs where it needs them:
the joiners within a word of Arabic or Indian letters and within an emoji, and the sign after an
emoji that chooses its form.
"""

import unicodedata
from collections.abc import Callable
from typing import Final

from evidence.rendering.faces import EMOJI, drawable, has

NOT_SHOWN: Final = frozenset({"Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"})
NON_JOINER: Final = "\u200c"
JOINER: Final = "\u200d"
FORMS: Final = frozenset(map(chr, range(0xFE00, 0xFE10)))
TEXT_OR_PICTURE: Final = frozenset("\ufe0e\ufe0f")
KEYS: Final = frozenset("0123456789#*")
JOINED: Final = ((0x0620, 0x06FF), (0x0750, 0x077F), (0x08A0, 0x08FF), (0x0900, 0x0DFF))
"""Arabic, and the scripts of India, whose letters change their shape beside one another."""

Seen = Callable[[str], bool]


def cleaned(text: str, *, can: Seen = drawable) -> str:
    """The text with line breaks kept, tabs as spaces, and what cannot be drawn named.

    Characters side by side that cannot be drawn share one pair of brackets. `can` says which
    signs the fonts at hand have.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    if plain.isascii() and plain.replace("\n", "").isprintable():
        return plain
    parts: list[str] = []
    unknown: list[str] = []
    for at, sign in enumerate(plain):
        if sign == "\n" or _shown(plain, at, can=can):
            parts += [_named(unknown), sign]
            unknown.clear()
        else:
            unknown.append(f"U+{ord(sign):04X}")
    return "".join([*parts, _named(unknown)])


def _shown(text: str, at: int, *, can: Seen) -> bool:
    sign = text[at]
    if sign in (JOINER, NON_JOINER) or sign in FORMS:
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        return can(JOINER) and _wanted(sign, before, after)
    return can(sign) and unicodedata.category(sign) not in NOT_SHOWN


def _wanted(sign: str, before: str, after: str) -> bool:
    """Whether a sign that cannot be seen belongs between its two neighbours."""
    if sign in FORMS:
        return sign in TEXT_OR_PICTURE and (_is_emoji(before) or before in KEYS)
    if _is_joined(before):
        return _is_joined(after) or (sign == JOINER and ord(before) >= 0x0900)
    return sign == JOINER and (_is_emoji(before) or before in TEXT_OR_PICTURE) and _is_emoji(after)


def _is_emoji(sign: str) -> bool:
    return bool(sign) and not sign.isascii() and not sign.isspace() and has(EMOJI, sign)


def _is_joined(sign: str) -> bool:
    return bool(sign) and any(first <= ord(sign) <= last for first, last in JOINED)


def _named(unknown: list[str]) -> str:
    return f"[{' '.join(unknown)}]" if unknown else ""
