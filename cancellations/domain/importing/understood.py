"""What is stated of a table as a whole, and what one of its rows turns out to say."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from cancellations.domain import formats
from cancellations.domain.identifiers import Remark
from cancellations.domain.importing.columns import HEADINGS, Column, heading
from cancellations.domain.importing.locale import DayOrder, Decimal
from cancellations.domain.said import Said, labelled

Values = dict[str, Any]
FIELDS: dict[Column | None, str] = {Column.NUMBER: "msisdn"}  # where the field's name is not the column's


@dataclass(frozen=True)
class Stated:
    """What holds for the whole table. Keys of carriers and people are the caller's own (their ids).

    `carriers`: by `name_key` of their names and slugs (names.lookup makes it). `regions`: the country of each carrier,
    which its numbers without + are of; `region`: of the others. `shared`: by names that several carriers have.
    `people`: by address in lower case, and by folded name where nobody else is called so. `carrier`, `kind` and
    `currency`: of rows that do not say.
    `takes_new_carriers`: a name that is not known is no reason to refuse the row.
    """

    today: date
    carriers: Mapping[str, Any] = field(default_factory=dict)
    shared: Mapping[str, tuple[Any, ...]] = field(default_factory=dict)
    regions: Mapping[Any, str] = field(default_factory=dict)
    people: Mapping[str, Any] = field(default_factory=dict)
    carrier: Any = None
    kind: str = ""
    currency: str = ""
    region: str = ""
    decimal: Decimal | None = None
    day_order: DayOrder | None = None
    takes_new_carriers: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A remark about a cell. `column` None: about the row."""

    column: Column | None
    remark: Remark

    @property
    def text(self) -> str:
        """Column and sentence, in the language of the moment."""
        return formats.labelled(heading(self.column), self.remark.text) if self.column else self.remark.text

    @property
    def said(self) -> Said:
        """The same, to be kept and told in the language of whoever reads it."""
        return labelled(HEADINGS[self.column], self.remark.said) if self.column else self.remark.said

    @property
    def key(self) -> str:
        """As forms name a doubt that was accepted: iccid.check_digit."""
        return f"{FIELDS.get(self.column, self.column)}.{self.remark.code}" if self.column else self.remark.code


@dataclass(frozen=True, slots=True)
class Wish:
    """What the row says of a request to open. `opens` None: it does not say."""

    opens: bool | None = None
    requested_end_date: date | None = None
    reason: str = ""
    assignee: Any = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ReadRow:
    """`values`: filled cells only, by the names of the card's fields; `carrier` is the caller's key.

    `assumed`: what the table states for rows that do not say (`kind`, `carrier`). `new_carrier`: a name that no carrier
    has; `carriers`: all that have it. `problems`: the row is refused. `warnings`: to be accepted for the import as a
    whole.
    """

    number: int
    values: Mapping[str, Any]
    assumed: Mapping[str, Any]
    wish: Wish
    new_carrier: str
    problems: tuple[Told, ...]
    warnings: tuple[Told, ...]
    carriers: tuple[Any, ...] = ()

    @property
    def card(self) -> Values:
        """Everything that is known of the card, stated or assumed."""
        return {**self.assumed, **self.values}
