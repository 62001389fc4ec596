"""Writing single rows with SQL that is written once for each set of columns.

As `row.save(update_fields=…)`, which writes its SQL anew each time. No signals are sent: the domain has none.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection, models

Fields = list["models.Field[Any, Any]"]


def write(row: models.Model, names: Sequence[str]) -> None:
    """Update these columns of a row. Raises DatabaseError when the row is gone."""
    sql, fields = _update(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_values(row, fields), row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row} is gone")


@lru_cache(maxsize=512)
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    fields: Fields = [model._meta.get_field(name) for name in names]  # type: ignore[misc] # columns alone
    quoted, meta = connection.ops.quote_name, model._meta
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    return f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(str(meta.pk.column))} = %s", fields  # noqa: S608 - our own names


def _values(row: models.Model, fields: Fields) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add=False), connection) for field in fields]
