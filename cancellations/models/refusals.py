"""What a database means when it refuses: that it is busy, that it is full, or that a statement was wrong.

SQLite says it in English words, PostgreSQL by a code (SQLSTATE) whatever language it speaks.
"""

import sqlite3

from django.db import DatabaseError

_ANY = (DatabaseError, sqlite3.OperationalError)  # the queue's file is opened without Django
_LOCKED = ("database is locked", "database table is locked")
_FULL = ("database or disk is full", "disk I/O error")

# The classes and codes of https://www.postgresql.org/docs/current/errcodes-appendix.html
_BUSY_CODES = (
    "08",  # the connection broke
    "25006",  # a standby took over, or is still one
    "25P03",  # a transaction that stood idle was ended
    "40",  # a deadlock, or changed meanwhile
    "53300",  # too many connections
    "55P03",  # another one holds the lock
    "57",  # cancelled, took too long, shut down, starting up
)
_FULL_CODES = ("53100", "58030")  # disk full, input or output error
_OUTDATED_CODE, _OUTDATED_SAID_BY = "0A000", "RevalidateCachedQuery"  # the code alone is any unknown feature
_UNREACHABLE = {"psycopg", "psycopg_pool"}


def is_busy(exception: BaseException) -> bool:
    """Whether the same may succeed in a few seconds: locked, too slow, restarted, upgraded, or not to be reached."""
    if not isinstance(exception, _ANY):
        return False
    code = _code(exception)
    if code is None:
        return any(words in str(exception) for words in _LOCKED) or _is_unreachable(exception)
    return code.startswith(_BUSY_CODES) or is_outdated(exception)


def is_outdated(exception: BaseException) -> bool:
    """Whether a prepared statement gives columns of another type since an upgrade: see prepared.py.

    What PostgreSQL says of it, "cached plan must not change result type", it says in its own language; the name of its
    function that says so is the same in all.
    """
    if _code(exception) != _OUTDATED_CODE:
        return False
    told = getattr(exception.__cause__ or exception, "diag", None)
    return getattr(told, "source_function", None) == _OUTDATED_SAID_BY


def is_full(exception: BaseException) -> bool:
    """Whether there is no room to write."""
    if not isinstance(exception, _ANY):
        return False
    code = _code(exception)
    return any(words in str(exception) for words in _FULL) if code is None else code in _FULL_CODES


def _code(exception: BaseException) -> str | None:
    """PostgreSQL's code; None for SQLite, and where no server answered."""
    cause = exception.__cause__ or exception
    return getattr(cause, "sqlstate", None)


def _is_unreachable(exception: BaseException) -> bool:
    """Whether the driver itself gave up, as it does without a server: no connection, or none that is free."""
    cause = type(exception.__cause__ or exception)
    return cause.__module__.split(".")[0] in _UNREACHABLE and cause.__name__ in {"OperationalError", "PoolTimeout"}
