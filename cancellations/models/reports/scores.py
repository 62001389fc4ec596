"""How it went with the cases that were opened in a period, for each carrier, month, team member or client.

The days of each figure are counted by the database: what comes out is how many cases took how many days.
"""

from functools import reduce
from operator import add
from typing import Any

from django.db import connection
from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce

from cancellations.domain.reporting.period import Period
from cancellations.domain.reporting.scores import Count, Score, Span, Truth, scores_of
from cancellations.domain.situation import Outcome
from cancellations.models.cancellation import CancellationQuerySet
from cancellations.models.reports.days import DaysBetween
from cancellations.models.reports.keys import Key, Keys
from cancellations.models.reports.scope import Scope

_SENT = Q(submitted_on__isnull=False) | Q(round__gt=1)
_BILLED = Q(charged_first_on__isnull=False)
_DATED = _SENT & Q(answer_due_on__isnull=False, confirmed_on__isnull=False)
TRUTHS = {  # as models/courses.py and domain/figures.py tell them of one carrier's cases
    Truth.SENT: _SENT,
    Truth.DECIDED: _SENT & (Q(confirmed_on__isnull=False) | Q(round__gt=1) | Q(outcome=Outcome.ABANDONED)),
    Truth.REFUSED: Q(round__gt=1),
    Truth.LOOKED: _SENT & (Q(bill_checks__gt=0) | _BILLED),
    Truth.BILLED: _SENT & _BILLED,
    Truth.DATED: _DATED,
    Truth.KEPT: _DATED & Q(confirmed_on__lte=F("answer_due_on")),
}
_END = Coalesce("confirmed_end_date", "confirmed_on")
_COLUMNS: dict[str, Any] = {
    "truths": reduce(add, (Case(When(true, then=Value(int(one))), default=Value(0)) for one, true in TRUTHS.items())),
    Span.RECEIPT.value: DaysBetween("submitted_on", "acknowledged_on"),
    Span.CONFIRMATION.value: DaysBetween("submitted_on", "confirmed_on"),
    Span.REFUND.value: Case(When(_SENT, then=DaysBetween(_END, "refunded_on"))),
    Span.PROMISED.value: Case(When(_DATED, then=DaysBetween("submitted_on", "answer_due_on"))),
}


def scores(scope: Scope, period: Period, keys: Keys) -> tuple[dict[Key, Score], Score]:
    """One query. The score of each key, those with the most cases first, and of all together."""
    cases = scope.cases().filter(opened_on__range=(period.first, period.last))
    with connection.cursor() as cursor:
        cursor.execute(*_statement(cases, keys))
        found = cursor.fetchall()
    return scores_of(Count(key, Span(span) if span else None, value, n) for key, span, value, n in found)


def _statement(cases: CancellationQuerySet, keys: Keys) -> tuple[str, tuple[Any, ...]]:
    """Each case is read once: what its figures need is put aside, and counted there."""
    rows = cases.order_by().annotate(key=keys.of("opened_on"), **_COLUMNS).values_list("key", *_COLUMNS)
    sql, parameters = rows.query.sql_with_params()
    counted = ["SELECT key, '', truths, COUNT(*) FROM cases GROUP BY key, truths"]
    counted += [
        f"SELECT key, '{span}', {span}, COUNT(*) FROM cases WHERE {span} IS NOT NULL GROUP BY key, {span}"  # noqa: S608 - our own words
        for span in Span
    ]
    return f"WITH cases (key, {', '.join(_COLUMNS)}) AS ({sql}) {' UNION ALL '.join(counted)}", parameters
