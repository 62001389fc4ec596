"""The index of trigrams that finds a piece of text, and all that databases disagree on about it.

SQLite: a full-text table beside each searched table, kept right by triggers, so that whoever writes a text, however,
has it found. Its row numbers begin with the workspace: what others have is neither found nor waited for.
PostgreSQL: pg_trgm, in one index with the workspace. The database's LC_CTYPE must know letters (any UTF-8 one does).

SQLite drops a table's triggers when a migration has to rebuild the table: such a migration ends with `make`.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import connection, transaction
from django.db.backends.base.base import BaseDatabaseWrapper

from cancellations.domain.searching import MARK, indexed_term

TEXTS: dict[str, tuple[str, ...]] = {
    "cancellations_cancellation": ("search_text", "search_text_masked"),
    "cancellations_sim": ("search_text", "search_text_masked"),
    "cancellations_message": ("search_text",),
}
HITS_AT_MOST = 2000  # as many rows are fetched by number and sorted in little time
_PAUSED = "cancellations_search_paused"  # tables whose new rows are indexed later in the same transaction
_TELLING = 7
_ID_BITS = 40
_PART = 4 << 20  # bytes of SQLite's index that are sorted in memory at once
_PENDING = 256  # kB that PostgreSQL may keep unsorted; every search reads through it
# what pg_trgm makes trigrams of; it passes over signs and pictures
_LETTERS = re.compile(rf"[^\W_]{{3}}|{MARK}[^\W_]{MARK}")


def ids(table: str, column: str, workspace_id: int, terms: Sequence[str]) -> list[int] | None:
    """The rows of the workspace whose `column` may contain any of the folded `terms`; all that do are among them.

    One query. None where the index does not help: a term is too short for it, or it knows more than HITS_AT_MOST rows.
    """
    # what contains "+7916…" contains "7916…"
    fewest = [term for term in terms if not any(other != term and other in term for other in terms)]
    known = [known for term in fewest if (known := indexed_term(term))]
    if len(known) < len(fewest):
        return None
    if connection.vendor == "sqlite":
        sql, values = _on_sqlite(table, column, workspace_id, known)
    elif all(map(_LETTERS.search, known)):
        sql, values = _on_postgresql(table, column, workspace_id, known)
    else:
        return None
    with connection.cursor() as cursor:
        cursor.execute(f"{sql} LIMIT {HITS_AT_MOST + 1}", values)
        found = [row[0] for row in cursor.fetchall()]
    return found if len(found) <= HITS_AT_MOST else None


@contextmanager
def filled_at_once(table: str) -> Iterator[None]:
    """One transaction, in which rows are added to `table`, and nothing else is done to it: they are indexed together.

    SQLite would write a part of the index for each statement; for very many rows this takes an eighth of the time.
    """
    if connection.vendor != "sqlite" or table not in TEXTS:
        with transaction.atomic():
            yield
        return
    texts, row = ", ".join(TEXTS[table]), _number(table)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(max(id), 0) FROM {table}")  # noqa: S608 - our names
        last = cursor.fetchone()[0]
        cursor.execute(f"INSERT INTO {_PAUSED}(name) VALUES (%s)", [table])  # noqa: S608 - our names
        yield
        cursor.execute(f"DELETE FROM {_PAUSED} WHERE name = %s", [table])  # noqa: S608 - our names
        added = f"SELECT {row}, {texts} FROM {table} WHERE id > %s"  # noqa: S608 - our names
        cursor.execute(f"INSERT INTO {table}_search(rowid, {texts}) {added}", [last])


def make(database: BaseDatabaseWrapper) -> None:
    """Make the index anew, from the texts that are there."""
    remove(database)
    sqlite = database.vendor == "sqlite"
    with database.cursor() as cursor:
        for statement in [] if sqlite else ("pg_trgm", "btree_gin"):
            cursor.execute(f"CREATE EXTENSION IF NOT EXISTS {statement}")
        if sqlite:
            cursor.execute(f"CREATE TABLE {_PAUSED} (name text PRIMARY KEY)")
        for table, columns in TEXTS.items():
            for statement in (_sqlite_index if sqlite else _postgresql_index)(table, columns):
                cursor.execute(statement)


def remove(database: BaseDatabaseWrapper) -> None:
    with database.cursor() as cursor:
        for table, columns in TEXTS.items():
            if database.vendor == "sqlite":
                for event in ("added", "removed", "changed"):
                    cursor.execute(f"DROP TRIGGER IF EXISTS {table}_search_{event}")
                cursor.execute(f"DROP TABLE IF EXISTS {table}_search")
                cursor.execute(f"DROP VIEW IF EXISTS {table}_texts")
            else:
                for column in columns:
                    cursor.execute(f"DROP INDEX IF EXISTS {table}_{column}")
        cursor.execute(f"DROP TABLE IF EXISTS {_PAUSED}")


def _on_sqlite(table: str, column: str, workspace_id: int, terms: list[str]) -> tuple[str, list[Any]]:
    either = " OR ".join('"{}"'.format(_telling(term).replace('"', '""')) for term in terms)
    first = workspace_id << _ID_BITS
    index = f"{table}_search"
    sql = f"SELECT rowid - {first} FROM {index} WHERE {index} MATCH %s AND rowid BETWEEN %s AND %s"  # noqa: S608 - our names
    return sql, [f"{column} : ({either})", first, first + (1 << _ID_BITS) - 1]


def _telling(term: str) -> str:
    """The end of a long number: that is what tells numbers apart, and SQLite reads all the rows of each trigram."""
    return term[-_TELLING:] if term[-_TELLING - 1 :].isdecimal() else term


def _on_postgresql(table: str, column: str, workspace_id: int, terms: list[str]) -> tuple[str, list[Any]]:
    either = " OR ".join(f"{column} LIKE %s" for _term in terms)
    patterns = [re.sub(r"([\\%_])", r"\\\1", term) for term in terms]
    sql = f"SELECT id FROM {table} WHERE workspace_id = %s AND ({either})"  # noqa: S608 - our names
    return sql, [workspace_id, *(f"%{pattern}%" for pattern in patterns)]


def _sqlite_index(table: str, columns: tuple[str, ...]) -> list[str]:
    """The index keeps no texts of its own: the view tells it which belong to a row when it is filled or checked."""
    index, texts = f"{table}_search", ", ".join(columns)

    def of(row: str) -> str:
        return ", ".join([_number(row), *(f"{row}.{column}" for column in columns)])

    add = _told(index, f"rowid, {texts}", of("new"))
    drop = _told(index, f"{index}, rowid, {texts}", f"'delete', {of('old')}")
    changed = " OR ".join(f"old.{column} <> new.{column}" for column in ("workspace_id", *columns))
    options = f"content='{table}_texts', content_rowid='number', tokenize='trigram case_sensitive 1', columnsize=0"
    unless_paused = f"NOT EXISTS (SELECT 1 FROM {_PAUSED} WHERE name = '{table}')"  # noqa: S608 - our names
    trigger = f"CREATE TRIGGER {index}_"
    return [
        f"CREATE VIEW {table}_texts AS SELECT {_number(table)} AS number, {texts} FROM {table}",  # noqa: S608 - our names
        f"CREATE VIRTUAL TABLE {index} USING fts5({texts}, {options})",
        # fewer and larger parts to merge: an import of fifty thousand cards takes a quarter less
        _told(index, f"{index}, rank", "'automerge', 8"),
        _told(index, f"{index}, rank", f"'hashsize', {_PART}"),
        _told(index, index, "'rebuild'"),
        f"{trigger}added AFTER INSERT ON {table} WHEN {unless_paused} BEGIN {add}; END",
        f"{trigger}removed AFTER DELETE ON {table} BEGIN {drop}; END",
        f"{trigger}changed AFTER UPDATE OF workspace_id, {texts} ON {table} WHEN {changed} BEGIN {drop}; {add}; END",
    ]


def _number(row: str) -> str:
    return f"{row}.workspace_id << {_ID_BITS} | {row}.id"


def _told(index: str, columns: str, values: str) -> str:
    """Rows and orders are told to a full-text table alike."""
    return f"INSERT INTO {index}({columns}) VALUES ({values})"  # noqa: S608 - our names


def _postgresql_index(table: str, columns: tuple[str, ...]) -> list[str]:
    return [
        f"CREATE INDEX {table}_{column} ON {table} USING gin (workspace_id, {column} gin_trgm_ops) "
        f"WITH (gin_pending_list_limit = {_PENDING})"
        for column in columns
    ]
