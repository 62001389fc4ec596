"""Statements whose words never change: PostgreSQL plans them once a connection, and not at each request.

To plan them takes it longer than to run them. Their values go to the server apart from the words; after a few times
psycopg prepares them, and the server settles for one plan unless plans for the very values promise to be cheaper.
All other statements go with their values written into them, as Django does it.

When an upgrade gives a column another type while servers run, what was prepared for it is refused until it is thrown
away. `ask_kept` does that and asks once more. In a transaction it cannot: the refusal has ended it. It is told, and
psycopg throws away what was prepared as the transaction is rolled back, so that the next attempt succeeds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import NotSupportedError
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.utils import CursorWrapper
from django.db.models import BooleanField, Func
from django.db.models.sql.compiler import SQLCompiler
from psycopg import Connection, Cursor
from psycopg.pq import TransactionStatus

from cancellations.models.refusals import is_outdated

Values = Sequence[Any] | Mapping[str, Any]


def ask_kept(database: BaseDatabaseWrapper, sql: str, values: Values) -> list[tuple[Any, ...]]:
    """What a statement gives that is asked in the same words again and again."""
    try:
        return _ask(database, sql, values)
    except NotSupportedError as refused:
        if not is_outdated(refused) or not _forget(database.connection):
            raise
    return _ask(database, sql, values)


def _ask(database: BaseDatabaseWrapper, sql: str, values: Values) -> list[tuple[Any, ...]]:
    with cursor_for_kept(database) as cursor:
        cursor.execute(sql, values)
        return list(cursor.fetchall())


def _forget(connection: "Connection[Any]") -> bool:
    """Throw away what was prepared on a connection; False in a transaction, where nothing is done any more."""
    if connection.info.transaction_status is not TransactionStatus.IDLE:
        return False
    with connection.transaction(force_rollback=True):  # after a rollback psycopg sends DEALLOCATE ALL
        pass
    return True


def cursor_for_kept(database: BaseDatabaseWrapper) -> CursorWrapper:
    """For a statement that is asked in the same words again and again."""
    if database.vendor != "postgresql" or database.queries_logged:  # a log wants the values in their places
        return database.cursor()
    database.ensure_connection()
    if database.connection.prepare_threshold is None:  # prepare=off: see config/database.py
        return database.cursor()
    with database.wrap_database_errors:
        own: CursorWrapper = database._prepare_cursor(Cursor(database.connection))  # type: ignore[attr-defined] # private
    return own


class Among(Func):
    """Whether a key is one of those in a text that `keys_text` made: one parameter, however many they are."""

    output_field = BooleanField()
    arity = 2
    template = "%(expressions)s"

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, arg_joiner=" IN (SELECT value FROM JSON_EACH(", template="%(expressions)s))"
        )

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(
            compiler, connection, arg_joiner=" = ANY(TRANSLATE(", template="%(expressions)s, '[]', '{}')::bigint[])"
        )


def keys_text(keys: Iterable[int]) -> str:
    return f"[{','.join(str(int(key)) for key in keys)}]"
