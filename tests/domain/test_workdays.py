"""Working days of real countries: holidays, moved days, weekends that are worked, and a workspace's own days."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.deadlines import DayOff, OwnDay, WorkCalendar, add_working_days, count


def days_off(country: str, first: date, last: date) -> dict[str, str]:
    calendar = WorkCalendar(country)
    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    found = [calendar.off(day) for day in days]
    return {f"{off.day:%m-%d}": off.name for off in found if off}


def test_the_russian_may_holidays() -> None:
    assert days_off("RU", date(2026, 4, 30), date(2026, 5, 12)) == {
        "05-01": "Holiday of Spring and Labor",
        "05-02": "",
        "05-03": "",
        "05-09": "Victory Day",
        "05-10": "",
        "05-11": "Victory Day (observed)",
    }


def test_a_russian_saturday_that_is_worked_and_the_day_it_was_moved_to() -> None:
    assert days_off("RU", date(2025, 10, 31), date(2025, 11, 5)) == {
        "11-02": "",
        "11-03": "Day off (substituted from 11/01/2025)",
        "11-04": "Unity Day",
    }


def test_the_chinese_national_week_and_its_make_up_days() -> None:
    assert days_off("CN", date(2026, 9, 19), date(2026, 10, 11)) == {
        "09-19": "",  # the Sunday after it is worked
        "09-25": "Mid-Autumn Festival",
        "09-26": "",
        "09-27": "",
        "10-01": "National Day",
        "10-02": "National Day",
        "10-03": "National Day",
        "10-04": "",
        "10-05": "National Day (observed)",
        "10-06": "Day off (substituted from 09/20/2026)",
        "10-07": "Day off (substituted from 10/10/2026)",
        "10-11": "",  # the Saturday before it is worked
    }


def test_a_british_christmas_and_a_japanese_golden_week() -> None:
    assert days_off("GB", date(2026, 12, 24), date(2026, 12, 29)) == {
        "12-25": "Christmas Day",
        "12-26": "Boxing Day",
        "12-27": "",
        "12-28": "Boxing Day (observed)",
    }
    assert set(days_off("JP", date(2026, 4, 28), date(2026, 5, 8))) == {
        "04-29", "05-02", "05-03", "05-04", "05-05", "05-06",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("country", "start", "length", "end"),
    [
        ("RU", date(2026, 4, 29), 5, date(2026, 5, 7)),
        ("RU", date(2026, 4, 29), 7, date(2026, 5, 12)),
        ("RU", date(2026, 12, 29), 3, date(2027, 1, 12)),  # the New Year's holidays
        ("CN", date(2026, 9, 30), 2, date(2026, 10, 9)),
        ("CN", date(2026, 9, 30), 3, date(2026, 10, 10)),  # a Saturday
        ("GB", date(2026, 12, 24), 1, date(2026, 12, 29)),
        ("JP", date(2026, 4, 28), 3, date(2026, 5, 7)),
        ("JP", date(2026, 5, 2), 0, date(2026, 5, 7)),
        ("", date(2026, 4, 29), 5, date(2026, 5, 6)),
        ("XX", date(2026, 4, 29), 5, date(2026, 5, 6)),
    ],
)
def test_counting_over_them(country: str, start: date, length: int, end: date) -> None:
    assert add_working_days(start, length, WorkCalendar(country)) == end


def test_every_day_that_was_skipped_has_its_name() -> None:
    counted = count(date(2026, 4, 30), 1, workdays=WorkCalendar("RU"))
    assert counted.result == date(2026, 5, 4)
    assert counted.skipped == (
        DayOff(date(2026, 5, 1), "Holiday of Spring and Labor"),
        DayOff(date(2026, 5, 2)),
        DayOff(date(2026, 5, 3)),
    )


def test_the_workspace_knows_better() -> None:
    own = (OwnDay(date(2026, 5, 4), "Bridge day"), OwnDay(date(2026, 5, 1), "Worked here", is_working=True))
    calendar = WorkCalendar("RU", own)
    assert calendar.off(date(2026, 5, 4)) == DayOff(date(2026, 5, 4), "Bridge day", is_own=True)
    assert calendar.off(date(2026, 5, 1)) is None
    assert add_working_days(date(2026, 4, 30), 2, calendar) == date(2026, 5, 5)


@pytest.mark.parametrize(
    ("country", "first", "last", "estimated"),
    [
        ("CN", date(2026, 9, 1), date(2026, 12, 31), False),
        ("CN", date(2026, 12, 1), date(2027, 2, 1), True),
        ("CN", date(2040, 1, 1), date(2040, 2, 1), True),
        ("RU", date(2026, 1, 1), date(2026, 12, 31), False),
        ("RU", date(2035, 1, 1), date(2035, 12, 31), True),
        ("GB", date(2040, 1, 1), date(2041, 1, 1), False),
        ("", date(2040, 1, 1), date(2041, 1, 1), False),
    ],
)
def test_years_that_nobody_has_announced_are_estimated(country: str, first: date, last: date, estimated: bool) -> None:
    assert WorkCalendar(country).is_estimated(first, last) is estimated


@given(st.sampled_from(["RU", "CN", "GB", "JP", "TR", "XX", ""]), st.dates(), st.integers(0, 400))
def test_any_day_of_any_country_can_be_counted_from(country: str, start: date, length: int) -> None:
    calendar = WorkCalendar(country)
    counted = count(start, length, workdays=calendar)
    assert counted.result is not None
    assert counted.result >= min(start, date(9980, 1, 1))
    assert calendar.off(counted.result) is None
    assert all(calendar.off(off.day) == off for off in counted.skipped)
    assert counted == count(start, length, workdays=calendar), "pure"
