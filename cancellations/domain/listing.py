"""What a list of cases can show, and the orders that it can have."""

from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

from cancellations.domain.words import Words


@dataclass(frozen=True)
class Column:
    """`order`: the column of the case that it is sorted by."""

    label: Words
    order: str


FIRST = "sim"  # what a row is called, and where its link is: it cannot be left out
COLUMNS: dict[str, Column] = {
    FIRST: Column(_("SIM card"), "order_title"),
    "carrier": Column(_("Carrier"), "order_carrier"),
    "action": Column(_("Next action"), "action"),
    "due": Column(_("Due"), "due_on"),
    "stage": Column(_("Stage"), "order_stage"),
    "fee": Column(_("Monthly fee"), "order_fee"),
    "who": Column(_("Assigned to"), "order_person"),
    "opened": Column(_("Opened"), "opened_on"),
    "submitted": Column(_("Submitted"), "order_submitted"),
    "number": Column(_("Request number"), "order_number"),
}
USUAL_COLUMNS = ("carrier", "action", "due", "stage", "fee", "who")
PAGE_SIZES = (25, 50, 100, 200)


class Density(StrEnum):
    COMFORTABLE = ""
    COMPACT = "compact"


@dataclass(frozen=True)
class Order:
    """By which column, and which way; cases that are alike in it stand in the order they were recorded in."""

    key: str
    is_descending: bool = False

    @classmethod
    def read(cls, text: str) -> "Order | None":
        """From `due` or `-due`; None for what no list is sorted by."""
        key = text.removeprefix("-")
        return cls(key, text != key) if key in COLUMNS else None

    def __str__(self) -> str:
        return f"-{self.key}" if self.is_descending else self.key

    @property
    def column(self) -> str:
        return COLUMNS[self.key].order

    @property
    def by(self) -> tuple[str, str]:
        sign = "-" if self.is_descending else ""
        return f"{sign}{self.column}", f"{sign}id"

    def turned(self) -> "Order":
        return Order(self.key, not self.is_descending)


DUE_FIRST, NEWEST_FIRST = Order("due"), Order("opened", is_descending=True)


def read_columns(text: str) -> tuple[str, ...]:
    """Those of COLUMNS that are named, in the order named, each once; the usual ones when none is."""
    named = dict.fromkeys(name for name in text.split(",") if name in COLUMNS and name != FIRST)
    return tuple(named) or USUAL_COLUMNS
