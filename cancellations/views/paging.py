"""Pages of a long list of cases by keyset: from the last row onwards, so that page 400 costs as much as page 1."""

import re
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Q
from django.http import QueryDict

from cancellations.models.cancellation import CancellationQuerySet
from cancellations.views.rows import CaseRow, case_rows

PAGE_SIZE = 50

_CURSOR = re.compile(r"([0-9]{8})-([0-9]{1,18})", re.ASCII)


@dataclass(frozen=True)
class Cursor:
    """A place in the list: the day and the id of one row."""

    due_on: date
    id: int

    def __str__(self) -> str:
        return f"{self.due_on:%Y%m%d}-{self.id}"

    @classmethod
    def read(cls, text: str | None) -> "Cursor | None":
        """None for what is no cursor: then the list starts at its beginning."""
        found = _CURSOR.fullmatch(text or "")
        if not found:
            return None
        try:
            return cls(datetime.strptime(found[1], "%Y%m%d").date(), int(found[2]))  # noqa: DTZ007 - a day has no zone
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


def case_page(cases: CancellationQuerySet, query: QueryDict, today: date, *, newest: bool) -> CasePage:
    """The page that `after` or `before` in the query string ask for; due first, or newest first."""
    after, before = Cursor.read(query.get("after")), Cursor.read(query.get("before"))
    backwards = before is not None and after is None
    cursor = before if backwards else after
    if cursor:
        cases = cases.filter(_beyond(cursor, downwards=newest != backwards, newest=newest))
    order = ["-id"] if newest else ["due_on", "id"]
    found = cases.order_by(*order)
    rows = case_rows((found.reverse() if backwards else found)[: PAGE_SIZE + 1], today)
    more = len(rows) > PAGE_SIZE
    rows = rows[:PAGE_SIZE]
    if backwards:
        rows.reverse()
    if cursor and not rows:
        return CasePage([], "", "", is_beyond=True)
    return _page(rows, earlier=more if backwards else cursor is not None, later=backwards or more)


def _page(rows: list[CaseRow], *, earlier: bool, later: bool) -> CasePage:
    first, last = ([str(Cursor(row.due_on, row.id)) for row in (rows[0], rows[-1])]) if rows else ("", "")
    return CasePage(rows, first if earlier else "", last if later else "")


def _beyond(cursor: Cursor, *, downwards: bool, newest: bool) -> Q:
    """The rows behind the cursor, in the direction that the list is read."""
    way, edge = ("lt", "lte") if downwards else ("gt", "gte")
    if newest:
        return Q(**{f"id__{way}": cursor.id})
    # the first condition lets the index start at the day; the second leaves out what was shown of that day
    return Q(**{f"due_on__{edge}": cursor.due_on}) & (
        Q(**{f"due_on__{way}": cursor.due_on}) | Q(**{f"id__{way}": cursor.id})
    )
