"""The days of a report: presets, weeks and months; every day of a period is in one part of it."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.reporting.backlog import AGES, age_place, backlog_of
from cancellations.domain.reporting.period import Period, Preset, month_of, preset_period
from cancellations.domain.situation import Stage

SATURDAY = date(2026, 11, 21)
days = st.dates(date(2000, 1, 1), date(2036, 12, 31))


@pytest.mark.parametrize(
    ("preset", "first", "last"),
    [
        (Preset.WEEKS, date(2026, 8, 31), SATURDAY),
        (Preset.MONTH, date(2026, 11, 1), SATURDAY),
        (Preset.LAST_MONTH, date(2026, 10, 1), date(2026, 10, 31)),
        (Preset.YEAR, date(2026, 1, 1), SATURDAY),
    ],
)
def test_presets(preset: Preset, first: date, last: date) -> None:
    assert preset_period(preset, SATURDAY) == Period(first, last)


def test_twelve_weeks_are_twelve_parts() -> None:
    parts = preset_period(Preset.WEEKS, SATURDAY).parts()
    assert len(parts) == 12
    assert parts[0] == Period(date(2026, 8, 31), date(2026, 9, 6))
    assert parts[-1] == Period(date(2026, 11, 16), SATURDAY)


@given(days, st.integers(0, 3650))
def test_every_day_is_in_one_part(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    parts = period.parts()
    assert parts[0].first == period.first
    assert parts[-1].last == period.last
    assert all(one.last + timedelta(days=1) == other.first for one, other in pairwise(parts))
    assert len(parts) <= 122
    for place, part in enumerate(parts):
        assert period.place_of(part.first) == period.place_of(part.last) == place


@given(days, st.integers(0, 800))
def test_a_month_stays_within_the_period(first: date, length: int) -> None:
    period = Period(first, first + timedelta(days=length))
    month = month_of(f"{period.last:%Y-%m}", period)
    assert period.first <= month.first <= month.last == period.last
    assert month.first.month == month.last.month


@pytest.mark.parametrize(("age", "place"), [(-3, 0), (0, 0), (7, 0), (8, 1), (30, 1), (31, 2), (90, 3), (91, 4)])
def test_ages(age: int, place: int) -> None:
    assert age_place(age) == place


def test_backlog_by_stage_and_age() -> None:
    week_old = SATURDAY - timedelta(days=8)
    counts = [("preparing", SATURDAY, 2), ("preparing", week_old, 3), ("confirmed", date(2026, 1, 1), 1)]
    found = backlog_of(counts, SATURDAY)
    assert found.rows[Stage.PREPARING] == (2, 3, 0, 0, 0)
    assert found.rows[Stage.CONFIRMED] == (0, 0, 0, 0, 1)
    assert (found.total, found.by_age) == (6, (2, 3, 0, 0, 1))
    assert len(found.by_age) == len(AGES)
