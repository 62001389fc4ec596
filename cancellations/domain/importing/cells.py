"""Single cells, read by the forms' own readers. Cached: the rows of one table have few amounts and days between them.

Each `…_in` raises Mistyped.
"""

import re
from datetime import date
from decimal import Decimal as Number
from functools import lru_cache

from cancellations.domain.importing.locale import CURRENCY_SIGNS, DayOrder, Decimal, plain_amount, plain_day
from cancellations.domain.typed import read_currency, read_day, read_money, read_whole

# What spreadsheets show instead of a value, in English and in Russian (the Chinese ones use the English names): the
# formula failed, or the column was too narrow for its number.
_FAILED = re.compile(
    r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|SPILL!|CALC!|FIELD!|BLOCKED!|CONNECT!|BUSY!|UNKNOWN!|GETTING_DATA"
    r"|Н/Д|ССЫЛКА!|ЗНАЧ!|ИМЯ\?|ДЕЛ/0!|ПУСТО!|ЧИСЛО!|ПЕРЕНОС!|ВЫЧИСЛ!|#+)",
    re.IGNORECASE,
)


def has_failed(text: str) -> bool:
    """Whether a spreadsheet has put the name of an error where a value should be."""
    return bool(_FAILED.fullmatch(text.strip()))


@lru_cache(maxsize=1024)
def amount_in(text: str, sign: Decimal | None) -> tuple[Number | None, str]:
    """The amount, and the currency that stands beside it."""
    amount, currency = plain_amount(text, sign)
    return read_money(amount), currency


@lru_cache(maxsize=256)
def billing_day_in(text: str) -> int | None:
    return read_whole(text.strip().removesuffix("日"), 1, 31)


@lru_cache(maxsize=256)
def currency_in(text: str) -> str:
    return read_currency(CURRENCY_SIGNS.get(text.strip(), text))


@lru_cache(maxsize=1024)
def day_in(text: str, order: DayOrder | None) -> date | None:
    return read_day(plain_day(text, order))
