"""Rows behind a place in an order: two columns compared as one, so that an index leads straight to it.

`a >= x AND (a > x OR id > y)` says the same, and makes a database read all that are alike in `a`. SQLite does so even
where they are compared as one, if only in the index; `in_two` spares it that.
"""

from typing import Any, TypeVar

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Field, Func, Q, QuerySet, Value
from django.db.models.sql.compiler import SQLCompiler

Rows = TypeVar("Rows", bound=QuerySet[Any, Any])
PLACE = "place"  # what a row is sorted by, as a column of the answer


class Beyond(Func):
    """(column, id) > (key, id), or as `sign` says: <, <=, >=."""

    output_field = BooleanField()
    arity = 4

    def __init__(self, *places: Any, sign: str) -> None:
        super().__init__(*places)
        self.extra["sign"] = sign

    def as_sql(self, compiler: SQLCompiler, connection: BaseDatabaseWrapper, *args: Any, **context: Any) -> Any:
        compiled = [compiler.compile(source) for source in self.source_expressions]
        column, pk, key, place = (sql for sql, _told in compiled)
        parameters = [one for _sql, told in compiled for one in told]
        return f"({column}, {pk}) {self.extra['sign']} ({key}, {place})", parameters


def beyond(column: "Field[Any, Any]", key: Any, pk: int, *, downwards: bool, itself: bool = False) -> Beyond:
    """The rows behind `key` and `pk` in the direction that is read; with `itself`, from that row on."""
    sign = ("<" if downwards else ">") + ("=" if itself else "")
    own = column.model._meta.pk
    return Beyond(F(column.name), F(own.name), Value(key, column), Value(pk, own), sign=sign)


def placed(rows: Rows, column: str) -> Rows:
    """`rows` with what they are sorted by as PLACE, to be chosen among their columns."""
    found: Rows = rows.annotate(**{PLACE: F(column)})
    return found


def reads_all_alike() -> bool:
    """Whether the database does, to get to a place among them."""
    return connection.vendor == "sqlite"


def in_two(rows: Rows, column: str, key: Any, pk: int, *, downwards: bool) -> Rows:
    """The `placed` rows behind `key` and `pk`, in order, with their ids: those that are alike, then those further on.

    Only for rows that an index has one after the other: SQLite looks for the first of both parts at once, and where
    rows in between are filtered out, it may look for long for one that no page needs.
    """
    sign, way = ("-", "lt") if downwards else ("", "gt")
    alike = rows.filter(Q((column, key)), Q((f"id__{way}", pk)))
    found = alike.union(rows.filter(Q((f"{column}__{way}", key))), all=True)
    return found.order_by(f"{sign}{PLACE}", f"{sign}id")
