"""From what the figures of a report are read: at a million cases it may not be the cases themselves."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cancellations.domain.reporting.period import Period
from cancellations.models import User
from cancellations.models.reports.backlog import backlog
from cancellations.models.reports.flow import flow
from cancellations.models.reports.keys import By, Keys
from cancellations.models.reports.money import money
from cancellations.models.reports.scope import Scope
from cancellations.models.reports.scores import scores
from tests.cases import TODAY
from tests.plans import plan_of

pytestmark = pytest.mark.skipif("connection.vendor != 'sqlite'", reason="there it is a matter of statistics")
YEAR = Period(date(2026, 1, 1), TODAY)
_CASES = re.compile(r"(?:SEARCH|SCAN) cancellations_cancellation USING (COVERING INDEX \w+|INDEX \w+)")


@pytest.mark.parametrize("by", [By.CARRIER, By.PERSON, By.MONTH])
def test_from_indexes_alone(owner: User, by: By) -> None:
    scope, keys = Scope(owner), Keys(by)
    with CaptureQueriesContext(connection) as asked:
        flow(scope, YEAR, TODAY)
        backlog(scope, TODAY)
        scores(scope, YEAR, keys)
        money(scope, YEAR, keys, TODAY)
    read = {index for one in asked.captured_queries for index in _CASES.findall(plan_of(one["sql"]))}
    # a card has one open case, and few cases run out
    assert {one for one in read if not one.startswith("COVERING")} <= {
        "INDEX one_open_case_for_a_sim",
        "INDEX case_ended_on",
    }
    assert {"COVERING INDEX case_opened", "COVERING INDEX case_end"} <= read
    assert {"COVERING INDEX case_refund_outstanding", "COVERING INDEX case_charge_outstanding"} <= read
