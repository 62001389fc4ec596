"""A day off that is added later moves the dates of open cases, and says so; taken off again, they move back."""

from datetime import date
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cancellations.domain.deadlines import Unit
from cancellations.domain.errors import NotPossible
from cancellations.domain.playbook import StepKey as K
from cancellations.domain.situation import Outcome
from cancellations.models import Cancellation, Carrier, Event, Holiday, User
from tests.cases import carrier_of, case_of, fresh, is_derived, kinds_of, refused, sim_of

BRIDGE = date(2026, 11, 13)
SENT = date(2026, 11, 3)
BY_RULE = date(2026, 11, 18)  # ten working days in Russia: the fourth is Unity Day


def carrier_in(country: str, by: User, **fields: Any) -> Carrier:
    return carrier_of(by, country=country, processing_days=10, processing_unit=Unit.WORKING, **fields)


def waiting_case(by: User, country: str = "RU") -> Cancellation:
    """Sent on the third, acknowledged: the answer is due after ten working days."""
    case = case_of(by, to=K.SUBMISSION, sim=sim_of(by, carrier=carrier_in(country, by)))
    case.complete_step(K.SUBMISSION, by, channel="email", submitted_on=SENT, request_number="N-1")
    Cancellation.objects.filter(pk=case.pk).update(acknowledged_on=SENT)
    case = fresh(case)
    case.settle_situation(case.current_steps())
    case.save()
    return fresh(case)


def add(by: User, **changed: Any) -> Holiday:
    day = {"country": "RU", "day": BRIDGE, "name": "Bridge day", "is_working": False}
    return Holiday.objects.add(by, **{**day, **changed})


@pytest.fixture
def case(owner: User) -> Cancellation:
    made = waiting_case(owner)
    assert made.due == BY_RULE
    return made


def test_a_day_added_later_moves_the_date_and_says_so(case: Cancellation, owner: User) -> None:
    add(owner)
    moved = fresh(case)
    assert moved.due == date(2026, 11, 19)
    event = moved.events.get(kind="deadline_moved")
    assert event.by == owner
    assert event.payload == {
        "before": "2026-11-18",
        "after": "2026-11-19",
        "day": "2026-11-13",
        "name": "Bridge day",
        "removed": False,
    }
    assert is_derived(moved)


def test_taken_off_again_it_moves_back(case: Cancellation, owner: User) -> None:
    add(owner).remove(owner)
    back = fresh(case)
    assert (back.due, back.own_days) == (BY_RULE, [])
    assert kinds_of(back).count("deadline_moved") == 2
    assert back.events.filter(kind="deadline_moved").latest("id").payload["removed"] is True


def test_a_holiday_that_is_worked_brings_the_date_forward(case: Cancellation, owner: User) -> None:
    add(owner, day=date(2026, 11, 4), name="Worked here", is_working=True)
    assert fresh(case).due == date(2026, 11, 17)


def test_it_is_said_while_we_look_again_on_a_day_of_our_own(case: Cancellation, owner: User) -> None:
    case.change_follow_up(owner, on=date(2026, 11, 10), reason="x")
    add(owner).remove(owner)
    days = [(one.payload["before"], one.payload["after"]) for one in case.events.filter(kind="deadline_moved")]
    assert days == [("2026-11-18", "2026-11-19"), ("2026-11-19", "2026-11-18")]
    assert fresh(case).due == date(2026, 11, 10)


def test_a_day_that_moves_nothing_is_kept_without_a_word(case: Cancellation, owner: User) -> None:
    add(owner, day=date(2027, 5, 5))
    after = fresh(case)
    assert after.due == BY_RULE
    assert after.own_days == [["2027-05-05", "Bridge day", False]]
    assert "deadline_moved" not in kinds_of(after)


def test_only_open_cases_of_that_country_and_workspace(owner: User, stranger: User) -> None:
    closed = waiting_case(owner)
    closed.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    others = [waiting_case(owner, "BY"), waiting_case(stranger), closed]
    before = [fresh(case).due for case in others]
    add(owner)
    assert [fresh(case).due for case in others] == before
    assert not Event.objects.filter(kind="deadline_moved").exists()


def test_a_case_that_is_opened_or_reopened_later_counts_with_it(owner: User) -> None:
    closed = waiting_case(owner)
    closed.close(owner, outcome=Outcome.WITHDRAWN, reason="x")
    add(owner)
    assert waiting_case(owner).due == date(2026, 11, 19)
    fresh(closed).reopen(owner, reason="They answered")
    assert fresh(closed).own_days == [["2026-11-13", "Bridge day", False]]


def test_the_case_keeps_its_country_when_the_carrier_moves(case: Cancellation, owner: User) -> None:
    case.carrier.edit(owner, version=1, country="GB")
    add(owner)
    assert fresh(case).due == date(2026, 11, 19)


def test_a_day_is_in_the_list_once(case: Cancellation, owner: User) -> None:
    add(owner)
    with refused(NotPossible):
        add(owner, name="Again")
    assert Holiday.objects.count() == 1


def test_viewers_may_not(case: Cancellation, owner: User, viewer: User) -> None:
    with refused(PermissionDenied):
        add(viewer)
    row = add(owner)
    with refused(PermissionDenied):
        row.remove(viewer)
    assert Holiday.objects.get() == row


def test_as_many_questions_for_ten_cases_as_for_two(owner: User) -> None:
    counts: list[int] = []
    for number in (2, 10):
        for _ in range(number - len(counts) * 2):
            waiting_case(owner)
        with CaptureQueriesContext(connection) as asked:
            row = add(owner)
        counts.append(len(asked))
        assert Event.objects.filter(kind="deadline_moved", payload__removed=False).count() >= number
        row.remove(owner)
    assert counts[0] == counts[1] <= 16
