"""What the lists of requests and of SIM cards can show, and the orders that they can have."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cancellations.domain.words import Words


@dataclass(frozen=True)
class Column:
    """`order`: the column in the database that it is sorted by."""

    label: Words
    order: str


FIRST = "sim"  # what a row is called, and where its link is: it cannot be left out


@dataclass(frozen=True, eq=False)
class Listing:
    """A list that is filtered, sorted and kept as a view. `name`: of its page, and of what is kept of it.

    `usual`: the columns for whoever has chosen none; `chosen`: where users keep those that they have chosen.
    """

    name: str
    columns: Mapping[str, Column]
    usual: tuple[str, ...]
    chosen: str


REQUESTS = Listing(
    "requests",
    {
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
    },
    usual=("carrier", "action", "due", "stage", "fee", "who"),
    chosen="list_columns",
)
SIMS = Listing(
    "sims",
    {
        FIRST: Column(_("SIM card"), "order_title"),
        "number": Column(_("Number and ICCID"), "order_number"),
        "carrier": Column(_("Carrier"), "order_carrier"),
        "fee": Column(_("Monthly fee"), "order_fee"),
        "status": Column(_("Status"), "status"),
        "holder": Column(_("Holder"), "order_holder"),
        "plan": Column(_("Plan"), "order_plan"),
        "kind": Column(_("SIM kind"), "kind"),
        "recorded": Column(pgettext_lazy("SIM card", "Recorded"), "id"),
    },
    usual=("number", "carrier", "fee", "status", "holder"),
    chosen="sim_columns",
)
LISTINGS = {one.name: one for one in (REQUESTS, SIMS)}
PAGE_SIZES = (25, 50, 100, 200)


class Density(StrEnum):
    COMFORTABLE = ""
    COMPACT = "compact"


@dataclass(frozen=True)
class Order:
    """By which column, and which way; rows that are alike in it stand in the order they were recorded in."""

    key: str
    of: Listing
    is_descending: bool = False

    @classmethod
    def read(cls, text: str, of: Listing) -> "Order | None":
        """From `due` or `-due`; None for what the list is not sorted by."""
        key = text.removeprefix("-")
        return cls(key, of, is_descending=text != key) if key in of.columns else None

    def __str__(self) -> str:
        return f"-{self.key}" if self.is_descending else self.key

    @property
    def column(self) -> str:
        return self.of.columns[self.key].order

    @property
    def by(self) -> tuple[str, str]:
        sign = "-" if self.is_descending else ""
        return f"{sign}{self.column}", f"{sign}id"

    def turned(self) -> "Order":
        return Order(self.key, self.of, not self.is_descending)


DUE_FIRST, NEWEST_FIRST = Order("due", REQUESTS), Order("opened", REQUESTS, is_descending=True)
LATEST_RECORDED = Order("recorded", SIMS, is_descending=True)


def read_columns(text: str, of: Listing) -> tuple[str, ...]:
    """Those of the list's columns that are named, in the order named, each once; the usual ones when none is."""
    named = dict.fromkeys(name for name in text.split(",") if name in of.columns and name != FIRST)
    return tuple(named) or of.usual
