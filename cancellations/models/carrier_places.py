"""Where the cards and requests of a carrier stand in lists: after another name, all of them move.

Few, and those of a release that names a carrier anew, at once; many, after a user did, part by part.
"""

from typing import TYPE_CHECKING, NamedTuple

from cancellations.models.order_columns import order_of_carrier

if TYPE_CHECKING:
    from cancellations.models.carrier import Carrier

PART = 2_000  # rows that are moved in one transaction: the write lock is held for about a tenth of a second
SORTED = ("sims", "cancellations")  # what stands in lists by its carrier's name


class Place(NamedTuple):
    """How far it is: which rows, and the key of the last one that was looked at. No rows: it is through."""

    rows: str = SORTED[0]
    after: int = 0

    @property
    def is_through(self) -> bool:
        return not self.rows


def count_of(carrier: "Carrier") -> int:
    """How many cards and requests it has."""
    return sum(carrier.rows_in_lists(rows).count() for rows in SORTED)


def move_all(carrier: "Carrier") -> None:
    """Put all of them where the carrier's name belongs, in the caller's transaction."""
    order = order_of_carrier(carrier)
    for rows in SORTED:
        carrier.rows_in_lists(rows).exclude(order_carrier=order).update(order_carrier=order)


def move_next(carrier: "Carrier", place: Place) -> tuple[int, Place]:
    """Put the next PART of them where its name belongs, with the carrier locked: how many these are, and how far
    that is."""
    rows, order = carrier.rows_in_lists(place.rows), order_of_carrier(carrier)
    locked = rows.filter(pk__gt=place.after).order_by("pk").select_for_update(no_key=True)  # all lock in one order
    keys = list(locked.values_list("pk", flat=True)[:PART])
    if keys:
        these = rows.filter(pk__gt=place.after, pk__lte=keys[-1])
        these.exclude(order_carrier=order).update(order_carrier=order)
    if len(keys) == PART:
        return PART, Place(place.rows, keys[-1])
    behind = SORTED[SORTED.index(place.rows) + 1 :]
    return len(keys), Place(behind[0] if behind else "")
