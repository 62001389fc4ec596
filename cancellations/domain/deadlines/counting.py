"""Counting days: calendar or working ones, with pauses in which the clock stands still; and billing days."""

import calendar
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cancellations.domain.deadlines.calendar import DayOff, WorkCalendar

WITHOUT_BILLING_DAY = 30
_LAST_DAY = date(9980, 1, 1)
_ONE_DAY = timedelta(days=1)
_EVERYWHERE = WorkCalendar()


@dataclass(frozen=True, order=True)
class Pause:
    """The carrier asked on `since` and had its answer on `until`: the days after the first, up to the last, do not
    count.
    """

    since: date
    until: date


@dataclass(frozen=True)
class Counted:
    """`result` is None while the clock stands still; `left` are the days that remain then."""

    result: date | None
    left: int = 0
    skipped: tuple[DayOff, ...] = ()
    paused_days: int = 0


def count(
    start: date,
    length: int,
    *,
    workdays: WorkCalendar | None = None,
    pauses: Sequence[Pause] = (),
    stopped_on: date | None = None,
) -> Counted:
    """`length` days after `start`: working days when `workdays` is given, else calendar days.

    While a pause lasts no day counts; after it the days left go on. `stopped_on`: a pause that has not ended yet.
    A carrier that was late before a pause is not made punctual by it.
    """
    start = min(start, _LAST_DAY)
    if workdays is None and not pauses and stopped_on is None:
        return Counted(start + timedelta(days=length))
    walk = _Walk(start, length, workdays, sorted(pauses), stopped_on)
    return walk.to_the_end()


def add_days(day: date, number: int) -> date:
    return min(day, _LAST_DAY) + timedelta(days=number)


def add_working_days(day: date, number: int, workdays: WorkCalendar = _EVERYWHERE) -> date:
    """`number` working days after `day`; for none, `day` or the first working day after it."""
    return count(day, number, workdays=workdays).result or day


def next_billing_day(after: date, billing_day: int, nth: int = 1) -> date:
    """The nth day after `after` on which the carrier bills; day 31 means the last day of shorter months."""
    after = min(after, _LAST_DAY)
    year, month = after.year, after.month
    if min(billing_day, calendar.monthrange(year, month)[1]) <= after.day:
        nth += 1
    month += nth - 1
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return date(year, month, min(billing_day, calendar.monthrange(year, month)[1]))


def end_of_next_billing_month(start: date, billing_day: int | None) -> date:
    """The last day of the billing month after the one that `start` is in; of the calendar month if none is known."""
    return next_billing_day(start, billing_day or 1, 2) - _ONE_DAY


def earliest_end(submitted: date, notice_days: int, billing_day: int | None) -> date:
    """The first renewal that the notice still reaches; without a known billing day, the end of the notice itself."""
    noticed = add_days(submitted, notice_days)
    return next_billing_day(noticed - _ONE_DAY, billing_day) if billing_day else noticed


def bill_check_day(end: date, billing_day: int | None, nth: int) -> date:
    """When the nth bill after the end should be looked at."""
    if billing_day:
        return next_billing_day(end, billing_day, nth)
    return add_days(end, WITHOUT_BILLING_DAY * nth)


def bills_until(end: date, billing_day: int | None, until: date) -> int:
    """How many bills after the end have come by that day."""
    until = min(until, _LAST_DAY)
    if until <= end:
        return 0
    if not billing_day:
        return (until - end).days // WITHOUT_BILLING_DAY
    number = (until.year - end.year) * 12 + until.month - end.month + 1
    while number and next_billing_day(end, billing_day, number) > until:
        number -= 1
    return number


class _Walk:
    """Day by day from the start, so that each day that was skipped can be named."""

    def __init__(
        self,
        start: date,
        length: int,
        workdays: WorkCalendar | None,
        pauses: list[Pause],
        stopped_on: date | None,
    ) -> None:
        self.day, self.left, self.workdays = start, length, workdays
        self.pauses, self.stopped_on = pauses, stopped_on
        self.skipped: list[DayOff] = []
        self.paused = 0

    def to_the_end(self) -> Counted:
        if self.left <= 0:
            self._to_a_working_day()
        while self.left > 0:
            if self.stopped_on is not None and self.day >= self.stopped_on:
                return self._counted(None)
            if not self._step():
                self.left -= 1
        if self.stopped_on is not None and self.day >= self.stopped_on:
            return self._counted(None)  # asked on the very last day: nothing is left, and nothing is late
        self._wait_for_the_answer()
        return self._counted(self.day)

    def _counted(self, result: date | None) -> Counted:
        return Counted(result, max(0, self.left), tuple(self.skipped), self.paused)

    def _step(self) -> bool:
        """Go to the next day; whether it does not count."""
        self.day += _ONE_DAY
        if any(pause.since < self.day <= pause.until for pause in self.pauses):
            self.paused += 1
            return True
        off = self.workdays.off(self.day) if self.workdays else None
        if off:
            self.skipped.append(off)
        return off is not None

    def _to_a_working_day(self) -> None:
        off = self.workdays.off(self.day) if self.workdays else None
        while off and self.workdays:
            self.skipped.append(off)
            self.day += _ONE_DAY
            off = self.workdays.off(self.day)

    def _wait_for_the_answer(self) -> None:
        """Asked on the very last day: no day is left, so the day of the answer is the last."""
        for pause in _merged(self.pauses):
            if pause.since <= self.day < pause.until:
                self.paused += (pause.until - self.day).days
                self.day = pause.until
                self._to_a_working_day()


def _merged(pauses: Iterable[Pause]) -> list[Pause]:
    """Pauses in their order, those that touch as one."""
    merged: list[Pause] = []
    for pause in pauses:
        if merged and pause.since <= merged[-1].until:
            merged[-1] = Pause(merged[-1].since, max(merged[-1].until, pause.until))
        else:
            merged.append(pause)
    return merged
