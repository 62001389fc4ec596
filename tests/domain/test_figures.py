"""A carrier's figures: medians and shares by tables and by hypothesis, hidden while they are too few."""

from datetime import date, timedelta
from statistics import median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.figures import LEAST, Course, Figure, figures_of, median_days, share

DAY = date(2026, 11, 2)


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "figure"),
    [
        ([], Figure(0)),
        ([1, 2, 3, 4], Figure(4)),
        ([1, 2, 3, 4, 100], Figure(5, 3.0)),
        ([1, 2, 3, 4, 5, 6], Figure(6, 3.5)),
        ([0, 0, 0, 0, 0], Figure(5, 0.0)),
        ([-3, -2, -1, 0, 1], Figure(5, 0.0)),
    ],
)
def test_median_days(days: list[int], figure: Figure) -> None:
    assert median_days((DAY, after(one)) for one in days) == figure


def test_a_span_without_one_end_does_not_count() -> None:
    assert median_days([(DAY, None), (None, DAY), (None, None)]) == Figure(0)


@pytest.mark.parametrize(
    ("answers", "figure"),
    [
        ([], Figure(0)),
        ([True] * 4, Figure(4)),
        ([True] * 5, Figure(5, 1.0)),
        ([False] * 5, Figure(5, 0.0)),
        ([True, False, False, False, False], Figure(5, 0.2)),
    ],
)
def test_share(answers: list[bool], figure: Figure) -> None:
    assert share(answers) == figure


@given(st.lists(st.integers(0, 4000)))
def test_a_median_lies_among_its_days(days: list[int]) -> None:
    figure = median_days((DAY, after(one)) for one in days)
    assert figure.n == len(days)
    assert figure.is_hidden == (len(days) < LEAST)
    if figure.value is not None:
        assert figure.value == median(days)
        assert min(days) <= figure.value <= max(days)


@given(st.lists(st.booleans()))
def test_a_share_is_a_share(answers: list[bool]) -> None:
    figure = share(answers)
    assert figure.n == len(answers)
    assert figure.is_hidden == (len(answers) < LEAST)
    if figure.value is not None:
        assert 0 <= figure.value <= 1
        assert round(figure.value * figure.n) == sum(answers)


days = st.none() | st.dates(date(2025, 1, 1), date(2027, 1, 1))
courses = st.builds(
    Course, days, days, days, days, days, st.booleans(), st.booleans(), st.booleans(), st.booleans()
)  # fmt: skip


@given(st.lists(courses, max_size=30))
def test_figures_are_total_and_do_not_depend_on_the_order(every: list[Course]) -> None:
    figures = figures_of(every)
    assert figures == figures_of(list(reversed(every)))
    for figure in vars(figures).values():
        assert figure.is_hidden == (figure.n < LEAST)
        assert figure.n <= len(every)
    assert figures.confirmed.n == figures.refused.n


def test_what_still_waits_is_no_share() -> None:
    waiting = [Course(sent_on=DAY)] * 20
    assert figures_of(waiting).confirmed == Figure(0)
    yes = [Course(sent_on=DAY, confirmed_on=after(7))] * 3
    no = [Course(sent_on=DAY, was_refused=True)] * 2
    figures = figures_of([*waiting, *yes, *no])
    assert figures.confirmed == Figure(5, 0.6)
    assert figures.refused == Figure(5, 0.4)


def test_refused_first_and_confirmed_later_counts_for_both() -> None:
    both = [Course(sent_on=DAY, confirmed_on=after(7), was_refused=True)] * 5
    figures = figures_of(both)
    assert (figures.confirmed.value, figures.refused.value) == (1.0, 1.0)
    assert figures.confirmation == Figure(5, 7.0)


def test_bills_count_when_somebody_looked() -> None:
    clean = [Course(sent_on=DAY, looked_at_bills=True)] * 4
    billed = [Course(sent_on=DAY, looked_at_bills=True, was_billed=True)]
    unseen = [Course(sent_on=DAY)] * 10
    assert figures_of([*clean, *billed, *unseen]).billed == Figure(5, 0.2)
