"""A column of an export: what it is called, what is read for it, and how a row becomes a cell."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from cancellations.domain.identifiers import mask_digits, mask_msisdn
from cancellations.domain.roles import Right
from cancellations.domain.words import Look, Words
from cancellations.exchange.export.table import Cell, Digits
from cancellations.models import User

Values = Mapping[str, Any]
Key = TypeVar("Key", bound=StrEnum)


@dataclass(frozen=True)
class Column:
    """`reads`: the fields that a query has to give; `cell` gets them in this order."""

    key: str
    heading: str
    reads: tuple[str, ...]
    cell: Callable[..., Cell]

    def below(self, path: str) -> "Column":
        """The same of a row that `path` leads to."""
        return replace(self, reads=tuple(f"{path}__{name}" for name in self.reads))

    def of(self, row: Values) -> Cell:
        return self.cell(*[row[name] for name in self.reads])


def plain(key: str, words: Words, field: str = "") -> Column:
    """A field as it is: text, a day, an amount, a number."""
    return Column(key, str(words), (field or key,), _itself)


def number(key: str, words: Words, reader: User, field: str = "") -> Column:
    """A field with an identifier; masked, and called so, for who may not see it in full."""
    if reader.may(Right.SEE_IDENTIFIERS):
        return Column(key, str(words), (field or key,), Digits)
    mask = mask_msisdn if (field or key) == "msisdn" else mask_digits
    return Column(
        key, _("%(name)s (masked)") % {"name": words}, (field or key,), lambda value: mask(value) if value else ""
    )


def coded(key: str, words: Words, codes: Mapping[Key, Words | Look], field: str = "") -> Column:
    """A field with a code, in words; one of a newer release as it is."""
    told = {code.value: str(one.label if isinstance(one, Look) else one) for code, one in codes.items()}
    return Column(key, str(words), (field or key,), lambda value: told.get(value, value))


def fields_of(columns: Iterable[Column]) -> list[str]:
    """What a query has to give for these columns, each once."""
    return list(dict.fromkeys(name for column in columns for name in column.reads))


def _itself(value: Cell) -> Cell:
    return value
