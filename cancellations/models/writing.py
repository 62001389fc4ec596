"""Writing single rows with SQL that is written once for each set of columns.

As `row.save(force_insert=True)` and `row.save(update_fields=…)`, which write their SQL anew each time. No signals
are sent: the domain has none.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from django.db import DatabaseError, connection, models

Fields = list["models.Field[Any, Any]"]


def insert(row: models.Model) -> None:
    """Add a row; it has its key afterwards."""
    sql, fields = _insertion(type(row))
    with connection.cursor() as cursor:
        cursor.execute(sql, _values(row, fields, add=True))
        row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, connection.alias


def write(row: models.Model, names: Sequence[str]) -> None:
    """Update these columns of a row. Raises DatabaseError when the row is gone."""
    sql, fields = _update(type(row), tuple(names))
    with connection.cursor() as cursor:
        cursor.execute(sql, [*_values(row, fields, add=False), row.pk])
        if cursor.rowcount != 1:
            raise DatabaseError(f"{row} is gone")


@lru_cache(maxsize=64)
def _insertion(model: type[models.Model]) -> tuple[str, Fields]:
    quoted, meta = connection.ops.quote_name, model._meta
    fields: Fields = [field for field in meta.concrete_fields if not field.primary_key]
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    values = ", ".join(["%s"] * len(fields))
    key = quoted(str(meta.pk.column))
    return f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({values}) RETURNING {key}", fields  # noqa: S608 - our own names


@lru_cache(maxsize=512)
def _update(model: type[models.Model], names: tuple[str, ...]) -> tuple[str, Fields]:
    fields: Fields = [model._meta.get_field(name) for name in names]  # type: ignore[misc] # columns alone
    quoted, meta = connection.ops.quote_name, model._meta
    columns = ", ".join(f"{quoted(str(field.column))} = %s" for field in fields)
    return f"UPDATE {quoted(meta.db_table)} SET {columns} WHERE {quoted(str(meta.pk.column))} = %s", fields  # noqa: S608 - our own names


def _values(row: models.Model, fields: Fields, *, add: bool) -> list[Any]:
    return [field.get_db_prep_save(field.pre_save(row, add), connection) for field in fields]
