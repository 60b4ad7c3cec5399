"""Which script a text is in, which way it runs, and its language where the signs give it away.

A line that runs to the left for the most part is one piece. In any other line each stretch of
another script is a piece of its own, so that a number after an Arabic name stays after it.
The language is told only where its letters belong to no other; else it is `und`, undetermined,
with the script (BCP 47).
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

ARABIC: Final = "\u0600-\u06ff\u0750-\u077f\u0870-\u08ff\ufb50-\ufdff\ufe70-\ufefc"
HEBREW: Final = "\u0590-\u05ff\ufb1d-\ufb4f"
DEVANAGARI: Final = "\u0900-\u0963\u0966-\u097f\ua8e0-\ua8ff"
TAMIL: Final = "\u0b80-\u0bff"
THAI: Final = "\u0e00-\u0e7f"
KANA: Final = "\u3041-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL: Final = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
BOPOMOFO: Final = "\u3105-\u312f\u31a0-\u31bf"
HAN: Final = (
    "\u2e80-\u2fdf\u3005-\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)

SCRIPTS: Final = {
    "rtl": ARABIC + HEBREW,
    "deva": DEVANAGARI,
    "taml": TAMIL,
    "thai": THAI,
    "cjk": KANA + HANGUL + BOPOMOFO + HAN,
}
FOREIGN: Final = re.compile(f"[{''.join(SCRIPTS.values())}]")
SHAPED: Final = re.compile(f"[{ARABIC}{HEBREW}{DEVANAGARI}{TAMIL}{THAI}\u200c\u200d\ufe0f]")
"""What is not the same drawn sign by sign, one beside the other."""
STRETCH: Final = re.compile(
    "|".join(rf"(?P<{name}>[{signs}](?:[\W\d_]*[{signs}])*)" for name, signs in SCRIPTS.items())
)
"""From the first sign of a script to its last, with what is no letter of another between them."""
ADDRESS: Final = re.compile(r"\b(?:https?://|www\.)\S+|[^\s@]{1,64}@\S+")

URDU: Final = re.compile("[ٹڈڑںےۓھۂ]")
PERSIAN: Final = re.compile("[پچژگکی]")
ONLY_ARABIC: Final = re.compile("[ةيىكإأ]")
OTHERS: Final = re.compile("[ڤەڕڵێۆۇۈېټځڅډړږښڼۀګڭڪڳڱڄڃٺٽڀٻڇڊڌڍۋ]")
"""Letters of Kurdish, Pashto, Sindhi, Uighur and others that also use those of Persian."""
BIDI_LEFT: Final = frozenset({"R", "AL"})


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a line. `lang` is empty for what is in the language of the page."""

    text: str
    lang: str = ""
    leftwards: bool = False


def pieces(line: str) -> tuple[Piece, ...]:
    """The line, cut where the script changes. Joined, the pieces are the line."""
    if not FOREIGN.search(line):
        return (Piece(line),)
    if leftwards(line):
        return (Piece(line, _of_right_to_left(line), leftwards=True),)
    return tuple(_cut(line))


def leftwards(line: str) -> bool:
    """Whether most letters of the line run from right to left; addresses do not count."""
    words = ADDRESS.sub("", line)
    right = sum(unicodedata.bidirectional(sign) in BIDI_LEFT for sign in words)
    return right > 0 and right >= sum(unicodedata.bidirectional(sign) == "L" for sign in words)


def _cut(line: str) -> Iterator[Piece]:
    at = 0
    for found in STRETCH.finditer(line):
        if found.start() > at:
            yield Piece(line[at : found.start()])
        text, script = found[0], str(found.lastgroup)
        yield Piece(text, language(text, script), leftwards=script == "rtl")
        at = found.end()
    if at < len(line):
        yield Piece(line[at:])


def language(text: str, script: str) -> str:
    """The language tag of a text in one script."""
    known = {"deva": "und-Deva", "taml": "ta", "thai": "th"}
    if script == "rtl":
        return _of_right_to_left(text)
    return known[script] if script in known else _of_east_asia(text)


def _of_right_to_left(text: str) -> str:
    if not re.search(f"[{ARABIC}]", text):
        return "he"
    if re.search(f"[{HEBREW}]", text):
        return "und"
    if OTHERS.search(text):
        return "und-Arab"
    if URDU.search(text):
        return "ur"
    persian, arabic = PERSIAN.search(text), ONLY_ARABIC.search(text)
    if bool(persian) == bool(arabic):
        return "und-Arab"
    return "fa" if persian else "ar"


def _of_east_asia(text: str) -> str:
    if re.search(f"[{KANA}]", text):
        return "ja"
    if re.search(f"[{HANGUL}]", text):
        return "ko"
    if re.search(f"[{BOPOMOFO}]", text):
        return "zh-Hant"
    return _of_han(text)


def _of_han(text: str) -> str:
    """By the signs that only one of the two ways of writing Chinese has.

    The national sets tell them apart: GB 2312 of the simplified, Big5 of the traditional one.
    """
    simple = sum(_in(sign, "gb2312") and not _in(sign, "big5") for sign in text)
    full = sum(_in(sign, "big5") and not _in(sign, "gb2312") for sign in text)
    if simple == full:
        return "und-Hani"
    return "zh-Hans" if simple > full else "zh-Hant"


def _in(sign: str, charset: str) -> bool:
    try:
        sign.encode(charset)
    except UnicodeEncodeError:
        return False
    return True
