"""Tables without indexes while very many rows are written: an index is made of all rows in a fraction of the time."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from django.core.management.color import no_style
from django.db import connection, models

from cancellations.models import search_index

# nothing that is written here is worth a disk's patience: after a crash it is made again
_HURRY = (
    *("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF", "PRAGMA secure_delete=OFF", "PRAGMA foreign_keys=OFF"),
    *("PRAGMA cache_size=-1000000", "PRAGMA locking_mode=EXCLUSIVE"),
)


@contextmanager
def bare(kinds: Sequence[type[models.Model]]) -> Iterator[None]:
    """Their tables without indexes, foreign keys and search; all is made again behind the block."""
    tables = [kind._meta.db_table for kind in kinds]
    drop, make = _on_postgresql(tables) if connection.vendor == "postgresql" else _on_sqlite(tables)
    search_index.remove(connection)
    _run(drop)
    yield
    _run(make)
    search_index.make(connection)
    if connection.vendor == "postgresql":
        _run(connection.ops.sequence_reset_sql(no_style(), list(kinds)))
        _run([f"VACUUM ANALYZE {table}" for table in tables])
    connection.close()  # and with it the hurry


def _on_sqlite(tables: Sequence[str]) -> tuple[list[str], list[str]]:
    found = _asked(
        "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN", tables
    )
    return [*_HURRY, *(f'DROP INDEX "{name}"' for name, _sql in found)], [sql for _name, sql in found]


def _on_postgresql(tables: Sequence[str]) -> tuple[list[str], list[str]]:
    """Unique and primary keys stay: rows come in their order."""
    indexes = _asked(
        "SELECT indexname, indexdef FROM pg_indexes JOIN pg_class ON relname = indexname"
        " WHERE NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = pg_class.oid) AND tablename IN",
        tables,
    )
    keys = _asked(
        "SELECT conname, relname, pg_get_constraintdef(pg_constraint.oid) FROM pg_constraint"
        " JOIN pg_class ON pg_class.oid = conrelid WHERE contype = 'f' AND relname IN",
        tables,
    )
    searched = {f"{table}_{column}" for table, columns in search_index.TEXTS.items() for column in columns}
    own = [(name, sql) for name, sql in indexes if name not in searched]
    drop = [f'ALTER TABLE {table} DROP CONSTRAINT "{name}"' for name, table, _definition in keys]
    make = [f'ALTER TABLE {table} ADD CONSTRAINT "{name}" {definition}' for name, table, definition in keys]
    hurry = ["SET synchronous_commit = off", "SET maintenance_work_mem = '1GB'"]
    return [*hurry, *drop, *(f'DROP INDEX "{name}"' for name, _sql in own)], [*(sql for _name, sql in own), *make]


def _asked(sql: str, tables: Sequence[str]) -> list[tuple[str, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} ({', '.join(['%s'] * len(tables))})", tables)
        return list(cursor.fetchall())


def _run(statements: Sequence[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
