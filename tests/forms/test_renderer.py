"""How forms look: every kind of field, tied to its label, help and error."""

import re
from html import unescape

import pytest
from django import forms

from tests.hostile import Hostile, hostile_params

CHOICES = [("a", "First"), ("b", "Second")]


class Everything(forms.Form):
    line = forms.CharField(label="A line", help_text="Some help")
    mail = forms.EmailField()
    number = forms.IntegerField(required=False)
    secret = forms.CharField(widget=forms.PasswordInput)
    text = forms.CharField(widget=forms.Textarea, required=False)
    pick = forms.ChoiceField(choices=CHOICES)
    day = forms.DateField(widget=forms.DateInput(format="%Y-%m-%d"))
    radio = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect)
    chips = forms.ChoiceField(choices=CHOICES, widget=forms.RadioSelect(attrs={"class": "chips"}))
    several = forms.MultipleChoiceField(choices=CHOICES, widget=forms.CheckboxSelectMultiple)
    tick = forms.BooleanField(label="Agreed")
    key = forms.CharField(widget=forms.HiddenInput, initial="k")


def field(name: str, data: dict[str, str] | None = None) -> str:
    return str(Everything(data)[name].as_field_group())


@pytest.mark.parametrize("name", ["line", "mail", "number", "secret", "text", "pick", "day", "tick"])
def test_the_label_belongs_to_the_input(name: str) -> None:
    html = field(name)
    assert f'for="id_{name}"' in html
    assert re.search(rf'<(input|select|textarea)[^>]* id="id_{name}"', html)


@pytest.mark.parametrize(("name", "css"), [("radio", "choices"), ("chips", "chips"), ("several", "choices")])
def test_a_group_has_a_legend_and_each_choice_a_label(name: str, css: str) -> None:
    html = field(name)
    assert html.startswith('<fieldset class="field"')
    assert '<legend class="label">' in html
    assert f'<div class="{css}" id="id_{name}">' in html
    assert html.count("<label class=") == html.count(f'name="{name}"') == 2


def test_help_is_read_with_the_input() -> None:
    html = field("line")
    assert 'aria-describedby="id_line_helptext"' in html
    assert 'id="id_line_helptext">Some help' in html


@pytest.mark.parametrize("name", ["line", "text", "pick", "day", "tick"])
def test_an_error_is_read_with_the_input(name: str) -> None:
    html = field(name, {"pick": "c", "text": "\x00"})
    assert 'aria-invalid="true"' in html
    assert re.search(rf'aria-describedby="[^"]*id_{name}_error"', html)
    assert f'id="id_{name}_error"' in html


def test_an_error_of_a_group_is_read_with_the_group() -> None:
    html = field("radio", {})
    assert html.startswith('<fieldset class="field" aria-describedby="id_radio_error">')


def test_a_day_is_a_date_input_in_iso() -> None:
    html = field("day", {"day": "2026-11-30"})
    assert 'type="date"' in html
    assert 'value="2026-11-30"' in html


def test_optional_is_said() -> None:
    assert "(optional)" in field("number")
    assert "(optional)" not in field("line")


def test_a_password_is_never_sent_back() -> None:
    assert "hunter2" not in field("secret", {"secret": "hunter2"})


def test_the_summary_links_to_each_field() -> None:
    html = str(Everything({"text": "x"}))
    assert html.index('role="alert" tabindex="-1" autofocus') < html.index("id_line")
    for link in ("id_line", "id_pick", "id_radio_0", "id_several_0", "id_tick"):
        assert f'href="#{link}"' in html
        assert f'id="{link}"' in html


def test_hidden_fields_come_along_without_a_label() -> None:
    html = str(Everything())
    assert '<input type="hidden" name="key" value="k"' in html
    assert 'for="id_key"' not in html


def test_no_field_stops_the_post_itself() -> None:
    """Our own words are shown, in the page's language, not the browser's bubbles: forms are novalidate."""
    assert " style=" not in str(Everything({}))


@pytest.mark.parametrize("entry", hostile_params("text"))
def test_what_was_typed_stays_text(entry: Hostile) -> None:
    for name in ("line", "text"):
        html = field(name, {name: entry.value})
        assert "<script" not in html
        assert "<svg onload" not in html
        if "\n" not in entry.value and "\r" not in entry.value:
            assert entry.value in unescape(html)


def test_a_leading_line_break_in_a_text_is_kept() -> None:
    assert "\n\nfirst" in field("text", {"text": "\nfirst"})
