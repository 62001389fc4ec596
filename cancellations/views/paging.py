"""Pages of a long list by keyset: from the last row onwards, so that page 400 costs as much as page 1."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Generic, Protocol, TypeVar

from django.db.models import Model
from django.http import QueryDict
from django.utils.http import urlencode

from cancellations.domain.listing import REQUESTS, SIMS, Listing, Order
from cancellations.models import Cancellation, Sim, base
from cancellations.models.base import SearchedQuerySet
from cancellations.models.keyset import Beyond, beyond, in_two, reads_all_alike

_CURSOR = re.compile(r"([\w-]{0,400})\.([0-9]{1,18})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
_LARGEST = {"PositiveSmallIntegerField": 32_767, "PositiveIntegerField": 2_147_483_647}  # PostgreSQL knows no larger
_LARGEST_ID = 10**18
_MODELS: dict[Listing, type[Model]] = {REQUESTS: Cancellation, SIMS: Sim}


class Placed(Protocol):
    """A row of a list: its id, and what it is sorted by."""

    @property
    def id(self) -> int: ...
    @property
    def key(self) -> Any: ...


Row = TypeVar("Row", bound=Placed)
Rows = TypeVar("Rows", bound=SearchedQuerySet[Any])


@dataclass(frozen=True)
class Cursor:
    """A place in the list: what one row is sorted by, and its id."""

    key: Any
    id: int

    def __str__(self) -> str:
        return f"{_written(self.key)}.{self.id}"

    @classmethod
    def read(cls, text: str | None, order: Order) -> "Cursor | None":
        """None for what is no cursor of this order: then the list starts at its beginning."""
        found = _CURSOR.fullmatch(text or "")
        if not found:
            return None
        try:
            return cls(_key(found[1], order), int(found[2]))
        except ValueError:
            return None


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`before` and `after`: cursors of the neighbouring pages, empty where there is none.

    `is_beyond`: the cursor points behind the last row, or before the first, as when rows were changed meanwhile.
    `is_cut`: it has fewer rows than asked for, because base.READ_AT_MOST texts were read for it; the next page goes on.
    """

    rows: list[Row]
    before: str
    after: str
    is_beyond: bool = False
    is_cut: bool = False

    def link(self, way: str, query: str) -> str:
        """The query string of the neighbouring page, `before` or `after`; empty where there is none."""
        cursor = self.before if way == "before" else self.after
        told = urlencode({way: cursor}) if cursor else ""
        return f"{query}&{told}" if query and told else told


@dataclass(frozen=True)
class Stretch:
    """The part of a list that a page is cut from: from `start` on, in the direction that is read, `until` there."""

    order: Order
    start: Cursor | None
    backwards: bool
    until: Cursor | None = None

    def of(self, rows: Rows) -> Rows:
        downwards = self.order.is_descending != self.backwards
        if self.start:
            rows = rows.filter(_beyond(self.start, self.order, downwards=downwards))
        if self.until:
            rows = rows.filter(_beyond(self.until, self.order, downwards=not downwards, itself=True))
        found = rows.order_by(*self.order.by)
        return found.reverse() if self.backwards else found

    def of_all(self, rows: Rows) -> Rows:
        """As `of`; `rows` are `placed`, and all that an index begins with, none left out."""
        if not self.start or self.order.column == "id" or not reads_all_alike():
            return self.of(rows)
        downwards = self.order.is_descending != self.backwards
        return in_two(rows, self.order.column, self.start.key, self.start.id, downwards=downwards)

    def last_to_read(self, rows: SearchedQuerySet[Any]) -> Cursor | None:
        """Where a page has to end because the texts of its rows are read one by one; None where they need not be."""
        if rows.unread is None:
            return None
        ahead = self.of(rows.unread).values_list(self.order.column, "pk")
        found = list(ahead[base.READ_AT_MOST - 1 : base.READ_AT_MOST + 1])
        return Cursor(*found[0]) if len(found) > 1 else None


def page_of(
    rows: SearchedQuerySet[Any] | None, query: QueryDict, order: Order, size: int, read: Callable[[Stretch], list[Row]]
) -> Page[Row]:
    """The page of `size` rows that `after` or `before` in the query string ask for.

    `read` gives the rows of a stretch, one more than `size` if there are as many; `rows` are those that it is cut from,
    where a search may have left their texts unread.
    """
    after, before = Cursor.read(query.get("after"), order), Cursor.read(query.get("before"), order)
    backwards = before is not None and after is None
    stretch = Stretch(order, before if backwards else after, backwards)
    last = stretch.last_to_read(rows) if rows is not None else None
    found = read(replace(stretch, until=last) if last else stretch)
    more = len(found) > size
    shown = found[:size]
    if backwards:
        shown.reverse()
    if stretch.start and not shown and not last:
        return Page([], "", "", is_beyond=True)
    first, end = _ends(shown)
    if last and not more:
        first, end = (str(last), end) if backwards else (first, str(last))
        more = True
    earlier, later = (more, True) if backwards else (stretch.start is not None, more)
    return Page(shown, first if earlier else "", end if later else "", is_cut=last is not None and len(shown) < size)


def field_of(order: Order) -> Any:
    """What the list is sorted by."""
    return _MODELS[order.of]._meta.get_field(order.column)


def _ends(rows: list[Row]) -> tuple[str, str]:
    return (str(Cursor(rows[0].key, rows[0].id)), str(Cursor(rows[-1].key, rows[-1].id))) if rows else ("", "")


def _beyond(cursor: Cursor, order: Order, *, downwards: bool, itself: bool = False) -> Beyond:
    """The rows behind the cursor, in the direction that the list is read; with `itself`, from its own row on."""
    return beyond(field_of(order), cursor.key, cursor.id, downwards=downwards, itself=itself)


def _written(key: Any) -> str:
    """Days and numbers as digits; texts so that any of their characters may stand in an address."""
    if isinstance(key, date):
        return f"{key:%Y%m%d}"
    return str(key) if isinstance(key, int) else urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key(written: str, order: Order) -> Any:
    """Raises ValueError for what `_written` does not make of this order's keys."""
    kind = field_of(order).get_internal_type()
    if kind == "DateField":
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    if kind.startswith("Positive") or kind == "BigAutoField":
        if not _NUMBER.fullmatch(written) or int(written) > _LARGEST.get(kind, _LARGEST_ID):
            raise ValueError(written)
        return int(written)
    text = urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
    if "\0" in text:
        raise ValueError(written)
    return text
