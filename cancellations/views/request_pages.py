"""Pages of the list of requests."""

from datetime import date
from functools import lru_cache
from typing import Any

from django.http import QueryDict

from cancellations.domain.listing import Order
from cancellations.forms.list_look import ListLook
from cancellations.models import Cancellation, User
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.own_lists import OwnLists
from cancellations.models.statement import ColumnsOf, stand_in
from cancellations.views.paging import Cursor, Page, Stretch, field_of, page_of
from cancellations.views.rows import CaseRow, case_rows, listed_cases


def request_page(
    cases: CancellationQuerySet | None,
    query: QueryDict,
    today: date,
    *,
    order: Order,
    look: ListLook,
    lists: OwnLists,
    user: User,
) -> Page[CaseRow]:
    """The page that the query string asks for. `cases` come from `listed_cases(order.column)`.

    Without them, of all that are open.
    """

    def read(stretch: Stretch) -> list[CaseRow]:
        found = stretch.of(cases)[: look.size + 1] if cases is not None else _open_cases(stretch, look.size, user)
        return case_rows(found, today, lists, look.columns)

    return page_of(cases, query, order, look.size, read)


def _open_cases(stretch: Stretch, size: int, user: User) -> list[list[Any]]:
    """What most people look at most of the time: a statement that is written once."""
    start = stretch.start
    told = {} if start is None else {field_of(stretch.order): start.key, Cancellation._meta.pk: start.id}
    return _written_once(stretch.order, stretch.backwards, start is not None, size).rows(user, told)


@lru_cache(maxsize=256)
def _written_once(order: Order, backwards: bool, is_later: bool, size: int) -> ColumnsOf:
    start = Cursor(stand_in(field_of(order)), stand_in(Cancellation._meta.pk)) if is_later else None
    stretch = Stretch(order, start, backwards)
    return ColumnsOf(lambda user: stretch.of_all(listed_cases(order.column).visible_to(user).open_cases())[: size + 1])
