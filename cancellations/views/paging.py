"""Pages of a long list of cases by keyset: from the last row onwards, so that page 400 costs as much as page 1."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any

from django.http import QueryDict
from django.utils.http import urlencode

from cancellations.domain.listing import Order
from cancellations.forms.list_look import ListLook
from cancellations.models import Cancellation, User, base
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.keyset import Beyond, beyond
from cancellations.models.own_lists import OwnLists
from cancellations.models.statement import ColumnsOf, stand_in
from cancellations.views.rows import CaseRow, case_rows, listed_cases

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
    `is_cut`: it has fewer rows than asked for, because base.READ_AT_MOST texts were read for it; the next page goes on.
    """

    rows: list[CaseRow]
    before: str
    after: str
    is_beyond: bool = False
    is_cut: bool = False

    def link(self, way: str, query: str) -> str:
        """The query string of the neighbouring page, `before` or `after`; empty where there is none."""
        cursor = self.before if way == "before" else self.after
        told = urlencode({way: cursor}) if cursor else ""
        return f"{query}&{told}" if query and told else told


def case_page(
    cases: CancellationQuerySet | None,
    query: QueryDict,
    today: date,
    *,
    order: Order,
    look: ListLook,
    lists: OwnLists,
    user: User,
) -> CasePage:
    """The page of `look.size` rows that `after` or `before` in the query string ask for.

    `cases` come from `listed_cases(order.column)`; without them, of all that are open.
    """
    after, before = Cursor.read(query.get("after"), order), Cursor.read(query.get("before"), order)
    backwards = before is not None and after is None
    stretch = _Stretch(order, before if backwards else after, backwards)
    last = stretch.last_to_read(cases) if cases is not None else None
    size = look.size
    found = stretch.of(cases, until=last)[: size + 1] if cases is not None else _open_cases(stretch, size, user)
    rows = case_rows(found, today, lists, look.columns)
    more = len(rows) > size
    rows = rows[:size]
    if backwards:
        rows.reverse()
    if stretch.start and not rows and not last:
        return CasePage([], "", "", is_beyond=True)
    first, end = _ends(rows)
    if last and not more:
        first, end = (str(last), end) if backwards else (first, str(last))
        more = True
    earlier, later = (more, True) if backwards else (stretch.start is not None, more)
    return CasePage(rows, first if earlier else "", end if later else "", is_cut=last is not None and len(rows) < size)


@dataclass(frozen=True)
class _Stretch:
    """The part of a list that a page is cut from: from `start` on, in the direction that is read."""

    order: Order
    start: Cursor | None
    backwards: bool

    def of(self, cases: CancellationQuerySet, *, until: Cursor | None = None) -> CancellationQuerySet:
        downwards = self.order.is_descending != self.backwards
        if self.start:
            cases = cases.filter(_beyond(self.start, self.order, downwards=downwards))
        if until:
            cases = cases.filter(_beyond(until, self.order, downwards=not downwards, itself=True))
        found = cases.order_by(*self.order.by)
        return found.reverse() if self.backwards else found

    def last_to_read(self, cases: CancellationQuerySet) -> Cursor | None:
        """Where a page has to end because the texts of its cases are read one by one; None where they need not be."""
        if cases.unread is None:
            return None
        ahead = self.of(cases.unread).values_list(self.order.column, "pk")
        found = list(ahead[base.READ_AT_MOST - 1 : base.READ_AT_MOST + 1])
        return Cursor(*found[0]) if len(found) > 1 else None


def _open_cases(stretch: _Stretch, size: int, user: User) -> list[list[Any]]:
    """What most people look at most of the time: a statement that is written once."""
    start = stretch.start
    told = {} if start is None else {_field(stretch.order): start.key, Cancellation._meta.pk: start.id}
    return _written_once(stretch.order, stretch.backwards, start is not None, size).rows(user, told)


@lru_cache(maxsize=256)
def _written_once(order: Order, backwards: bool, is_later: bool, size: int) -> ColumnsOf:
    start = Cursor(stand_in(_field(order)), stand_in(Cancellation._meta.pk)) if is_later else None
    stretch = _Stretch(order, start, backwards)
    return ColumnsOf(lambda user: stretch.of(listed_cases(order.column).visible_to(user).open_cases())[: size + 1])


def _field(order: Order) -> Any:
    return Cancellation._meta.get_field(order.column)


def _ends(rows: list[CaseRow]) -> tuple[str, str]:
    return (str(Cursor(rows[0].key, rows[0].id)), str(Cursor(rows[-1].key, rows[-1].id))) if rows else ("", "")


def _beyond(cursor: Cursor, order: Order, *, downwards: bool, itself: bool = False) -> Beyond:
    """The rows behind the cursor, in the direction that the list is read; with `itself`, from its own row on."""
    return beyond(_field(order), cursor.key, cursor.id, downwards=downwards, itself=itself)


def _written(key: Any) -> str:
    """Days and numbers as digits; texts so that any of their characters may stand in an address."""
    if isinstance(key, date):
        return f"{key:%Y%m%d}"
    return str(key) if isinstance(key, int) else urlsafe_b64encode(key.encode()).decode().rstrip("=")


def _key(written: str, order: Order) -> Any:
    """Raises ValueError for what `_written` does not make of this order's keys."""
    kind = _field(order).get_internal_type()
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
