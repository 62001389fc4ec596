"""Days as both databases count them, the one place in which they differ; and when a day begins and ends."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import CharField, Func, IntegerField
from django.db.models.sql.compiler import SQLCompiler
from django.utils import timezone


class DaysBetween(Func):
    """From one day to another, below zero when the other comes first; NULL when one is missing.

    Django's own difference of two dates is a function of Python's on SQLite, and takes ten times as long.
    """

    output_field = IntegerField()

    def __init__(self, since: str | Func, until: str) -> None:
        super().__init__(until, since)

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        template = "CAST(JULIANDAY(%(expressions)s) AS INTEGER)"
        return self.as_sql(compiler, connection, template=template, arg_joiner=") - JULIANDAY(", **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="(%(expressions)s)", arg_joiner=" - ", **extra)


class MonthOf(Func):
    """The month of a day, as 2026-11."""

    output_field = CharField()
    arity = 1

    def as_sqlite(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="SUBSTR(%(expressions)s, 1, 7)", **extra)

    def as_postgresql(self, compiler: SQLCompiler, connection: Any, **extra: Any) -> Any:
        return self.as_sql(compiler, connection, template="TO_CHAR(%(expressions)s, 'YYYY-MM')", **extra)


def begin_of(day: date | None) -> datetime | None:
    """When this day begins in the reader's time zone."""
    return timezone.make_aware(datetime.combine(day, time())) if day else None


def end_of(day: date | None) -> datetime | None:
    """When the next day begins."""
    return begin_of(day + timedelta(days=1)) if day else None
