"""Amounts and days as tables have them, made plain for the forms' own readers; and what they leave open.

"1.234" and "03/04/2026" mean different things in different countries. Most tables answer that themselves in other rows;
where they do not, the person is asked once for the whole table.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache
from typing import TypeVar

from babel.numbers import is_currency
from django.utils.translation import gettext_lazy as _

from cancellations.domain.importing.columns import Column
from cancellations.domain.typed import NOT_A_DAY, Mistyped, as_by_keyboard


class DayOrder(StrEnum):
    DAY_FIRST = "dmy"
    MONTH_FIRST = "mdy"


class Decimal(StrEnum):
    """The sign before the hundredths."""

    POINT = "."
    COMMA = ","


_Sign = TypeVar("_Sign", Decimal, DayOrder)
UNCLEAR_AMOUNT = _("It is not clear whether this is a thousand or a fraction. Say which sign this table has.")
UNCLEAR_DAY = _("It is not clear which number is the month. Say in which order this table writes days.")

# Signs and short forms that stand for one currency only; ¥ and $ do not.
CURRENCY_SIGNS = {
    "₽": "RUB", "р": "RUB", "руб": "RUB", "рублей": "RUB", "rur": "RUB", "元": "CNY", "人民币": "CNY", "rmb": "CNY",
    "cn¥": "CNY", "€": "EUR", "евро": "EUR", "£": "GBP", "₸": "KZT", "тг": "KZT", "₺": "TRY", "us$": "USD",
    "hk$": "HKD", "港元": "HKD", "港币": "HKD", "美元": "USD", "欧元": "EUR", "卢布": "RUB",
}  # fmt: skip
_AMOUNT = re.compile(r"([^\d.,]*?)\s*([\d][\d\s.,']*|[.,]\d+)\s*([^\d]*)")
_SIGN = re.compile("[.,]")
_GROUPED = re.compile(r"\d{1,3}([.,'])\d{3}(?:\1\d{3})*")
_YEAR_FIRST = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?(?:[ T]\d{1,2}:\d{2}.*)?")
_ALL_DIGITS = re.compile(r"(20\d{2})(\d{2})(\d{2})")
_YEAR_LAST = re.compile(r"(\d{1,2})([-./])(\d{1,2})\2(\d{4}|\d{2})(?:г\.?| г\.?)?(?: \d{1,2}:\d{2}.*)?")
_WITH_MONTH = re.compile(r"(?:(\d{1,2})[ .-]*([a-zа-я]{3,9})|([a-z]{3,9}) (\d{1,2})),?[ .-]+(\d{4}|\d{2})(?: ?г\.?)?")
_IN_HEADING = re.compile(r"[,;:(\[/]")
_UNCLEAR = "?"
_KEPT = 1024  # of cells: a table has few amounts and days, again and again
_LONGEST = 60  # characters of an amount or a day, whatever stands beside it; longer texts are not looked into
_MONTHS = (
    "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec",
    "янв", "фев", "мар", "апр", "мая", "июн", "июл", "авг", "сен", "окт", "ноя", "дек",
)  # fmt: skip


@dataclass(frozen=True)
class TableLocale:
    """None: the table does not tell. `asks_…`: and it has cells that mean nothing without it."""

    decimal: Decimal | None = None
    day_order: DayOrder | None = None
    asks_decimal: bool = False
    asks_day_order: bool = False


def find_locale(rows: Iterable[Sequence[str]], mapping: Mapping[int, Column]) -> TableLocale:
    """What all rows together tell. Signs that contradict each other leave it open."""
    amounts = [place for place, column in mapping.items() if column == Column.MONTHLY_FEE]
    days = [place for place, column in mapping.items() if column == Column.REQUESTED_END_DATE]
    decimals: set[str] = set()
    orders: set[str] = set()
    if amounts or days:
        for cells in rows:
            decimals.update(_decimal_of(cells[place]) for place in amounts if place < len(cells) and cells[place])
            orders.update(_order_of(cells[place]) for place in days if place < len(cells) and cells[place])
    decimal, order = _only_one(decimals), _only_one(orders)
    return TableLocale(
        Decimal(decimal) if decimal else None,
        DayOrder(order) if order else None,
        asks_decimal=not decimal and _UNCLEAR in decimals,
        asks_day_order=not order and _UNCLEAR in orders,
    )


def agreed(answered: _Sign | None, told: _Sign | None) -> _Sign | None:
    """What the table tells by itself, else what was answered; nothing where they contradict each other."""
    return None if answered and told and answered is not told else told or answered


def plain_amount(typed: str, decimal: Decimal | None) -> tuple[str, str]:
    """The amount with a point and no thousands signs, and the currency that stands with it, if any.

    What cannot be an amount is given back as it is, to be refused by the reader of amounts. Raises Mistyped for "1.234"
    when nobody has said what the point means.
    """
    text = as_by_keyboard(typed)
    found = _amount(text)
    if not found:
        return text, ""
    before, digits, after = found.groups()
    currency = _currency(before) or _currency(after)
    if (before.strip() or after.strip()) and not currency:
        return text, ""
    return _plain_digits("".join(digits.split()).replace("'", ""), decimal), currency


def currency_in_heading(heading: str) -> str:
    """The currency that a heading tells of all amounts below it: RUB of "Monthly fee, RUB" and of "Плата (руб.)"."""
    parts = _IN_HEADING.split(as_by_keyboard(heading), maxsplit=1)
    return _currency(parts[1].strip(" )].")) if len(parts) > 1 else ""


def plain_day(typed: str, order: DayOrder | None) -> str:
    """The day by ISO 8601. What cannot be a day is given back as it is.

    Raises Mistyped for 03/04/2026 when nobody has said the order.
    """
    text = " ".join(as_by_keyboard(typed).split())
    if len(text) > _LONGEST:
        return text
    found = _YEAR_FIRST.fullmatch(text) or _ALL_DIGITS.fullmatch(text)
    if found:
        return _iso(found[1], found[2], found[3])
    found = _YEAR_LAST.fullmatch(text)
    if found:
        first, sign, second, year = found.groups()
        told = DayOrder.DAY_FIRST if sign == "." else _order(int(first), int(second)) or order
        if told is None:
            raise Mistyped("unclear_day", UNCLEAR_DAY)
        return _iso(year, second, first) if told == DayOrder.DAY_FIRST else _iso(year, first, second)
    found = _WITH_MONTH.fullmatch(text.lower())
    if found:
        day, month = found[1] or found[4], found[2] or found[3]
        return _iso(found[5], str(_month(month)), day)
    return text


def _amount(text: str) -> re.Match[str] | None:
    return _AMOUNT.fullmatch(text) if len(text) <= _LONGEST else None


def _only_one(told: set[str]) -> str:
    """What all certain cells agree on; empty when they do not, or when there are none."""
    certain = told - {"", _UNCLEAR}
    return certain.pop() if len(certain) == 1 else ""


@lru_cache(maxsize=_KEPT)
def _order_of(typed: str) -> str:
    """What this cell tells of the order; empty: nothing, for it has none or names the month."""
    found = _YEAR_LAST.fullmatch(" ".join(as_by_keyboard(typed).split()))
    if not found or found[2] == ".":
        return ""
    order = _order(int(found[1]), int(found[3]))
    return order.value if order else _UNCLEAR


def _order(first: int, second: int) -> DayOrder | None:
    if first > 12 or first == second:
        return DayOrder.DAY_FIRST
    return DayOrder.MONTH_FIRST if second > 12 else None


@lru_cache(maxsize=_KEPT)
def _decimal_of(typed: str) -> str:
    """What this cell tells of the sign before the hundredths; empty: nothing, for it has none."""
    found = _amount(as_by_keyboard(typed))
    digits = "".join(found[2].split()).rstrip(".,") if found else ""
    signs = _SIGN.findall(digits)
    if not signs:
        return ""
    if len(set(signs)) == 2:
        return str(signs[-1])
    if len(signs) > 1:
        return "," if signs[0] == "." else "."  # it groups thousands, so the other one is left for hundredths
    return _UNCLEAR if _GROUPED.fullmatch(digits) else str(signs[0])


def _plain_digits(digits: str, decimal: Decimal | None) -> str:
    digits = digits.rstrip(".,") or digits
    signs = _SIGN.findall(digits)
    if len(set(signs)) == 2:
        whole, _sign, cents = digits.rpartition(signs[-1])
        other = "," if signs[-1] == "." else "."
        return f"{whole.replace(other, '')}.{cents}" if _GROUPED.fullmatch(whole) else digits
    if len(signs) > 1:
        return digits.replace(signs[0], "") if _GROUPED.fullmatch(digits) else digits
    if not signs or not _GROUPED.fullmatch(digits):
        return digits
    if decimal is None:
        raise Mistyped("unclear_amount", UNCLEAR_AMOUNT)
    return digits if signs[0] == decimal else digits.replace(signs[0], "")


def _currency(words: str) -> str:
    """The currency that is meant by what stands beside the digits: "руб./мес." is RUB."""
    word = words.split("/")[0].strip(" .").lower()
    return CURRENCY_SIGNS.get(word) or (word.upper() if is_currency(word.upper()) else "")


def _iso(year: str, month: str, day: str) -> str:
    full = f"20{year}" if len(year) == 2 else year
    return f"{full}-{int(month):02}-{int(day):02}"


def _month(word: str) -> int:
    """From 1. Raises Mistyped for a word that is no month."""
    if word[:3] == "май":
        return 5
    if word[:3] not in _MONTHS:
        raise Mistyped("invalid", NOT_A_DAY)
    return _MONTHS.index(word[:3]) % 12 + 1
