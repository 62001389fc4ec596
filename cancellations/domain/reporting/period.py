"""The days that a report is about: where they begin and end, and the weeks or months that they are counted in."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from django.utils.translation import gettext_lazy as _

WEEKS = 12
MOST_DAYS = 10 * 366
_WEEKLY_UP_TO = 371  # days: 53 weeks


class Preset(StrEnum):
    WEEKS = "weeks"
    MONTH = "month"
    LAST_MONTH = "last-month"
    YEAR = "year"


PRESETS = {
    Preset.WEEKS: _("12 weeks"),
    Preset.MONTH: _("This month"),
    Preset.LAST_MONTH: _("Last month"),
    Preset.YEAR: _("This year"),
}


@dataclass(frozen=True)
class Period:
    """Both days belong to it."""

    first: date
    last: date

    @property
    def is_weekly(self) -> bool:
        """Whether it is counted by weeks; a longer one is by months."""
        return (self.last - self.first).days < _WEEKLY_UP_TO

    def parts(self) -> list["Period"]:
        """Its weeks, from Monday on, or its months, in order; the first and the last may be cut off."""
        return list(self._parts())

    def place_of(self, day: date) -> int:
        """At which of its parts this day is."""
        if self.is_weekly:
            return (_monday(day) - _monday(self.first)).days // 7
        return (day.year - self.first.year) * 12 + day.month - self.first.month

    def _parts(self) -> Iterator["Period"]:
        first = self.first
        while first <= self.last:
            after = _monday(first) + timedelta(days=7) if self.is_weekly else _month_after(first)
            yield Period(first, min(after - timedelta(days=1), self.last))
            first = after


def preset_period(preset: Preset, today: date) -> Period:
    """None reaches beyond today."""
    month = today.replace(day=1)
    match preset:
        case Preset.WEEKS:
            return weeks_until(today)
        case Preset.MONTH:
            return Period(month, today)
        case Preset.LAST_MONTH:
            last = month - timedelta(days=1)
            return Period(last.replace(day=1), last)
        case Preset.YEAR:
            return Period(today.replace(month=1, day=1), today)


def weeks_until(last: date) -> Period:
    """The week of this day and the eleven before it."""
    return Period(_monday(last) - timedelta(weeks=WEEKS - 1), last)


def month_of(key: str, within: Period) -> Period:
    """The month that is written as 2026-11, as far as it belongs to the period."""
    first = date.fromisoformat(f"{key}-01")
    return Period(max(first, within.first), min(_month_after(first) - timedelta(days=1), within.last))


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)
