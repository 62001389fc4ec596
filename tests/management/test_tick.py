"""manage.py tick, and the worker's jobs: each lets the clock look once."""

import io
from datetime import date

import pytest
from django.core.management import call_command

from cancellations.domain.playbook import StepKey
from cancellations.jobs import queue, tick, tick_at_start
from cancellations.models import Cancellation, Clock, Event, User
from tests.cases import case_of


@pytest.fixture
def late(owner: User, a_saturday: None) -> Cancellation:
    """Its carrier let the sixth of November pass."""
    case = case_of(owner, to=StepKey.CONFIRMATION)
    assert case.due == date(2026, 11, 6)
    return case


def test_the_command_says_how_many(late: Cancellation) -> None:
    said = [io.StringIO(), io.StringIO()]
    for out in said:
        call_command("tick", stdout=out)
    assert [out.getvalue() for out in said] == ["1 events written\n", "0 events written\n"]
    assert Clock.objects.last_tick() is not None


def test_the_job_and_the_start_of_the_worker_do_the_same(late: Cancellation) -> None:
    tick.call_local()
    tick_at_start()
    assert Event.objects.filter(kind="overdue").count() == 1


def test_the_worker_ticks_as_soon_as_it_starts() -> None:
    assert tick_at_start in queue._startup.values()
