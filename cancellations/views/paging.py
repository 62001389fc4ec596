"""Pages of a long list of cases by keyset: from the last row onwards, so that page 400 costs as much as page 1."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q
from django.http import QueryDict
from django.utils.http import urlencode

from cancellations.domain.listing import Order
from cancellations.models import Cancellation
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.own_lists import OwnLists
from cancellations.views.rows import CaseRow, case_rows

_CURSOR = re.compile(r"([\w-]{0,400})\.([0-9]{1,18})", re.ASCII)
_NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)


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
class CasePage:
    """`before` and `after`: cursors of the neighbouring pages, empty where there is none.

    `is_beyond`: the cursor points behind the last row, or before the first, as when cases were closed meanwhile.
    """

    rows: list[CaseRow]
    before: str
    after: str
    is_beyond: bool = False

    def link(self, way: str, query: str) -> str:
        """The query string of the neighbouring page, `before` or `after`; empty where there is none."""
        cursor = self.before if way == "before" else self.after
        told = urlencode({way: cursor}) if cursor else ""
        return f"{query}&{told}" if query and told else told


def case_page(
    cases: CancellationQuerySet, query: QueryDict, today: date, *, order: Order, size: int, lists: OwnLists
) -> CasePage:
    """The page of `size` rows that `after` or `before` in the query string ask for.

    `cases` come from `listed_cases(order.column)`.
    """
    after, before = Cursor.read(query.get("after"), order), Cursor.read(query.get("before"), order)
    backwards = before is not None and after is None
    cursor = before if backwards else after
    if cursor:
        cases = cases.filter(_beyond(cursor, order, downwards=order.is_descending != backwards))
    found = cases.order_by(*order.by)
    rows = case_rows((found.reverse() if backwards else found)[: size + 1], today, lists)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if cursor and not rows:
        return CasePage([], "", "", is_beyond=True)
    return _page(rows, earlier=more if backwards else cursor is not None, later=backwards or more)


def _page(rows: list[CaseRow], *, earlier: bool, later: bool) -> CasePage:
    first, last = [str(Cursor(row.key, row.id)) for row in (rows[0], rows[-1])] if rows else ("", "")
    return CasePage(rows, first if earlier else "", last if later else "")


def _beyond(cursor: Cursor, order: Order, *, downwards: bool) -> Q:
    """The rows behind the cursor, in the direction that the list is read."""
    way, edge = ("lt", "lte") if downwards else ("gt", "gte")
    column = order.column
    # the first condition lets the index start at the key; the second leaves out what was shown of it
    return Q((f"{column}__{edge}", cursor.key)) & (Q((f"{column}__{way}", cursor.key)) | Q((f"id__{way}", cursor.id)))


def _written(key: Any) -> str:
    """Days and numbers as digits; texts so that any of their characters may stand in an address."""
    if isinstance(key, date):
        return f"{key:%Y%m%d}"
    return str(key) if isinstance(key, int) else urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key(written: str, order: Order) -> Any:
    """Raises ValueError for what `_written` does not make of this order's keys."""
    kind = Cancellation._meta.get_field(order.column).get_internal_type()
    if kind == "DateField":
        return datetime.strptime(written, "%Y%m%d").date()  # noqa: DTZ007 - a day has no zone
    if kind.startswith("Positive"):
        if not _NUMBER.fullmatch(written):
            raise ValueError(written)
        return int(written)
    text = urlsafe_b64decode(written + "=" * (-len(written) % 4)).decode()
    if "\0" in text:
        raise ValueError(written)
    return text
