"""Ten thousand cases at once: one tick, its time, and as many questions for each batch."""

import time
from collections.abc import Iterator
from datetime import date
from itertools import islice

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cancellations.domain.playbook import StepKey as K
from cancellations.domain.reference import new_reference
from cancellations.models import Alarm, Cancellation, Clock, Event, Holiday, Sim, Step, User
from cancellations.models import clock as clock_module
from tests.cases import case_of, fresh, steps_of
from tests.models.test_holidays import waiting_case

pytestmark = pytest.mark.usefixtures("a_saturday")
MANY = 10_000
SECONDS = 5


def copies(case: Cancellation, count: int) -> None:
    """More open cases like this one, each with a card and steps of its own."""
    first = Sim.objects.order_by("-pk").first()
    assert first
    sims = Sim.objects.bulk_create(
        [Sim(workspace_id=case.workspace_id, carrier_id=case.carrier_id, kind="esim") for _ in range(count)]
    )
    steps, references = steps_of(case), set(islice(_references(), count))
    cases = []
    for sim, reference in zip(sims, references, strict=True):
        row = fresh(case)
        row.pk, row._state.adding, row.sim, row.reference = None, True, sim, reference
        cases.append(row)
    Cancellation.objects.bulk_create(cases)
    for step in steps:
        step.pk, step._state.adding = None, True
    rows = [
        Step(**{**{f.attname: getattr(step, f.attname) for f in Step._meta.concrete_fields}, "cancellation_id": row.pk})
        for row in cases
        for step in steps
    ]
    Step.objects.bulk_create(rows, batch_size=2000)


def _references() -> Iterator[str]:
    seen = set()
    while True:
        made = new_reference()
        if made not in seen:
            seen.add(made)
            yield made


def test_as_many_questions_for_each_batch(owner: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock_module, "BATCH", 3)
    asked = []
    for batches in (1, 3):
        for _ in range(3 * batches):
            case_of(owner, to=K.CONFIRMATION)
        with CaptureQueriesContext(connection) as queries:
            Clock.objects.tick()
        asked.append(len(queries))
    each = (asked[1] - asked[0]) / 2
    assert each <= 8
    assert each == int(each)


@pytest.mark.torture
def test_ten_thousand_overdue_cases_in_five_seconds(owner: User) -> None:
    copies(case_of(owner, to=K.CONFIRMATION), MANY - 1)
    began = time.perf_counter()
    assert Clock.objects.tick() == MANY
    took = time.perf_counter() - began
    began = time.perf_counter()
    assert Clock.objects.tick() == 0
    again = time.perf_counter() - began
    assert Alarm.objects.count() == MANY
    assert took <= SECONDS, f"{took:.1f} s"
    assert again <= 1, f"{again:.2f} s with nothing to write"


@pytest.mark.torture
def test_a_holiday_moves_ten_thousand_cases(owner: User) -> None:
    copies(waiting_case(owner), MANY - 1)
    began = time.perf_counter()
    Holiday.objects.add(owner, country="RU", day=date(2026, 11, 13), name="Bridge day", is_working=False)
    took = time.perf_counter() - began
    assert Event.objects.filter(kind="deadline_moved").count() == MANY
    assert took <= 4 * SECONDS, f"{took:.1f} s"
