"""What was opened and closed in each week or month, and how many were open at its end."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import connection
from django.db.models import Count

from cancellations.domain.reporting.period import Period
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.reports.days import begin_of, end_of
from cancellations.models.reports.scope import Scope


@dataclass(frozen=True)
class Part:
    """One week or month. `open_at_end`: of the cases that are known today; one that was reopened was never closed."""

    period: Period
    opened: int
    closed: int
    open_at_end: int


def flow(scope: Scope, period: Period, today: date) -> list[Part]:
    """Three queries, each of them on an index alone."""
    parts = period.parts()
    after = Period(period.last + timedelta(days=1), max(today, period.last + timedelta(days=1)))
    opened = [0] * len(parts)
    opened_after = 0
    for day, n in _opened(scope.cases(), period.first):
        if day <= period.last:
            opened[period.place_of(day)] += n
        else:
            opened_after += n
    *closed, closed_after = _closed(scope.cases(), [*parts, after])
    still_open = scope.cases().filter(is_open=True).count() - opened_after + closed_after
    made = []
    for part, came, went in zip(reversed(parts), reversed(opened), reversed(closed), strict=True):
        made.append(Part(part, came, went, still_open))
        still_open += went - came
    return made[::-1]


def _opened(cases: CancellationQuerySet, since: date) -> list[tuple[date, int]]:
    rows = cases.filter(opened_on__gte=since).order_by("opened_on").values("opened_on").annotate(n=Count("pk"))
    return [(row["opened_on"], row["n"]) for row in rows]


def _closed(cases: CancellationQuerySet, parts: list[Period]) -> list[int]:
    """How many were closed in each of them. A closing is a moment: the day is that of the reader's time zone."""
    counts: list[str] = []
    parameters: list[Any] = []
    for part in parts:
        some = cases.filter(closed_at__gte=begin_of(part.first), closed_at__lt=end_of(part.last))
        sql, values = some.order_by().values("pk").query.sql_with_params()
        counts.append(f"SELECT COUNT(*) FROM ({sql}) part")  # noqa: S608 - Django's own words
        parameters += values
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(f'({one})' for one in counts)}", parameters)
        return list(cursor.fetchone())
