"""Percentiles from counts are those of the days themselves."""

from collections import Counter
from statistics import median, quantiles

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cancellations.domain.figures import LEAST, Figure, percentile_of, share_of

many_days = st.lists(st.integers(0, 4000), min_size=LEAST)


@given(many_days)
def test_half_of_them_is_the_median(days: list[int]) -> None:
    assert percentile_of(Counter(days), 50) == Figure(len(days), median(days))


@given(many_days)
def test_nine_of_ten(days: list[int]) -> None:
    figure = percentile_of(Counter(days), 90)
    assert figure.value == pytest.approx(quantiles(days, n=10, method="inclusive")[8])


@given(many_days, st.integers(0, 100))
def test_as_in_a_sorted_list(days: list[int], percent: int) -> None:
    figure = percentile_of(Counter(days), percent)
    assert figure.value is not None
    ordered = sorted(days)
    place = (len(days) - 1) * percent / 100
    assert ordered[int(place)] <= figure.value <= ordered[min(int(place) + 1, len(days) - 1)]
    assert (percentile_of(Counter(days), 0).value, percentile_of(Counter(days), 100).value) == (ordered[0], ordered[-1])


@given(st.lists(st.integers(0, 4000), max_size=LEAST - 1))
def test_too_few_are_hidden(days: list[int]) -> None:
    assert percentile_of(Counter(days), 50) == Figure(len(days))


@pytest.mark.parametrize(("yes", "n", "value"), [(0, 0, None), (4, 4, None), (0, 5, 0.0), (2, 5, 0.4), (5, 5, 1.0)])
def test_share_of(yes: int, n: int, value: float | None) -> None:
    assert share_of(yes, n) == Figure(n, value)
