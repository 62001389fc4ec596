"""What a database refuses is told apart by its codes, whatever language it speaks."""

import psycopg
import pytest
from django.db import DataError, IntegrityError, InternalError, NotSupportedError, OperationalError
from psycopg_pool import PoolTimeout

from cancellations.models.refusals import is_busy, is_full


def said(kind: type[Exception], cause: Exception | None) -> Exception:
    """As Django gives it: its own exception, caused by the driver's."""
    error = kind("слова, которых никто не читает")
    error.__cause__ = cause
    return error


@pytest.mark.parametrize(
    ("kind", "cause", "busy", "full"),
    [
        (OperationalError, psycopg.errors.LockNotAvailable(), True, False),
        (OperationalError, psycopg.errors.QueryCanceled(), True, False),
        (OperationalError, psycopg.errors.DeadlockDetected(), True, False),
        (OperationalError, psycopg.errors.AdminShutdown(), True, False),
        (OperationalError, psycopg.errors.CannotConnectNow(), True, False),
        (OperationalError, psycopg.errors.TooManyConnections(), True, False),
        (InternalError, psycopg.errors.ReadOnlySqlTransaction(), True, False),
        (OperationalError, psycopg.OperationalError("connection refused"), True, False),
        (OperationalError, PoolTimeout("none is free"), True, False),
        (OperationalError, psycopg.errors.DiskFull(), False, True),
        (NotSupportedError, psycopg.errors.FeatureNotSupported(), False, False),  # outdated: test_outdated_plans.py
        (IntegrityError, psycopg.errors.UniqueViolation(), False, False),
        (DataError, psycopg.errors.StringDataRightTruncation(), False, False),
        (DataError, psycopg.DataError("PostgreSQL text fields cannot contain NUL"), False, False),
        (OperationalError, None, False, False),
    ],
)
def test_postgresql(kind: type[Exception], cause: Exception | None, busy: bool, full: bool) -> None:
    error = said(kind, cause)
    assert (is_busy(error), is_full(error)) == (busy, full)


@pytest.mark.parametrize(
    ("words", "busy", "full"),
    [
        ("database is locked", True, False),
        ("database table is locked: sim", True, False),
        ("database or disk is full", False, True),
        ("disk I/O error", False, True),
        ("no such table: sim", False, False),
    ],
)
def test_sqlite(words: str, busy: bool, full: bool) -> None:
    assert (is_busy(OperationalError(words)), is_full(OperationalError(words))) == (busy, full)


def test_other_errors_are_neither() -> None:
    assert not is_busy(ValueError("database is locked"))
    assert not is_full(OSError("disk I/O error"))
