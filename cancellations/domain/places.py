"""Countries and time zones by their names in the reader's language, and what time it is there."""

from datetime import date, datetime
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError, available_timezones

import phonenumbers
from babel.core import Locale, get_global
from babel.dates import get_timezone_location
from django.utils.translation import get_language, to_locale

from cancellations.domain import formats


def country_name(code: str) -> str:
    """The country with this ISO 3166 code; the code itself when nobody knows it; empty for an empty one."""
    return _locale(_language()).territories.get(code, code) if code else ""


def countries() -> list[tuple[str, str]]:
    """Code and name of every country with phone numbers, by name."""
    return _countries(_language())


def time_zones() -> list[tuple[str, str]]:
    """IANA names and their places, by place."""
    return _time_zones(_language())


def local_time(zone: str, now: datetime, today: date) -> str:
    """Day and minute in the IANA time zone; empty when it is not known."""
    try:
        there = now.astimezone(ZoneInfo(zone)) if zone else None
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ""
    return formats.moment(there, today) if there else ""


def _language() -> str:
    return get_language() or "en"


@lru_cache(maxsize=8)
def _countries(language: str) -> list[tuple[str, str]]:
    names = _locale(language).territories
    return sorted(((code, names[code]) for code in phonenumbers.SUPPORTED_REGIONS), key=lambda one: one[1])


@lru_cache(maxsize=8)
def _time_zones(language: str) -> list[tuple[str, str]]:
    aliases = get_global("zone_aliases")
    names = {name for name in available_timezones() if "/" in name and name not in aliases}
    names = {name for name in names if not name.startswith(("Etc/", "SystemV/", "posix/", "right/"))}
    return sorted(((name, _place(name, _locale(language))) for name in names), key=lambda zone: zone[1])


def _place(zone: str, locale: Locale) -> str:
    """Country and city."""
    country = locale.territories.get(get_global("zone_territories").get(zone, ""), "")
    city = get_timezone_location(zone, locale=locale, return_city=True)
    return f"{country} · {city}" if country and city != country else str(city)


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(to_locale(language))
