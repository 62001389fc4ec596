"""What a template says in its own words is written into it once a language; what it computes is not."""

import pytest
from django.forms.renderers import get_default_renderer
from django.utils.safestring import SafeString
from django.utils.translation import override
from jinja2 import Environment

from cancellations.forms.ready_words import ready_words


class Calls:
    """Two functions as the templates have them, and how often they were asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def words(self, text: str) -> str:
        self.asked.append(text)
        return text.upper()

    def symbol(self, name: str) -> SafeString:
        self.asked.append(name)
        return SafeString(f"<svg id='{name}'/>")

    def environment(self) -> Environment:
        environment = Environment(autoescape=True, extensions=[ready_words(_=self.words, icon=self.symbol)])
        environment.globals.update(_=self.words, icon=self.symbol)
        return environment


@pytest.mark.parametrize(
    ("source", "printed"),
    [
        ('<p>{{ _("done") }}</p>', "<p>DONE</p>"),
        ('{{ _("a < b & c") }}', "A &lt; B &amp; C"),
        ("{{ _('it is \"so\"') }}", "IT IS &quot;SO&quot;"),
        ('{{ icon("sim") }}', "<svg id='sim'/>"),
        ('{% if named %}{{ _("yes") }}{% else %}{{ _("no") }}{% endif %}', "NO"),
        ('{{ _("yes") if named else _("no") }}', "NO"),
        ('{{ icon("sim") if named else icon("lock") }}', "<svg id='lock'/>"),
        ("{{ _(word) }}{{ icon(word) }}", "KEY<svg id='key'/>"),
        ('{{ _("a" "b") }}', "AB"),
        ('{{ other("x") }}', "x!"),
        ('{% raw %}{{ _("raw") }}{% endraw %}', '{{ _("raw") }}'),
        ('{# {{ _("said nowhere") }} #}', ""),
        ('{{ _("") }}.', "."),
    ],
)
def test_the_same_is_printed_as_without(source: str, printed: str) -> None:
    template = Calls().environment().from_string(source)
    assert template.render(word="key", other=lambda text: f"{text}!") == printed


def test_what_stands_in_the_template_is_asked_once() -> None:
    calls = Calls()
    template = calls.environment().from_string('{{ icon("sim") }}{{ _("done") }}{{ _("x") if word else "" }}')
    for word in (1, 2):
        template.render(word=word)
    assert calls.asked == ["sim", "done", "x"]


def test_placeholders_are_filled_and_escaped_at_each_rendering() -> None:
    environment = Environment(autoescape=True, extensions=[ready_words(_=lambda text: f"«{text}»")])
    template = environment.from_string('{{ _("%(name)s is here") % {"name": name} }}')
    assert template.render(name="<Li>") == "«&lt;Li&gt; is here»"
    assert template.render(name="Anna") == "«Anna is here»"


def test_each_language_has_templates_of_its_own() -> None:
    printed = []
    for language in ("en", "zh-hans", "ru", "en"):
        with override(language):
            printed.append(get_default_renderer().render("requests/days.jinja", {"days": []}))
    assert len(set(printed)) == 3
    assert printed[0] == printed[-1]
