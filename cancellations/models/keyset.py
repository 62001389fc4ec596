"""Rows behind a place in an order: two columns compared as one, so that an index leads straight to it.

`a >= x AND (a > x OR id > y)` says the same, and makes a database read all that are alike in `a`.
"""

from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Field, Func, Value
from django.db.models.sql.compiler import SQLCompiler


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
