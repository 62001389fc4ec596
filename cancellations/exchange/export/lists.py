"""A list as it is filtered, searched and ordered at this moment, ready to be written to a file.

Which rows it has and in which order is settled at once, by their ids (8 bytes a row). What stands in them is read while
the file is written, some hundred rows at a time, each in one query: so neither the database nor the memory ever holds
the whole, and nobody's writing waits for a slow download. A row that is changed meanwhile is as it was when its chunk
was read, one that is deleted meanwhile is left out, and none comes twice.
"""

from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from cancellations.domain.export_words import EXPORTED, Exported
from cancellations.domain.listing import REQUESTS, SIMS
from cancellations.domain.roles import Right
from cancellations.exchange.export import case_columns, sim_columns
from cancellations.exchange.export.column import Column, fields_of
from cancellations.exchange.export.table import Row, Table
from cancellations.forms.case_filter import CaseFilter
from cancellations.forms.list_look import look_of
from cancellations.forms.sim_filter import SimFilter
from cancellations.models import Cancellation, Sim, User
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.sim import SimQuerySet

AT_ONCE = 500  # rows of a query
_IDS_AT_ONCE = 5_000
_LONGEST_ID = 18


@dataclass(frozen=True)
class ListExport:
    """`ids`: the rows in their order."""

    what: Exported
    reader: User
    ids: Sequence[int]
    columns: Sequence[Column]

    @property
    def masked(self) -> bool:
        return not self.reader.may(Right.SEE_IDENTIFIERS)

    @property
    def file_stem(self) -> str:
        """The name of its file, which says when numbers in it are masked."""
        marks = [_("numbers masked")] if self.masked else []
        return "-".join([str(EXPORTED[self.what]), *marks, f"{timezone.localdate():%Y-%m-%d}"]).replace(" ", "-")

    def table(self) -> Table:
        return Table(str(EXPORTED[self.what]), [column.heading for column in self.columns], self._rows())

    def _rows(self) -> Iterator[Row]:
        fields = fields_of(self.columns)
        for start in range(0, len(self.ids), AT_ONCE):
            chunk = self.ids[start : start + AT_ONCE]
            found = {row["pk"]: row for row in self._visible().filter(pk__in=list(chunk)).values("pk", *fields)}
            for pk in chunk:
                if pk in found:
                    yield [column.of(found[pk]) for column in self.columns]

    def __len__(self) -> int:
        return len(self.ids)

    def _visible(self) -> QuerySet[Cancellation] | QuerySet[Sim]:
        model = Cancellation if self.what is Exported.REQUESTS else Sim
        return model.objects.visible_to(self.reader)


def list_export(what: Exported, query: QueryDict, reader: User, *, all_columns: bool) -> ListExport:
    """Requests or SIM cards as `query`, the list's own query string, shows it to `reader`: all pages of it.

    With `case` or `sim` in it, only of these rows, unless `all` is there too.
    """
    today = timezone.localdate()
    if what is Exported.REQUESTS:
        ids, columns = _ids(chosen_cases(query, reader, today)), case_columns.case_columns(reader, today)
        shown = case_columns.shown(look_of(query, reader, REQUESTS).columns)
    else:
        ids, columns = _ids(_chosen_sims(query, reader)), sim_columns.sim_columns(reader)
        shown = sim_columns.shown(look_of(query, reader, SIMS).columns)
    return ListExport(what, reader, ids, columns if all_columns else _those(columns, shown))


def chosen_cases(query: QueryDict, reader: User, today: date) -> CancellationQuerySet:
    """The requests that are ticked in the list, or all that its filters let through, in the order of the list."""
    chosen, cases, ticked = CaseFilter(query, reader), Cancellation.objects.visible_to(reader), _ticked(query, "case")
    found = chosen.narrow(cases, today) if ticked is None else cases.filter(pk__in=ticked)
    return found.order_by(*chosen.order.by)


def _those(columns: Sequence[Column], names: Iterable[str]) -> list[Column]:
    """In the order of the names; of an amount all currencies."""
    return [column for name in names for column in columns if column.key.partition(":")[0] == name]


def _chosen_sims(query: QueryDict, reader: User) -> SimQuerySet:
    chosen, sims, ticked = SimFilter(query, reader), Sim.objects.visible_to(reader), _ticked(query, "sim")
    found = chosen.narrow(sims) if ticked is None else sims.filter(pk__in=ticked)
    return found.order_by(*chosen.order.by)


def _ticked(query: QueryDict, name: str) -> list[int] | None:
    """The ids of the rows that are ticked one by one; None where the filter says which."""
    ticked = query.getlist(name)
    return [int(one) for one in ticked if _is_id(one)] if ticked and "all" not in query else None


def _ids(rows: QuerySet[Any]) -> "array[int]":
    """Fetched bit by bit into the 8 bytes that each needs."""
    return array("q", rows.values_list("pk", flat=True).iterator(_IDS_AT_ONCE))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= _LONGEST_ID
