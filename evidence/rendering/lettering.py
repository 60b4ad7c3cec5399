"""The fonts of one document, as WeasyPrint takes them: Latin, and what its text needs besides."""

import re
from typing import Any, Final

from weasyprint import CSS
from weasyprint.text.ffi import ffi, fontconfig, gobject, pangoft2
from weasyprint.text.fonts import FontConfiguration

from evidence.rendering.faces import EMOJI, FOLDER, Face, needed

TONGUES: Final = re.compile(r'\blang="([A-Za-z-]+)"')
RULES: Final = """<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">
<fontconfig>
<match target="pattern"><test name="family"><string>emoji</string></test>
<edit name="family" mode="assign_replace" binding="strong"><string>{emoji}</string></edit></match>
<match target="font"><test name="weight" compare="less_eq"><const>medium</const></test>
<test target="pattern" name="weight" compare="more_eq"><const>bold</const></test>
<edit name="embolden" mode="assign"><bool>true</bool></edit>
<edit name="weight" mode="assign"><const>bold</const></edit></match>
{generic}</fontconfig>"""
GENERIC: Final = """<match target="pattern"><test name="family"><string>sans-serif</string></test>
<edit name="family" mode="prepend_first" binding="strong">{families}</edit></match>"""

ffi.cdef("FcConfig * FcConfigCreate(void);")


class RulesRefused(RuntimeError):
    """The font library does not take our rules."""


class Lettering(FontConfiguration):  # type: ignore[misc]  # WeasyPrint has no types
    """The fonts that a document needs, and none of the system's.

    So a document looks the same whatever is installed. Pango asks for `emoji` by that name, which
    elsewhere is a coloured font, and pictures (SVG) ask for `sans-serif`: both are led to our own.
    A face that has no bold is made heavier, as the system's rules would.
    """

    def __init__(self, markup: str) -> None:
        self.faces = needed(set(markup), TONGUES.findall(markup))
        self._config = fontconfig.FcConfigCreate()
        self._read(_rules(self.faces))
        self.font_map = ffi.gc(pangoft2.pango_ft2_font_map_new(), gobject.g_object_unref)
        map_of_files = ffi.cast("PangoFcFontMap *", self.font_map)
        pangoft2.pango_fc_font_map_set_config(map_of_files, self._config)
        fontconfig.FcConfigDestroy(self._config)  # the map keeps it
        self._folder = None
        self.strut_layouts: dict[Any, Any] = {}
        self.font_features: dict[Any, Any] = {}

    def _read(self, rules: str) -> None:
        if not fontconfig.FcConfigParseAndLoadFromMemory(self._config, rules.encode(), True):
            raise RulesRefused(rules)

    def sheet(self, *, home: str, fetcher: Any) -> CSS:
        """A style sheet that names the faces: `--more` for any text, and one for each language.

        `home` is the address of the static files.
        """
        return CSS(string=self.css(), base_url=home, font_config=self, url_fetcher=fetcher)

    def css(self) -> str:
        """The text of that sheet."""
        return "".join(self._style())

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


def _rules(faces: tuple[Face, ...]) -> str:
    named = "".join(f"<string>{family}</string>" for face in faces for family in face.families)
    generic = GENERIC.format(families=named) if named else ""
    return RULES.format(emoji=EMOJI.families[0], generic=generic)


def _families(faces: tuple[Face, ...] | list[Face]) -> str:
    return ", ".join(f'"{family}"' for face in faces for family in face.families)
