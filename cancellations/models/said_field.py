"""Columns that keep sentences by their parts and give them in the language of whoever reads the row.

A plain text is written and read as it is, so that rows of older versions stay readable; the database has a text column
either way, and for migrations these fields are Django's own.
"""

import json
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.models.expressions import Combinable
from django.utils.functional import Promise

from cancellations.domain.said import Form, Text, kept, told

if TYPE_CHECKING:
    _TextField = models.TextField[Text | Combinable, str]
    _CharField = models.CharField[Text | Combinable, str]
else:
    _TextField, _CharField = models.TextField, models.CharField

_MARK = '{"said":'
_NO_PARTS = (ValueError, KeyError, TypeError, AttributeError, ArithmeticError, RecursionError)


class _Read(str):
    """Text in the language of the moment that knows its parts: a row that is saved or copied again keeps them."""

    form: Form


class SaidText(_TextField):
    def from_db_value(self, value: str | None, *_of: Any) -> str | None:
        return _read(value)

    def get_prep_value(self, value: Any) -> Any:
        return super().get_prep_value(_written(value))

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.TextField", args, options


class SaidLine(_CharField):
    """For short ones: what does not fit into the column with its parts is kept as text."""

    def from_db_value(self, value: str | None, *_of: Any) -> str | None:
        return _read(value)

    def get_prep_value(self, value: Any) -> Any:
        written = _written(value)
        is_too_long = isinstance(written, str) and len(written) > (self.max_length or 0)
        return super().get_prep_value(str(value)[: self.max_length] if is_too_long else written)

    def deconstruct(self) -> Any:
        name, _path, args, options = super().deconstruct()
        return name, "django.db.models.CharField", args, options


def _written(value: Any) -> Any:
    if isinstance(value, _Read):
        return _marked(value.form)
    if isinstance(value, Promise) or (isinstance(value, str) and value.startswith(_MARK)):
        return _marked(kept(value))
    return value


def _marked(form: Form) -> str:
    return json.dumps({"said": form}, ensure_ascii=False, separators=(",", ":"))


def _read(value: str | None) -> str | None:
    if value is None or not value.startswith(_MARK):
        return value
    try:
        form = json.loads(value)["said"]
        text = _Read(told(form))
    except _NO_PARTS:  # damaged, or somebody's own words that only look like ours
        return value
    text.form = form
    return text
