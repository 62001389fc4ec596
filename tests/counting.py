"""What something costs the database."""

from collections.abc import Callable

from django.db import connection
from django.test.utils import CaptureQueriesContext


def queries(ask: Callable[[], object]) -> int:
    """How many queries it takes, transactions' own among them."""
    with CaptureQueriesContext(connection) as seen:
        ask()
    return len(seen)
