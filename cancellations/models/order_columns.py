"""What lists of cases and of cards are sorted by, in their own columns: an index gives each order, however many exist.

Nothing is NULL, because databases disagree on where NULL belongs; what is not known stands before everything else.
Texts are folded, cut and compared byte by byte, so that every database gives the same order.
"""

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import models
from django.db.backends.base.base import BaseDatabaseWrapper

from cancellations.domain.situation import Stage
from cancellations.domain.text import fold

if TYPE_CHECKING:
    from cancellations.models.carrier import Carrier
    from cancellations.models.sim import Sim

COMPARED = 48  # characters of a text that are looked at; behind them the order of recording decides
STAGE_PLACES = {stage.value: place for place, stage in enumerate(Stage)}


class BytewiseField(models.CharField):  # type: ignore[type-arg] # the stubs take its types from CharField itself
    """Text that is compared byte by byte on every database."""

    def db_parameters(self, connection: BaseDatabaseWrapper) -> Any:
        parameters: Any = super().db_parameters(connection)
        if connection.vendor == "postgresql":  # SQLite compares so by itself, and knows no collation of this name
            parameters["collation"] = "C"
        return parameters


class CaseOrderColumns(models.Model):
    """Written by the verbs that change what they are made of: see Case.settle_order and Carrier.edit."""

    order_title = BytewiseField(max_length=COMPARED, blank=True)
    order_carrier = BytewiseField(max_length=COMPARED, blank=True)
    order_fee = BytewiseField(max_length=20, blank=True, help_text="currency first: amounts of two are not compared")
    order_person = models.PositiveBigIntegerField(default=0, help_text="the assignee; 0: nobody")
    order_stage = models.PositiveSmallIntegerField(default=0)
    order_submitted = BytewiseField(max_length=10, blank=True, help_text="ISO 8601; empty: not yet")
    order_number = BytewiseField(max_length=COMPARED, blank=True, help_text="the carrier's latest, folded")

    class Meta:
        abstract = True


CASE_INDEXES = [
    models.Index(fields=["workspace", "is_open", column, "id"], name=f"case_by_{name}")
    for name, column in (
        ("title", "order_title"),
        ("carrier", "order_carrier"),
        ("fee", "order_fee"),
        ("person", "order_person"),
        ("stage", "order_stage"),
        ("action", "action"),
        ("opening", "opened_on"),
        ("submission", "order_submitted"),
        ("number", "order_number"),
    )
]


class CardOrderColumns(models.Model):
    """Written by the verbs that change what they are made of: see Sim.settle_texts and Carrier.edit."""

    order_title = BytewiseField(max_length=COMPARED, blank=True)
    order_number = BytewiseField(max_length=COMPARED, blank=True, help_text="masked, as lists show it")
    order_carrier = BytewiseField(max_length=COMPARED, blank=True)
    order_fee = BytewiseField(max_length=20, blank=True, help_text="currency first: amounts of two are not compared")
    order_holder = BytewiseField(max_length=COMPARED, blank=True)
    order_plan = BytewiseField(max_length=COMPARED, blank=True)

    class Meta:
        abstract = True


CARD_ORDERS = tuple(field.name for field in CardOrderColumns._meta.fields)
CARD_INDEXES = [
    models.Index(fields=["workspace", column, "id"], name=f"sim_by_{column.removeprefix('order_')}")
    for column in (*CARD_ORDERS, "status", "kind")
]


def order_of_sim(sim: "Sim") -> dict[str, str]:
    """By name or masked number, as lists call the card; by what it costs a month."""
    return {"order_title": cut(sim.title), "order_fee": order_of_fee(sim.monthly_fee, sim.currency)}


def order_of_carrier(carrier: "Carrier") -> str:
    """As Carrier.by_name has it: by the folded names, the same in every language."""
    return carrier.search_text[:COMPARED]


def cut(text: str) -> str:
    return fold(text)[:COMPARED]


def order_of_fee(fee: Decimal | None, currency: str) -> str:
    return f"{currency:3}{fee:016.2f}" if fee else ""
