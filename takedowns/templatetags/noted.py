"""Looks things up by a key that the page itself walks over."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def of(table: Mapping[object, object], key: object) -> object:
    """`{{ beside|of:route.key }}`: the value for the key, or nothing."""
    return table.get(key) if table else None
