"""Sentences that are kept by their parts, and told in the language of whoever reads them, whoever asked for them.

Imported as `_`, `said` marks a text for translation and fills it in like gettext: `_("Row %(row)s") % {"row": 3}`.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext, ngettext, pgettext

from cancellations.domain import formats

Text = str | Promise  # `Said`, of gettext_lazy, or as it stands
Form = Any  # what JSON can hold: a text as it stands, or a dict with one of the keys below
_SAY, _CONTEXT, _VALUES = "say", "context", "with"  # a text of ours as it stands in the source, and what fills it in
_MANY, _COUNT = "many", "n"  # its plural, and of how many it speaks
_ROW, _LIST, _NUMBER, _DAY, _AS_OF, _HOW = "row", "list", "number", "day", "as_of", "how"
_FULL, _SAID = "full", "said"


class Said(Promise):
    """A sentence, as text in the language of the moment. `form`: its parts, as JSON keeps them."""

    def __init__(self, form: Form) -> None:
        self.form = form

    def __str__(self) -> str:
        return told(self.form)

    def __mod__(self, values: Mapping[str, object]) -> "Said":
        return Said({**self.form, _VALUES: {name: kept(value) for name, value in values.items()}})


def said(message: str) -> Said:
    return Said({_SAY: message})


def said_of(one: str, many: str, count: int) -> Said:
    """As ngettext; imported as that, it marks both for translation."""
    return Said({_SAY: one, _MANY: many, _COUNT: count})


def in_a_row(sentences: Iterable[object]) -> Said:
    """As formats.in_a_row."""
    return Said({_ROW: [kept(one) for one in sentences]})


def several(words: Iterable[object]) -> Said:
    """As formats.several."""
    return Said({_LIST: [kept(one) for one in words]})


def labelled(label: object, value: object) -> Said:
    """As formats.labelled."""
    return said("%(label)s: %(value)s") % {"label": label, "value": value}


def number(value: int) -> Said:
    """As formats.number."""
    return Said({_NUMBER: value})


def full_day(value: date | None, today: date) -> Said | str:
    """As formats.full_day, whenever it is read."""
    return _day(value, today, _FULL) if value else ""


def said_day(value: date | None, today: date) -> Said | str:
    """As formats.said_day, whenever it is read."""
    return _day(value, today, _SAID) if value else ""


def filled(words: Text, values: Mapping[str, object]) -> Said:
    """A text that was marked elsewhere, filled in."""
    form = kept(words)
    return Said(form if isinstance(form, dict) else {_SAY: form}) % values


def kept(words: object) -> Form:
    """Its parts. What is no text of ours is kept as the text that it is."""
    if isinstance(words, Said):
        return words.form
    if isinstance(words, Promise):
        match _marked(words):
            case (func, (str(message),)) if func is gettext:
                return {_SAY: message}
            case (func, (str(context), str(message))) if func is pgettext:
                return {_SAY: message, _CONTEXT: context}
    return words if isinstance(words, int) else str(words)


def told(form: Form) -> str:
    """As text in the language of the moment; what older versions kept is a text, and told as it stands."""
    if not isinstance(form, dict):
        return str(form)
    if _ROW in form:
        return formats.in_a_row(map(told, form[_ROW]))
    if _LIST in form:
        return formats.several(map(told, form[_LIST]))
    if _NUMBER in form:
        return formats.number(form[_NUMBER])
    if _DAY in form:
        show = formats.said_day if form[_HOW] == _SAID else formats.full_day
        return show(date.fromisoformat(form[_DAY]), date.fromisoformat(form[_AS_OF]))
    words, values = _words(form), form.get(_VALUES)
    return words % {name: told(value) for name, value in values.items()} if values else words


def _words(form: Form) -> str:
    message = form[_SAY]
    if _MANY in form:
        return ngettext(message, form[_MANY], form[_COUNT])
    return pgettext(form[_CONTEXT], message) if _CONTEXT in form else gettext(message)


def _marked(words: Promise) -> tuple[object, object]:
    """Which function gettext_lazy and its like put off, and what it is to be given: what pickling them would keep."""
    _make, (func, args, *_rest) = words.__reduce__()[:2]  # type: ignore[misc]
    return func, args


def _day(value: date, today: date, how: str) -> Said:
    return Said({_DAY: value.isoformat(), _AS_OF: today.isoformat(), _HOW: how})
