"""The indexes that the reports count from: each holds all that its count asks for, so that no case is read."""

from django.db import models
from django.db.models import Q

COURSE = (  # what tells how a case went: see reports/scores.py
    "submitted_on", "acknowledged_on", "confirmed_on", "confirmed_end_date", "refunded_on", "answer_due_on", "round",
    "outcome", "bill_checks", "charged_first_on",
)  # fmt: skip
REPORT_INDEXES = [
    models.Index(
        fields=["workspace", "opened_on", "carrier", "assignee", *COURSE, "is_example", "sim"],
        name="case_opened",
    ),
    models.Index(
        fields=["workspace", "closed_at", "carrier", "assignee"],
        condition=Q(closed_at__isnull=False),
        name="case_closed",
    ),
    # with what its own condition asks, or SQLite would look that up in each row
    models.Index(
        fields=["workspace", "stage", "opened_on", "carrier", "assignee", "is_open"],
        condition=Q(is_open=True),
        name="case_backlog",
    ),
    models.Index(
        fields=["workspace", "confirmed_end_date", "outcome", "is_open", "carrier", "assignee", "sim"],
        condition=Q(confirmed_end_date__isnull=False),
        name="case_end",
    ),
    models.Index(fields=["workspace", "ended_on"], condition=Q(ended_on__isnull=False), name="case_ended_on"),
]
