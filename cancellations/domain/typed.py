"""Short answers as people type them: days, amounts, whole numbers, currencies, lines. The same for forms and tables.

Full-width digits, odd spaces and dashes are read as a plain keyboard would have typed them.
"""

import re
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cancellations.domain.identifiers import looks_secret
from cancellations.domain.text import keyboard_form

TEXT = 20_000  # characters of a text of several lines
DEVICES = 5_000  # of the list of devices
MOST_DEVICES = 50
FIRST_DAY = date(2000, 1, 1)  # older than any contract that is still to be ended
YEARS_AHEAD = 10

_MONEY = re.compile(r"^\d{1,10}(?:[.,]\d{1,2})?$")
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DOTTED_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")

NOT_A_DAY = _("Enter a day like 2026-11-30 or 30.11.2026.")
TOO_EARLY = _("This day is too long ago. Enter a day of the year 2000 or later.")
TOO_LATE = _("This day is too far ahead. Enter a day not later than the year %(year)s.")
TO_COME = _("This day is still to come.")
OVER = _("This day is over. Enter today or a later day.")
GRACE = timedelta(days=1)  # at the other end of the globe it may still be yesterday
NOT_AN_AMOUNT = _("Enter an amount like 500 or 12.50, without a currency sign.")
NOT_WHOLE = _("Enter a whole number from %(least)s to %(most)s.")
NOT_A_CURRENCY = _("Enter the currency as three letters, like RUB, EUR or CNY.")
NO_SECRETS = _("This looks like an activation code or a key. Lastcall never keeps those.")
TOO_MANY_DEVICES = _("Enter at most %(most)s devices, one a line.")
NO_NAME = _("Enter a nickname, or the number or ICCID of the card.")
NO_CURRENCY = _("Enter the currency of the fee, like RUB, EUR or CNY.")


class Mistyped(ValueError):
    """What was typed is none of these. As a string it is its code: log records carry no personal data."""

    def __init__(self, code: str, message: Promise, **params: object) -> None:
        super().__init__(code)
        self.code, self.message = code, message
        self.params: Mapping[str, object] = params

    @property
    def text(self) -> str:
        """In the language of the moment."""
        return str(self.message) % self.params


def as_by_keyboard(value: object) -> str:
    """A short answer as a plain keyboard would have typed it; never cut off, so that nothing typed is overlooked."""
    return keyboard_form("" if value is None else str(value)).strip()


def last_day(today: date) -> date:
    """No plan reaches further; whatever is later is a slip of the finger."""
    return date(today.year + YEARS_AHEAD, 12, 31)


def read_day(typed: object) -> date | None:
    """2026-11-30 or 30.11.2026; None for nothing. Raises Mistyped."""
    text = as_by_keyboard(typed)
    if not text:
        return None
    dotted = _DOTTED_DAY.match(text)
    if dotted:
        text = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
    try:
        if not text.isascii() or not _ISO_DAY.match(text):
            raise ValueError
        return date.fromisoformat(text)
    except ValueError:
        raise Mistyped("invalid", NOT_A_DAY) from None


def check_day(day: date, today: date) -> None:
    """Raises Mistyped for a day outside the years in which contracts are ended."""
    if day < FIRST_DAY:
        raise Mistyped("early", TOO_EARLY)
    if day > last_day(today):
        raise Mistyped("late", TOO_LATE, year=last_day(today).year)


def read_money(typed: object) -> Decimal | None:
    """At most two decimals; comma or point, spaces between thousands. Raises Mistyped."""
    text = "".join(as_by_keyboard(typed).split())
    if not text:
        return None
    try:
        if not text.isascii() or not _MONEY.match(text):
            raise InvalidOperation
        return Decimal(text.replace(",", "."))
    except InvalidOperation:
        raise Mistyped("invalid", NOT_AN_AMOUNT) from None


def read_whole(typed: object, least: int, most: int) -> int | None:
    """Raises Mistyped unless it is from `least` to `most`."""
    text = as_by_keyboard(typed)
    if not text:
        return None
    number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
    if not least <= number <= most:
        raise Mistyped("invalid", NOT_WHOLE, least=least, most=most)
    return number


def read_currency(typed: object) -> str:
    """An ISO 4217 code: three letters. Raises Mistyped."""
    text = as_by_keyboard(typed).upper()
    if text and not (text.isascii() and text.isalpha() and len(text) == 3):
        raise Mistyped("invalid", NOT_A_CURRENCY)
    return text


def read_devices(text: str) -> list[str]:
    """The names in a text of one a line. Raises Mistyped."""
    devices = [line for line in (line.strip() for line in text.splitlines()) if line]
    if len(devices) > MOST_DEVICES:
        raise Mistyped("devices", TOO_MANY_DEVICES, most=MOST_DEVICES)
    return devices


def refuse_secret(text: str) -> None:
    """Raises Mistyped for activation codes and card keys."""
    if text and looks_secret(text):
        raise Mistyped("secret", NO_SECRETS)
