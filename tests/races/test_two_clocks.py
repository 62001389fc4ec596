"""Several schedulers at the same moment, on a database file: each event once, and nobody fails."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connection

from cancellations.domain.playbook import StepKey as K
from cancellations.models import Alarm, Cancellation, Clock, Event, User
from tests.cases import case_of

pytestmark = pytest.mark.django_db(transaction=True)

SCHEDULERS = 4
CASES = 12


def test_each_event_once(owner: User, a_saturday: None) -> None:
    cases = [case_of(owner, to=K.CONFIRMATION) for _ in range(CASES)]
    Cancellation.objects.update(due_on=date(2026, 1, 1))
    gate = Barrier(SCHEDULERS)

    def tick(number: int) -> int:
        try:
            gate.wait(30)
            return Clock.objects.tick()
        finally:
            connection.close()

    with ThreadPoolExecutor(SCHEDULERS) as pool:
        written = list(pool.map(tick, range(SCHEDULERS)))
    overdue = Event.objects.filter(kind="overdue")
    assert sum(written) == overdue.count() == Alarm.objects.count() == CASES
    assert set(overdue.values_list("cancellation", flat=True)) == {case.pk for case in cases}
    assert Clock.objects.count() == 1
