"""Writing rows with SQL that is written once for each set of columns: single ones, and very many.

As `row.save(force_insert=True)` and `row.save(update_fields=…)`, which write their SQL anew each time. No signals
are sent: the domain has none.
"""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from itertools import islice
from typing import Any

from django.db import DatabaseError, connection, models

from cancellations.models.search_index import filled_at_once

Fields = list["models.Field[Any, Any]"]
_WRITTEN_AT_ONCE = 1_000  # rows that lie in memory ready to be written: Django keeps what it was given to the end
_PLAIN = frozenset({str, int})  # what every database takes as it is


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


def prepared(row: models.Model) -> list[Any]:
    """The columns of a new row but its key, as the database takes them: for `insert_many`, outside its transaction."""
    return _values(row, _insertion(type(row))[1], add=True)


class Mould:
    """Rows that differ in a few fields from one another: only these are made ready for the database anew."""

    def __init__(self, row: models.Model) -> None:
        self._columns = prepared(row)
        fields = _insertion(type(row))[1]
        self._places = {field.attname: (place, field) for place, field in enumerate(fields)}

    def cast(self, values: Mapping[str, Any]) -> list[Any]:
        """As `prepared` for a row with these values, by the names of their columns."""
        columns = self._columns.copy()
        for name, value in values.items():
            place, field = self._places[name]
            plain = value is None or type(value) in _PLAIN
            columns[place] = value if plain else field.get_db_prep_save(value, connection)
        return columns


def place_of(model: type[models.Model], name: str) -> int:
    """Where the field called `name` stands in what `prepared` gives."""
    return [field.name for field in _insertion(model)[1]].index(name)


def insert_many(model: type[models.Model], rows: Iterable[Sequence[Any]], *, keyed: bool = False) -> None:
    """Add rows as `prepared` gives them, each with its key before it if `keyed`. Nothing but the writing is done."""
    quoted, meta = connection.ops.quote_name, model._meta
    names = [*([str(meta.pk.column)] if keyed else []), *(str(field.column) for field in _insertion(model)[1])]
    columns, values = ", ".join(map(quoted, names)), ", ".join(["%s"] * len(names))
    sql, left = f"INSERT INTO {quoted(meta.db_table)} ({columns}) VALUES ({values})", iter(rows)  # noqa: S608 - our own names
    with filled_at_once(meta.db_table), connection.cursor() as cursor:
        while some := list(islice(left, _WRITTEN_AT_ONCE)):
            cursor.executemany(sql, some)


def update_many(model: type[models.Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> int:
    """Update these fields of rows that are of a version still: values, key, version. Gives how many there were."""
    sql, _fields = _update(model, tuple(names))
    with connection.cursor() as cursor:
        cursor.executemany(f"{sql} AND {connection.ops.quote_name('version')} = %s", rows)
        return int(cursor.rowcount)


def prepared_values(model: type[models.Model], values: Mapping[str, Any]) -> list[Any]:
    """Values of some fields as the database takes them, in their order."""
    return [model._meta.get_field(name).get_db_prep_save(value, connection) for name, value in values.items()]  # type: ignore[union-attr]


def reserve_keys(model: type[models.Model], count: int) -> list[int]:
    """Keys that no row has and none will get but those that the caller adds, in the caller's transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            sequence = "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)"
            cursor.execute(sequence, [table, count])
            return [key for (key,) in cursor.fetchall()]
        # one writer at a time: what follows the last key is free until the transaction ends
        cursor.execute("SELECT seq FROM sqlite_sequence WHERE name = %s", [table])
        last = cursor.fetchone()
    first = last[0] + 1 if last else 1
    return list(range(first, first + count))


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
