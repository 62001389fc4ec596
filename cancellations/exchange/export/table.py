"""A table on its way out: what is in its cells, whatever file they end up in."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal


class Digits(str):
    """A number that is a name, as E.164 and ICCID are: every digit of it counts, and nothing is calculated with it."""

    __slots__ = ()


Cell = str | Digits | Decimal | int | date | datetime | None
Row = Sequence[Cell]


@dataclass(frozen=True)
class Table:
    """`name`: what it is about, in the reader's language. `rows` can be read once and may be endless."""

    name: str
    heading: Sequence[str]
    rows: Iterable[Row]
