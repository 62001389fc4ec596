"""Django's backend for SQLite, in which whoever writes waits in line for the turn (see turns.py).

The line is stood in before BEGIN IMMEDIATE, and before a single statement that writes outside of a transaction: that
would find no gap between those who wait. It is left with the transaction, however that ends. A savepoint has no turn of
its own, and a database in memory has no line.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from sqlite3 import Connection
from typing import Any

from django.db import OperationalError
from django.db.backends.sqlite3 import base

from config.sqlite3.turns import Turns, turns_at

_WRITES = ("INSERT", "UPDATE", "DELETE", "REPLACE")
_OFTEN = 5_000  # characters; longer statements carry lists of keys, and hardly come twice
_DJANGOS = 5.0  # seconds that its own backend waits when OPTIONS has no timeout


class DatabaseWrapper(base.DatabaseWrapper):
    """The name that Django looks for in the `base` module of ENGINE."""

    _turns: Turns | None = None
    _has_turn = False

    def create_cursor(self, name: str | None = None) -> "_Cursor":
        return self.connection.cursor(factory=self._cursor_of)  # type: ignore[no-any-return]

    @contextmanager
    def turn(self) -> Iterator[None]:
        """The turn to write, unless it is had already. Raises OperationalError when others have it for too long."""
        if self._has_turn:
            yield
            return
        self._take_turn()
        try:
            yield
        finally:
            self._leave_turn()

    def _cursor_of(self, connection: Connection) -> "_Cursor":
        cursor = _Cursor(connection)
        cursor.database = self
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._take_turn()
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc] # the stubs know no private names
        except BaseException:
            self._leave_turn()
            raise

    def _commit(self) -> None:
        super()._commit()  # type: ignore[misc]
        self._leave_turn()  # a commit that fails is rolled back by Django

    def _rollback(self) -> None:
        try:
            super()._rollback()  # type: ignore[misc]
        finally:
            self._leave_turn()

    def _close(self) -> None:
        try:
            super()._close()  # type: ignore[misc]
        finally:
            self._leave_turn()
            self._turns = None

    def _take_turn(self) -> None:
        if self._has_turn:  # of a transaction that ended in a way that nobody knows
            return
        if self._turns is None or not self._turns.close.alive:
            self._turns = None if self.is_in_memory_db() else turns_at(os.path.realpath(self.settings_dict["NAME"]))
        if self._turns is None:
            return
        seconds = self.settings_dict["OPTIONS"].get("timeout", _DJANGOS)
        if not self._turns.take(seconds):
            raise OperationalError(f"database is locked: no turn to write within {seconds} seconds")
        self._has_turn = True

    def _leave_turn(self) -> None:
        if self._has_turn and self._turns:
            self._has_turn = False
            self._turns.leave()


class _Cursor(base.SQLiteCursorWrapper):
    database: DatabaseWrapper

    def execute(self, query: str, params: Any = None) -> "_Cursor":
        if query.startswith(_WRITES) and not self.connection.in_transaction:
            with self.database.turn():
                super().execute(query, params)
        else:
            super().execute(query, params)
        return self

    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """With SQLite's placeholders. A page asks the same ten statements each time, and Django reads each through."""
        if param_names is None and len(query) < _OFTEN:
            return _with_question_marks(query)
        return super().convert_query(query, param_names=param_names)


@lru_cache(maxsize=256)
def _with_question_marks(query: str) -> str:
    return base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%")
