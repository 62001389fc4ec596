"""Which days a country works: its weekend, its public holidays, the days that it moves, and what a workspace knows
better. The holidays are those of the library `holidays`; a workspace's own days beat them.
"""

from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

import holidays

ENGLISH = "en_US"
SATURDAY_AND_SUNDAY = frozenset({5, 6})
# Their governments announce for one year at a time which days are moved; until then a year is only estimated.
_ANNOUNCED_YEARLY = frozenset({"BY", "CN", "RU"})
_MOVED, _ESTIMATED = "(substituted", "(estimated)"


@dataclass(frozen=True)
class OwnDay:
    """A day that a workspace knows better than the country's calendar: free, or worked all the same."""

    day: date
    name: str
    is_working: bool = False


@dataclass(frozen=True)
class DayOff:
    """A day that is not worked, with the name that the calendar (in English) or the workspace gives it.

    Empty: a weekend.
    """

    day: date
    name: str = ""
    is_own: bool = False


@dataclass(frozen=True)
class WorkCalendar:
    """`country`: ISO 3166; where it is unknown, only Saturdays and Sundays are free."""

    country: str = ""
    own_days: tuple[OwnDay, ...] = ()
    _own: dict[date, OwnDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_own", {own.day: own for own in self.own_days})

    def off(self, day: date) -> DayOff | None:
        """Why `day` is not worked; None for a working day."""
        own = self._own.get(day)
        if own is not None:
            return None if own.is_working else DayOff(day, own.name, is_own=True)
        year = year_of(self.country, day.year)
        name = year.names.get(day)
        if name is not None:
            return DayOff(day, name)
        is_weekend = day.weekday() in year.weekend and day not in year.worked
        return DayOff(day) if is_weekend else None

    def is_estimated(self, first: date, last: date) -> bool:
        """Whether the country has yet to say which days it works between the two."""
        years = (year_of(self.country, number) for number in range(first.year, last.year + 1))
        return any(not year.is_announced or any(first < day <= last for day in year.estimated) for year in years)


@dataclass(frozen=True)
class Year:
    """One year of a country: free days by name, weekends that are worked, and what is not certain yet."""

    names: dict[date, str]
    worked: frozenset[date]
    weekend: frozenset[int]
    estimated: frozenset[date]
    is_announced: bool


@lru_cache(maxsize=2048)
def year_of(country: str, number: int, language: str = ENGLISH) -> Year:
    """The names in `language` where the library has it for this country, else in the country's own."""
    try:
        found = holidays.country_holidays(country, years=number, language=language)
    except NotImplementedError:  # no such country
        return Year({}, frozenset(), SATURDAY_AND_SUNDAY, frozenset(), is_announced=True)
    names = {day: name for day, name in found.items() if day.year == number}
    worked = frozenset(day for day in found.weekend_workdays if day.year == number)
    moved = bool(worked) or any(_MOVED in name for name in names.values())
    return Year(
        names,
        worked,
        frozenset(found.weekend),
        frozenset(day for day, name in names.items() if _ESTIMATED in name),
        moved or country not in _ANNOUNCED_YEARLY,
    )


@lru_cache(maxsize=512)
def languages_of(country: str) -> frozenset[str]:
    """The languages in which the library names a country's holidays."""
    try:
        return frozenset(holidays.country_holidays(country).supported_languages)
    except NotImplementedError:
        return frozenset()
