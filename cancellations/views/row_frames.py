"""Rows of lists as HTML: the template of a row is rendered once a language, and filled in for each row."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import lru_cache
from operator import attrgetter
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

RowKind = Any  # a dataclass; that classes can be told apart is more than their type says


@dataclass(frozen=True)
class Frame:
    """The template of a row, rendered but for its fields: `text` has %s for each, `pick` takes them from a row."""

    text: str
    pick: Callable[[Any], tuple[SafeString, ...]]


def rows_in_frames(kind: RowKind, rows: Iterable[Any], template: str, columns: tuple[str, ...]) -> SafeString:
    """Rows of one kind, a dataclass of escaped texts, one after the other, each as `template` shows its `row`.

    The template may not ask what is in a field. `columns`: what it shows beside the row's name, in this order.
    """
    frame = _frame(kind, template, get_language() or "en", columns)
    # the template escapes what it adds, and the fields are escaped already: their type says so
    return SafeString("".join([frame.text % frame.pick(row) for row in rows]))


@lru_cache(maxsize=256)
def _frame(kind: RowKind, template: str, language: str, columns: tuple[str, ...]) -> Frame:
    marks = {field.name: f"\0{field.name}\0" for field in fields(kind)}
    marked = render_to_string(template, {"row": marks, "columns": columns})
    marked = SafeString(re.sub(r"\s*\n\s*", "\n", marked))
    names = re.findall("\0(.*?)\0", marked)
    return Frame(re.sub("\0.*?\0", "%s", marked.replace("%", "%%")), attrgetter(*names))
