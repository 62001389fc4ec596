"""What is the same whenever a template is printed, written into it as it is compiled: its words, and its symbols."""

from collections.abc import Callable, Iterator

from django.utils.html import conditional_escape
from django.utils.safestring import SafeData
from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

OfOneText = Callable[[str], str]
_CALL = ["name", "lparen", "string", "rparen"]
_PRINTED = ["variable_begin", *_CALL, "variable_end"]


def ready_words(**functions: OfOneText) -> type[Extension]:
    """An extension: `{{ _("…") }}` becomes text of the template, `_("…")` within an expression becomes a string.

    A page has a hundred of them, and each would be a call. `functions`: those that give the same for the same text
    as long as the environment lives; for `_` it must belong to one language. Markup is left alone in expressions.
    """

    class ReadyWords(Extension):
        def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
            return _filled(list(stream), functions)

    return ReadyWords


def _filled(tokens: list[Token], functions: dict[str, OfOneText]) -> Iterator[Token]:
    at = 0
    while at < len(tokens):
        made, length = _made(tokens, at, functions)
        yield made
        at += length


def _made(tokens: list[Token], at: int, functions: dict[str, OfOneText]) -> tuple[Token, int]:
    """The token to go on with, and how many it stands for."""
    first = tokens[at]
    if first.type == "variable_begin" and _types(tokens, at, len(_PRINTED)) == _PRINTED:
        name, text = tokens[at + 1].value, tokens[at + 3].value
        if name in functions:
            return Token(first.lineno, "data", str(conditional_escape(functions[name](text)))), len(_PRINTED)
    if first.type == "name" and first.value in functions and _types(tokens, at, len(_CALL)) == _CALL:
        made = functions[first.value](tokens[at + 2].value)
        if not isinstance(made, SafeData):
            return Token(first.lineno, "string", made), len(_CALL)
    return first, 1


def _types(tokens: list[Token], at: int, length: int) -> list[str]:
    return [token.type for token in tokens[at : at + length]]
