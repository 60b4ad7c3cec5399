"""Texts made to break a page: all categories of Unicode, markup, style, templates, long ones."""

import random
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

SEED: Final = 20261126
LONG: Final = 4_000
MARKUP: Final = (
    "<b>bold</b><script>go()</script>", "</td></table><img src='https://elsewhere.example/x.png'>",
    "<a href='https://elsewhere.example/'>here</a>", "<style>@import url(//e.example/a);</style>",
    "<link rel=attachment href=file:///etc/passwd>", "<link rel=stylesheet href=//e.example/a.css>",
    "<svg onload=go()><image href='file:///etc/passwd'/></svg>", "<!-- never closed", "-->", "]]>",
    "<![CDATA[", "<?php go() ?>", "<object data=data:text/html,x>", "<iframe srcdoc='<p>x'>",
    '" onclick="go()" x="', "' style='display:none", "><input type=text name=x>", "</body></html>",
    "<bdi dir=rtl lang=he class=lines>\u05d0",
    "<meta http-equiv=refresh content='0;url=//e.example'>",
    "&lt;script&gt;&#60;b&#62;&amp;&quot;&nbsp;", "&#x0;&#xD800;&#1114112;&unknown;",
    "<base href=//e.example>",
)  # fmt: skip
STYLE: Final = (
    "url(file:///etc/passwd)", "url('picture:1')", "} * { display: none } @page { size: 1mm }",
    "@import 'https://e.example/a.css';", "expression(go())", "\\27 \\3c b\\3e", "/* never closed",
    "content: url(https://e.example/x)", "@font-face { src: url(//e.example/f) }", "var(--more)",
    "attr(href) string-set: part content()", "-weasy-link: url(x)", "running(x) element(y)",
)  # fmt: skip
TEMPLATES: Final = (
    "{{ d }}", "{% include 'dossier/cover.html' %}", "{% debug %}", "{{ settings.SECRET_KEY }}",
    "{# never closed", "${7*7}", "#{7*7}", "<%= 7*7 %>", "{% load tongues %}{{ x|told }}", "%s%n%x",
    "#read('/etc/passwd') $x$ <l>", "\\input{/etc/passwd}", "{0.__class__}", "`id`", "$(id)",
)  # fmt: skip
CONTROLS: Final = (
    "\u202egnp.exe\u202c", "\u2066\u2067\u2068\u2069", "\u200e\u200f\u061c",
    "\x00\x01\x1b[31m\x7f\x9b",
    "\ud800", "\udfff\ud800", "\udbff\udfff", "\ufeff\ufffe\uffff", "\u2028\u2029\x85\x0b\x0c",
    "\u00ad\u200b",
    "\u200d\u200d\u200c\ufe0f", "\U000e0001\U000e0041\U000e007f", "a\u0300\u0489" * 40,
    "\u0e33\u0e31\u0e34" * 20,
    "\u0644\u0627\u0651\u064b" * 30, "\u0915\u094d" * 60, "\U0001f468\u200d" * 30, "\r\n\r\t\n\n",
)  # fmt: skip
WORDS: Final = (
    "Wren", "3 places", "\u0645\u062d\u0645\u062f", "\u05e9\u05dc\u05d5\u05dd", "\u5199\u771f",
    "\u0915\u094d\u0937", "\u0e19\u0e49\u0e33", "\U0001f469\u200d\U0001f4bb", "x" * 300,
    "https://place.example/" + "a1b2" * 60,
)  # fmt: skip


def hostile(number: int) -> Iterator[str]:
    """So many different texts, the same ones every time."""
    chance = random.Random(SEED)
    seen: set[str] = set()
    for fixed in (*MARKUP, *STYLE, *TEMPLATES, *CONTROLS):
        seen.add(fixed)
        yield fixed
    while len(seen) < number:
        text = _mixed(chance)
        if text not in seen:
            seen.add(text)
            yield text


def _mixed(chance: random.Random) -> str:
    whole = "".join(_part(chance) for _ in range(chance.randint(1, 5)))
    return whole * (LONG // len(whole)) if whole and chance.random() < 0.005 else whole


def _part(chance: random.Random) -> str:
    if chance.random() < 0.5:
        signs = by_category()[chance.choice(sorted(by_category()))]
        return "".join(chance.choices(signs, k=chance.randint(1, 12)))
    return chance.choice(chance.choice((MARKUP, STYLE, TEMPLATES, CONTROLS, WORDS)))


@lru_cache(maxsize=1)
def by_category() -> dict[str, list[str]]:
    """The signs of each of the thirty categories of Unicode."""
    found: dict[str, list[str]] = defaultdict(list)
    for point in range(sys.maxunicode + 1):
        found[unicodedata.category(chr(point))].append(chr(point))
    return found
