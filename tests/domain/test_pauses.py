"""While the carrier waits for us its clock stands still; after the answer it goes on with the days left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.deadlines import Pause, WorkCalendar, count
from tests.domain.case_facts import days, some_pauses

SENT_ON = date(2026, 11, 2)  # a Monday
lengths = st.integers(0, 120)
calendars = st.sampled_from([None, WorkCalendar(), WorkCalendar("RU"), WorkCalendar("CN")])


def november(since: int, until: int) -> Pause:
    return Pause(date(2026, 11, since), date(2026, 11, until))


@pytest.mark.parametrize(
    ("pauses", "end", "paused"),
    [
        ([], 12, 0),
        ([november(5, 8)], 15, 3),
        ([november(5, 8), november(10, 11)], 16, 4),
        ([november(5, 8), november(7, 9)], 16, 4),  # asked again before it was answered
        ([november(5, 8), november(8, 9)], 16, 4),
        ([november(2, 4)], 14, 2),  # asked on the day it was sent
        ([november(12, 20)], 20, 8),  # asked on the last day: the day of the answer is the last
        ([november(13, 20)], 12, 0),  # the carrier was late before it asked
        ([Pause(date(2026, 10, 1), date(2026, 11, 1))], 12, 0),  # of what was sent before
        ([november(5, 5)], 12, 0),
    ],
)
def test_calendar_days(pauses: list[Pause], end: int, paused: int) -> None:
    counted = count(SENT_ON, 10, pauses=pauses)
    assert (counted.result, counted.paused_days) == (date(2026, 11, end), paused)


def test_working_days() -> None:
    counted = count(SENT_ON, 5, workdays=WorkCalendar("RU"), pauses=[november(5, 10)])
    # 3 and 5 count (4: Unity Day), the 6th to the 10th do not, then 11, 12, 13
    assert counted.result == date(2026, 11, 13)
    assert [off.name for off in counted.skipped] == ["Unity Day"]
    assert counted.paused_days == 5


@pytest.mark.parametrize(("asked", "left"), [(2, 10), (5, 7), (12, 0)])
def test_without_an_answer_there_is_no_day_but_days_left(asked: int, left: int) -> None:
    counted = count(SENT_ON, 10, stopped_on=date(2026, 11, asked))
    assert (counted.result, counted.left) == (None, left)


def test_asked_on_the_days_off_before_a_due_monday_is_asked_in_time() -> None:
    saturday, tuesday = date(2000, 1, 1), date(2000, 1, 4)
    assert count(saturday, 0, workdays=WorkCalendar(), stopped_on=saturday).result is None
    assert count(saturday, 0, workdays=WorkCalendar(), pauses=[Pause(saturday, tuesday)]).result == tuesday


def test_a_carrier_that_was_late_already_stays_late() -> None:
    assert count(SENT_ON, 10, stopped_on=date(2026, 11, 13)).result == date(2026, 11, 12)


@given(days, lengths, calendars, some_pauses)
def test_a_pause_never_brings_the_day_forward(
    start: date, length: int, calendar: WorkCalendar | None, pauses: tuple[Pause, ...]
) -> None:
    plain = count(start, length, workdays=calendar).result
    with_all = count(start, length, workdays=calendar, pauses=pauses).result
    without_last = count(start, length, workdays=calendar, pauses=pauses[:-1]).result
    assert plain is not None
    assert with_all is not None
    assert without_last is not None
    assert plain <= without_last <= with_all


@given(days, lengths, calendars, st.integers(0, 200), st.integers(0, 60))
def test_the_days_left_when_it_stops_are_the_days_after_it_goes_on(
    start: date, length: int, calendar: WorkCalendar | None, asked_after: int, answered_after: int
) -> None:
    asked = start + timedelta(days=asked_after)
    answered = asked + timedelta(days=answered_after)
    stopped = count(start, length, workdays=calendar, stopped_on=asked)
    went_on = count(start, length, workdays=calendar, pauses=[Pause(asked, answered)])
    if stopped.result is not None:
        assert went_on == replace(stopped, left=0)
    elif stopped.left:
        assert went_on.result == count(answered, stopped.left, workdays=calendar).result
