"""Moving everything from one database to another, row by row, and looking afterwards whether it is the same.

Rows are read and written in chunks, as plain values of their columns: memory stays as it is however many there are.
At the target all happens in one transaction; the source is held still meanwhile, and nothing in it is changed.
"""

import hashlib
import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.core.management.color import no_style
from django.db import connections, models, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

CHUNK = 1000

Fields = list["models.Field[Any, Any]"]
Row = tuple[Any, ...]


@dataclass(frozen=True)
class Content:
    """How many rows a table has, and the SHA-256 of all of them in the order of their keys."""

    rows: int
    digest: str


def copied_models() -> list[type[models.Model]]:
    """All tables of ours and of the apps that we use. Counts of failed sign-ins and waiting jobs are left behind."""
    every = apps.get_models(include_auto_created=True)
    return sorted(
        (one for one in every if one._meta.managed and not one._meta.proxy), key=lambda one: one._meta.db_table
    )


def filled_tables(alias: str) -> list[str]:
    """Names of tables that hold rows already, but for the kinds of rows that every migration writes itself."""
    made_by_migrations = ("contenttypes", "auth")
    asked = [one for one in copied_models() if one._meta.app_label not in made_by_migrations]
    return [one._meta.db_table for one in asked if one._base_manager.using(alias).exists()]


def copy_rows(model: type[models.Model], source: str, target: str) -> Content:
    """Write all rows of one table into the other database; gives what was read."""
    fields, told = _fields(model), _Telling()
    database = connections[target]
    quoted = database.ops.quote_name
    columns = ", ".join(quoted(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    sql = f"INSERT INTO {quoted(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    with database.cursor() as cursor:
        for rows in _chunks(model, fields, source):
            told.tell(fields, rows)
            cursor.executemany(sql, [_prepared(fields, row, database) for row in rows])
    return told.content()


def content_of(model: type[models.Model], alias: str) -> Content:
    """What a table holds, the same for the same rows in whatever database."""
    fields, told = _fields(model), _Telling()
    for rows in _chunks(model, fields, alias):
        told.tell(fields, rows)
    return told.content()


def empty(alias: str) -> None:
    """Delete all rows of all tables; part of the caller's transaction."""
    database = connections[alias]
    names = [database.ops.quote_name(one._meta.db_table) for one in copied_models()]
    with database.cursor() as cursor:
        if database.vendor == "postgresql":
            cursor.execute(f"TRUNCATE {', '.join(names)}")
            return
        for name in names:  # foreign keys are looked at when the transaction ends
            cursor.execute(f"DELETE FROM {name}")  # noqa: S608 - our own names


def go_on_counting(alias: str) -> None:
    """Let new rows get keys behind those that were copied. SQLite sees to it by itself."""
    database = connections[alias]
    with database.cursor() as cursor:
        for sql in database.ops.sequence_reset_sql(no_style(), copied_models()):
            cursor.execute(sql)


@contextmanager
def held_still(alias: str) -> Iterator[None]:
    """A transaction in which the database is read as it is at one moment, and in which nobody else can write."""
    database = connections[alias]
    with transaction.atomic(using=alias):  # on SQLite, this takes the only right to write
        if database.vendor == "postgresql":
            names = ", ".join(database.ops.quote_name(one._meta.db_table) for one in copied_models())
            with database.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
                cursor.execute(f"LOCK TABLE {names} IN SHARE MODE")
        yield


class _Telling:
    """A running hash over rows."""

    def __init__(self) -> None:
        self._rows, self._digest = 0, hashlib.sha256()

    def tell(self, fields: Fields, rows: Sequence[Row]) -> None:
        self._rows += len(rows)
        for row in rows:
            told = [_canonical(field, value) for field, value in zip(fields, row, strict=True)]
            self._digest.update(json.dumps(told, sort_keys=True).encode() + b"\n")

    def content(self) -> Content:
        return Content(self._rows, self._digest.hexdigest())


def _fields(model: type[models.Model]) -> Fields:
    return [field for field in model._meta.concrete_fields if not field.generated]


def _chunks(model: type[models.Model], fields: Fields, alias: str) -> Iterator[list[Row]]:
    """All rows in the order of their keys."""
    names = [field.attname for field in fields]
    found = model._base_manager.using(alias).order_by("pk").values_list(*names)
    rows: list[Row] = []
    for row in found.iterator(CHUNK):
        rows.append(row)
        if len(rows) == CHUNK:
            yield rows
            rows = []
    if rows:
        yield rows


def _prepared(fields: Fields, row: Row, database: BaseDatabaseWrapper) -> list[Any]:
    return [field.get_db_prep_save(value, database) for field, value in zip(fields, row, strict=True)]


def _canonical(field: "models.Field[Any, Any]", value: Any) -> Any:
    """A value as JSON, written in one way only."""
    if isinstance(field, models.JSONField):
        return _plain_numbers(value)
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, bytes | memoryview):
        return bytes(value).hex()
    return value if value is None or isinstance(value, bool | int | float | str) else str(value)


def _plain_numbers(value: Any) -> Any:
    """PostgreSQL keeps no exponents in JSON: 1e3 comes back as 1000."""
    if isinstance(value, dict):
        return {key: _plain_numbers(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [_plain_numbers(inner) for inner in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
