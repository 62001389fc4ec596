"""Django's url, static and translate tags, which remember what they gave for words that stand in the template.

The frame of every page has eighty of them; looked up anew each time, they cost as much as the page's queries.
They are written as ever, and whatever takes variables, arguments or `as` is left to Django.
"""

from functools import lru_cache
from typing import Any

from django import template
from django.template import Context, Node
from django.template.base import FilterExpression, NodeList, Parser, Token, Variable
from django.template.defaulttags import url as django_url
from django.templatetags.i18n import do_translate
from django.templatetags.static import StaticNode
from django.urls import reverse
from django.utils.translation import get_language

register = template.Library()


@lru_cache(maxsize=64)
def address(name: str) -> str:
    """The address of a page without arguments; reverse() searches for it every time."""
    return reverse(name)


class KeptNode(Node):
    """The text of other nodes, made once a language: for nodes that depend on nothing else."""

    child_nodelists = ()

    def __init__(self, node: Node | NodeList) -> None:
        self.node = node
        self.known: dict[str | None, Any] = {}

    def render(self, context: Context) -> Any:
        language = get_language()
        if language not in self.known:
            self.known[language] = self.node.render(context)
        return self.known[language]


@register.tag
def kept(parser: Parser, token: Token) -> Node:
    """{% kept %} … {% endkept %}: a part of the page that is the same for everybody who reads this language."""
    inside = parser.parse(("endkept",))
    parser.delete_first_token()
    return KeptNode(inside)


@register.tag
def url(parser: Parser, token: Token) -> Node:
    node: Any = django_url(parser, token)
    stands_alone = not (node.args or node.kwargs or node.asvar) and _is_literal(node.view_name)
    return KeptNode(node) if stands_alone else node


@register.tag
def static(parser: Parser, token: Token) -> Node:
    node: Any = StaticNode.handle_token(parser, token)
    return node if node.varname or not _is_literal(node.path) else KeptNode(node)


@register.tag("trans")
@register.tag("translate")
def translate(parser: Parser, token: Token) -> Node:
    node: Any = do_translate(parser, token)
    stands_alone = not node.asvar and _is_literal(node.filter_expression)
    if node.message_context is not None:
        stands_alone = stands_alone and _is_literal(node.message_context)
    return KeptNode(node) if stands_alone else node


def _is_literal(expression: FilterExpression) -> bool:
    """Whether the expression is words in quotes, without filters."""
    var: Any = expression.var
    quoted = var.literal is not None if isinstance(var, Variable) else isinstance(var, str)
    return quoted and not expression.filters
