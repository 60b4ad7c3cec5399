"""Template tags for letters: `{% element "key" %}` and `{% declaration "key" %}` mark a passage."""

from typing import Final

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token

OPEN: Final = "\ue000"
KEY_END: Final = "\ue001"
CLOSE: Final = "\ue002"

register = template.Library()


def mark(kind: str, key: str, text: str) -> str:
    return f"{OPEN}{kind}:{key}{KEY_END}{text}{CLOSE}"


class Passage(template.Node):
    """A stretch of a letter that satisfies one element or makes one declaration."""

    def __init__(self, kind: str, key: FilterExpression, body: NodeList) -> None:
        self.kind = kind
        self.key = key
        self.body = body

    def render(self, context: template.Context) -> str:
        key = str(self.key.resolve(context))
        return mark(self.kind, key, self.body.render(context))


@register.tag
def element(parser: Parser, token: Token) -> Passage:
    return _passage(parser, token, kind="element")


@register.tag
def declaration(parser: Parser, token: Token) -> Passage:
    return _passage(parser, token, kind="declaration")


def _passage(parser: Parser, token: Token, *, kind: str) -> Passage:
    words = token.split_contents()
    if len(words) != 2:
        raise template.TemplateSyntaxError(f"{words[0]} takes one key.")
    body = parser.parse((f"end{kind}",))
    parser.delete_first_token()
    return Passage(kind, parser.compile_filter(words[1]), body)
