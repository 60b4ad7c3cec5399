"""The fonts of one document, as WeasyPrint takes them: Latin, and what its text needs besides."""

import re
from typing import Any, Final

from weasyprint import CSS
from weasyprint.text.ffi import fontconfig
from weasyprint.text.fonts import FontConfiguration

from evidence.rendering.faces import EMOJI, FOLDER, Face, needed

TONGUES: Final = re.compile(r'\blang="([A-Za-z-]+)"')
RULES: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<match target="pattern"><edit name="color" mode="assign"><bool>false</bool></edit></match>
<match target="pattern"><test name="family"><string>emoji</string></test>
<edit name="family" mode="assign_replace" binding="strong"><string>{emoji}</string></edit></match>
{generic}</fontconfig>"""
GENERIC: Final = """<match target="pattern"><test name="family"><string>sans-serif</string></test>
<edit name="family" mode="prepend_first" binding="strong">{families}</edit></match>"""


class RulesRefused(RuntimeError):
    """The font library does not take our rules."""


class Lettering(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """The fonts that a document needs.

    Pango looks for emoji in the system's font for them, which may be a coloured one that no
    PDF/A may hold; pictures (SVG) ask for `sans-serif`. Both are led to our own fonts here.
    """

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.faces = needed(set(markup), TONGUES.findall(markup))
        families = [family for face in self.faces for family in face.families]
        named = "".join(f"<string>{family}</string>" for family in families)
        rules = RULES.format(
            emoji=EMOJI.families[0], generic=GENERIC.format(families=named) if named else ""
        )
        if not fontconfig.FcConfigParseAndLoadFromMemory(self._config, rules.encode(), True):
            raise RulesRefused(rules)

    def sheet(self, *, home: str, fetcher: Any) -> CSS:
        """A style sheet that names the faces: `--more` for any text, and one for each language.

        `home` is the address of the static files.
        """
        return CSS(
            string="".join(self._style()), base_url=home, font_config=self, url_fetcher=fetcher
        )

    def _style(self) -> list[str]:
        if not self.faces:
            return []
        sources = [
            f'@font-face {{ font-family: "{family}"; src: url("{FOLDER}{file}"); }}\n'
            for face in self.faces
            for family, file in face.files
        ]
        tongues = [
            f"bdi:lang({face.tongue}) {{ font-family: {_families([face])}, var(--sans); }}\n"
            for face in self.faces
            if face.tongue
        ]
        return [*sources, f":root {{ --more: {_families(self.faces)}; }}\n", *tongues]


def _families(faces: tuple[Face, ...] | list[Face]) -> str:
    return ", ".join(f'"{family}"' for face in faces for family in face.families)
