"""A carrier's figures, from the cases themselves: how long it took, and how often it ended how.

A figure is shown with how many cases it was counted from, and not at all while these are too few to say anything.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median
from typing import NamedTuple

LEAST = 5


@dataclass(frozen=True)
class Figure:
    """`value`: None while it is hidden. `n`: from how many cases."""

    n: int
    value: float | None = None

    @property
    def is_hidden(self) -> bool:
        return self.value is None


class Course(NamedTuple):  # there can be very many
    """What one case that was sent tells of its carrier. Days are those of the round that they belong to.

    `refunded_on`: when the last money came and all of it was there.
    """

    sent_on: date | None = None
    receipt_on: date | None = None
    confirmed_on: date | None = None
    end_on: date | None = None
    refunded_on: date | None = None
    was_refused: bool = False
    was_given_up: bool = False
    looked_at_bills: bool = False
    was_billed: bool = False

    @property
    def is_decided(self) -> bool:
        """The carrier said yes or no, or nobody could get an answer: one that still waits says nothing either way."""
        return self.confirmed_on is not None or self.was_refused or self.was_given_up


@dataclass(frozen=True)
class Figures:
    """Days are medians, shares run from 0 to 1.

    `receipt`, `confirmation`: days since it was sent; `refund`: days since the end of the contract. `confirmed` and
    `refused`: of the cases that are decided; one that was refused first and confirmed later counts for both.
    `billed`: charged after the end, of those whose bills were looked at.
    """

    receipt: Figure
    confirmation: Figure
    refund: Figure
    confirmed: Figure
    refused: Figure
    billed: Figure


def figures_of(courses: Iterable[Course]) -> Figures:
    """In one go over the cases."""
    every = list(courses)
    decided = [one for one in every if one.is_decided]
    return Figures(
        receipt=median_days((one.sent_on, one.receipt_on) for one in every),
        confirmation=median_days((one.sent_on, one.confirmed_on) for one in every),
        refund=median_days((one.end_on, one.refunded_on) for one in every),
        confirmed=share(one.confirmed_on is not None for one in decided),
        refused=share(one.was_refused for one in decided),
        billed=share(one.was_billed for one in every if one.looked_at_bills),
    )


def median_days(spans: Iterable[tuple[date | None, date | None]]) -> Figure:
    """Of the spans that have both ends; one that runs backwards (money before the end) counts as no days."""
    days = [max((end - start).days, 0) for start, end in spans if start and end]
    return Figure(len(days), float(median(days))) if len(days) >= LEAST else Figure(len(days))


def share(answers: Iterable[bool]) -> Figure:
    given = list(answers)
    return share_of(sum(given), len(given))


def share_of(yes: int, n: int) -> Figure:
    """`yes` of `n`."""
    return Figure(n, yes / n) if n >= LEAST else Figure(n)


def percentile_of(counts: Mapping[int, int], percent: int) -> Figure:
    """The days that `percent` of all took at most, from how many cases took how many days.

    Between two days when it falls between them, as `statistics.quantiles` does it with method "inclusive"; at 50 it
    is the median.
    """
    n = sum(counts.values())
    if n < LEAST:
        return Figure(n)
    place, rest = divmod((n - 1) * percent, 100)
    below, above = _nth(counts, place), _nth(counts, min(place + 1, n - 1))
    return Figure(n, (below * (100 - rest) + above * rest) / 100)


def _nth(counts: Mapping[int, int], place: int) -> int:
    """The days of the case at this place, the quickest at 0."""
    passed = 0
    for days in sorted(counts):
        passed += counts[days]
        if passed > place:
            return days
    raise IndexError(place)
