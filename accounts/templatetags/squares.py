"""The square picture of a two-step key, drawn in the page itself."""

import re

from django import template

register = template.Library()

_PATH = re.compile(r'\sd="([MLHVZmlhvz0-9., -]+)"')
_BOX = re.compile(r'viewBox="([0-9. ]+)"')


@register.filter
def square_path(svg: str) -> str:
    """The path of a one-path SVG text: letters, digits, dots and blanks only; empty if none."""
    found = _PATH.search(svg)
    return found.group(1) if found else ""


@register.filter
def square_box(svg: str) -> str:
    """The view box of an SVG text; empty if none."""
    found = _BOX.search(svg)
    return found.group(1) if found else ""
