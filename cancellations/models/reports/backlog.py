"""The open cases by stage and day of opening; one query, on an index that holds only them."""

from datetime import date

from django.db.models import Count

from cancellations.domain.reporting.backlog import Backlog, backlog_of
from cancellations.models.reports.scope import Scope


def backlog(scope: Scope, today: date) -> Backlog:
    cases = scope.cases().filter(is_open=True).order_by("stage", "opened_on")
    rows = cases.values_list("stage", "opened_on").annotate(Count("pk"))
    return backlog_of(rows, today)
