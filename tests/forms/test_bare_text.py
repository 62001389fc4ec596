"""What templates print is escaped as Jinja's own would be, without an object for each value."""

import pytest
from django.utils.functional import lazystr
from django.utils.safestring import SafeString
from hypothesis import given
from hypothesis import strategies as st
from jinja2 import Environment, Undefined
from markupsafe import Markup, escape

from cancellations.forms.bare_text import BareTextEnvironment, bare


class Marked:
    """What says of itself that it is markup, as forms and widgets do."""

    def __html__(self) -> str:
        return "<i>so</i>"

    def __repr__(self) -> str:
        return "Marked()"


class Named(str):
    """Text of a class of its own, as choices are."""


VALUES = ["<b>", 'O\'Neill & "Co"', 7, None, "", "欧阳", Markup("<b>"), SafeString("<b>"), Marked(), Named("<b>")]
SOURCES = [
    "<p>{{ value }}</p>",
    '{% macro twice(x) %}<b title="{{ x }}">{{ x }}</b>{% endmacro %}{{ twice(value) }}{{ twice(twice(value)) }}',
    "{% set kept %}<u>{{ value }}</u>{% endset %}{{ kept }}{{ kept ~ value }}",
    "{% for one in [value, '<'] %}{{ one }}{{ loop.index }}{% endfor %}",
    "{{ value|safe }}{{ value|upper }}{{ value|e }}",
    "{% autoescape false %}{{ value }}{% endautoescape %}{{ value }}",
    "{{ '<' if value else value }}{{ missing }}",
]


def plain(printed: str) -> str:
    return printed.replace("&#x27;", "&#39;").replace("&quot;", "&#34;")


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize("value", VALUES, ids=repr)
def test_the_same_is_printed_as_by_jinja(source: str, value: object) -> None:
    """But for the two quotes, which have several spellings."""
    ours, theirs = (kind(autoescape=True).from_string(source) for kind in (BareTextEnvironment, Environment))
    assert plain(ours.render(value=value)) == plain(theirs.render(value=value))


@given(st.text())
def test_text_is_escaped_and_bare(text: str) -> None:
    assert plain(bare(text)) == str(escape(text))
    assert type(bare(text)) is str


@pytest.mark.parametrize(("value", "printed"), [(lazystr("<"), "&lt;"), (Undefined(), ""), (1.5, "1.5")])
def test_what_is_no_text_is_made_to_one_first(value: object, printed: str) -> None:
    assert bare(value) == printed
