"""Days, moments, money and lists as text in the reader's language. Made in Python: template filters cost ten times as
much.
"""

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Literal

from babel.core import Locale
from babel.dates import format_date, format_skeleton, format_time
from babel.numbers import format_currency, format_decimal, format_percent, get_currency_symbol
from babel.units import format_unit
from django.utils.translation import get_language, gettext, pgettext

_LOCALES = {"zh-hans": "zh_Hans_CN", "ru": "ru_RU", "en": "en_GB"}


def day(value: date | None, today: date) -> str:
    """11月18日 周三, 18 Nov, Wed …; with the year when it is not this year's."""
    return _day(value, value.year == today.year, get_language() or "en") if value else ""


def said_day(value: date | None, today: date) -> str:
    """As `day`, inside a sentence: Wed 18 Nov; in Chinese 11月18日（周三）, as no space stands in running text."""
    if value is None or get_language() != "zh-hans":
        return day(value, today)
    return f"{short_day(value, today)}（{weekday(value)}）"


def short_day(value: date | None, today: date) -> str:
    """As `day`, without the weekday."""
    return _short_day(value, value.year == today.year, get_language() or "en") if value else ""


def weekday(value: date) -> str:
    """周三, Wed, ср."""
    language = get_language() or "en"
    if language == "zh-hans":
        return "周" + "一二三四五六日"[value.weekday()]
    return str(format_date(value, "ccc", locale=_locale(language)))


def full_day(value: date | None, today: date) -> str:
    """As `short_day`, with the whole word for the month, as a sentence needs it: 18 November, 18 ноября."""
    return _full_day(value, value.year == today.year, get_language() or "en") if value else ""


def partial_day(value: str, today: date) -> str:
    """A day, a month or a year, as far as the source told: 2024-03-05, 2024-03 or 2024; nothing if it did not."""
    if len(value) in {0, 4}:
        return value
    first = date.fromisoformat(f"{value}-01"[:10])
    return short_day(first, today) if len(value) == 10 else _month(first, get_language() or "en")


def moment(value: datetime, today: date) -> str:
    """A day and the minute; `value` is in the reader's time zone already."""
    return f"{short_day(value.date(), today)} {value:%H:%M}"


def clock(value: datetime) -> str:
    return str(format_time(value, "HH:mm", locale=_locale(get_language() or "en")))


def money(amount: Decimal | None, currency: str) -> str:
    """JP¥2,980, 500,00 ₽ …; whole amounts without decimals. The code when the currency is unknown to Babel."""
    return _money(amount, currency, get_language() or "en") if amount is not None else ""


def file_size(count: int) -> str:
    """2.4 MB, 12 kB …, never less than 1 kB."""
    unit, amount = ("megabyte", count / 1e6) if count >= 1e6 else ("kilobyte", max(1, round(count / 1e3)))
    locale = _locale(get_language() or "en")
    return str(format_unit(round(amount, 1), f"digital-{unit}", length="short", locale=locale))


def days(count: float) -> str:
    """1 day, 7.5 days, 7,5 дня …"""
    language = get_language() or "en"
    length: Literal["short", "long"] = "short" if language == "zh-hans" else "long"  # Chinese has no long form
    return str(format_unit(round(count, 1), "duration-day", length=length, locale=_locale(language)))


def number(count: int) -> str:
    """A count as readers group it: 12,500; 12 500 in Russian."""
    return str(format_decimal(count, locale=_locale(get_language() or "en")))


def decimal(value: float) -> str:
    """7.5; 7,5 in Russian: to one digit after the point."""
    return str(format_decimal(round(value, 1), locale=_locale(get_language() or "en")))


def between(first: str, last: str) -> str:
    """From one to another: 31 Aug – 6 Sept."""
    return f"{first} – {last}"


def percent(part: float) -> str:
    """40%, 40 %; `part` is of one."""
    return str(format_percent(part, locale=_locale(get_language() or "en")))


def several(words: Iterable[object]) -> str:
    """One after the other: “a, b, c”, in Chinese “a、b、c”."""
    return pgettext("between two things of a list", ", ").join(map(str, words))


def in_a_row(sentences: Iterable[object]) -> str:
    """Whole sentences, one after the other; Chinese puts no space between them."""
    return ("" if get_language() == "zh-hans" else " ").join(map(str, sentences))


def labelled(label: object, value: object) -> str:
    """What it is, and what it says: “Carrier: MTS”."""
    return gettext("%(label)s: %(value)s") % {"label": label, "value": value}


@lru_cache(maxsize=4096)
def _day(value: date, this_year: bool, language: str) -> str:
    if language == "zh-hans":
        return f"{_short_day(value, this_year, language)} {weekday(value)}"
    skeleton = "MMMEd" if this_year else "yMMMEd"
    return str(format_skeleton(skeleton, value, locale=_locale(language)))


@lru_cache(maxsize=4096)
def _short_day(value: date, this_year: bool, language: str) -> str:
    if this_year:
        return str(format_skeleton("MMMd", value, locale=_locale(language)))
    return str(format_date(value, "medium", locale=_locale(language)))


@lru_cache(maxsize=1024)
def _full_day(value: date, this_year: bool, language: str) -> str:
    if language == "zh-hans":
        return _short_day(value, this_year, language)
    # no abbreviation at the end, which would meet the full stop of its sentence; day and month stay on one line
    return str(format_date(value, "d\xa0MMMM" if this_year else "d\xa0MMMM y", locale=_locale(language)))


@lru_cache(maxsize=1024)
def _month(value: date, language: str) -> str:
    return str(format_skeleton("yMMM", value, locale=_locale(language)))


@lru_cache(maxsize=1024)
def _money(amount: Decimal, currency: str, language: str) -> str:
    if not currency:
        return f"{amount}"
    locale = _locale(language)
    pattern = locale.currency_formats["standard"].pattern
    if amount == amount.to_integral_value():
        pattern = pattern.replace(".00", "")
    if get_currency_symbol(currency, locale) == currency and pattern.startswith("¤"):
        pattern = pattern.replace("¤", "¤\xa0", 1)  # "RUB 500", not "RUB500"
    return str(format_currency(amount, currency, pattern, locale=locale, currency_digits=False))


@lru_cache(maxsize=8)
def _locale(language: str) -> Locale:
    return Locale.parse(_LOCALES.get(language, "en_GB"))
