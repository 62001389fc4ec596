"""Form fields that take what people really type: pasted, full-width, with stray characters, or far too long."""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cancellations.domain.identifiers import looks_secret
from cancellations.domain.text import LINE, clean_line, clean_text, is_blank, keyboard_form

TEXT = 20_000
_MONEY = re.compile(r"^\d{1,10}(?:[.,]\d{1,2})?$")
_ISO_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_DOTTED_DAY = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
FIRST_DAY = date(2000, 1, 1)  # older than any contract that is still to be ended
YEARS_AHEAD = 10


class LineField(forms.CharField):
    """One line of free text, kept as typed. Visually empty is empty; activation codes are refused."""

    def __init__(self, *, max_length: int = LINE, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, strip=False, **kwargs)
        # Django's own validator would refuse NUL where we drop it
        self.validators = [one for one in self.validators if type(one).__name__ != "ProhibitNullCharactersValidator"]

    def to_python(self, value: Any) -> str:
        text = self.tidy(str(value)) if value is not None else ""
        return "" if is_blank(text) else text

    def tidy(self, text: str) -> str:
        return clean_line(text)

    def validate(self, value: str) -> None:
        super().validate(value)
        if value and looks_secret(value):
            raise ValidationError(_("This looks like an activation code or a key. Lastcall never keeps those."))


class TextField(LineField):
    """Several lines of free text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, max_length: int = TEXT, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def tidy(self, text: str) -> str:
        return clean_text(text)


def as_by_keyboard(value: Any) -> str:
    """A short answer as a plain keyboard would have typed it; never cut off, so that nothing typed is overlooked."""
    return keyboard_form("" if value is None else str(value)).strip()


def last_day(today: date) -> date:
    """No plan reaches further; whatever is later is a slip of the finger."""
    return date(today.year + YEARS_AHEAD, 12, 31)


class DayWidget(forms.DateInput):
    """With limits: without them browsers take a year of six digits. `is_past`: nothing after today."""

    input_type = "date"
    is_past = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        today = timezone.localdate()
        latest = today if self.is_past else last_day(today)
        limits = {"min": FIRST_DAY.isoformat(), "max": latest.isoformat()}
        return super().get_context(name, value, {**limits, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value


class DayField(forms.Field):
    """A day: as browsers send it (2026-11-30), or typed as 30.11.2026; full-width digits too.

    `past`: of something that has happened, so not after today.
    """

    widget = DayWidget
    default_error_messages = {
        "invalid": _("Enter a day like 2026-11-30 or 30.11.2026."),
        "early": _("This day is too long ago. Enter a day of the year 2000 or later."),
        "late": _("This day is too far ahead. Enter a day not later than the year %(year)s."),
        "to_come": _("This day is still to come."),
    }

    def __init__(self, *, past: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past = past
        if isinstance(self.widget, DayWidget):
            self.widget.is_past = past

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        text = as_by_keyboard(value)
        if not text:
            return None
        day = self._read(text)
        if day is None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        self._check(day, timezone.localdate())
        return day

    def _check(self, day: date, today: date) -> None:
        if day < FIRST_DAY:
            raise ValidationError(self.error_messages["early"], code="early")
        if day > last_day(today):
            params = {"year": last_day(today).year}
            raise ValidationError(self.error_messages["late"], code="late", params=params)
        if self.past and day > today:
            raise ValidationError(self.error_messages["to_come"], code="to_come")

    def _read(self, text: str) -> date | None:
        dotted = _DOTTED_DAY.match(text)
        if dotted:
            text = f"{dotted[3]}-{int(dotted[2]):02}-{int(dotted[1]):02}"
        if not text.isascii() or not _ISO_DAY.match(text):
            return None
        try:
            return date.fromisoformat(text)
        except ValueError:
            return None


class MoneyField(forms.Field):
    """An amount with at most two decimals; comma or point, spaces between thousands, full-width digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input num"})
    default_error_messages = {"invalid": _("Enter an amount like 500 or 12.50, without a currency sign.")}

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        text = as_by_keyboard(value)
        text = "".join(text.split())
        if not text:
            return None
        if not text.isascii() or not _MONEY.match(text):
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        try:
            return Decimal(text.replace(",", "."))
        except InvalidOperation:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None


class WholeField(forms.Field):
    """A small whole number between two limits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input num"})

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        text = as_by_keyboard(value)
        if not text:
            return None
        number = int(text) if re.fullmatch(r"[0-9]{1,9}", text) else -1
        if not self.least <= number <= self.most:
            message = _("Enter a whole number from %(least)s to %(most)s.")
            raise ValidationError(message, params={"least": self.least, "most": self.most}, code="invalid")
        return number


class CurrencyField(forms.Field):
    """An ISO 4217 code: three letters."""

    widget = forms.TextInput(
        attrs={"maxlength": 3, "autocapitalize": "characters", "class": "input", "list": "currencies"}
    )

    def to_python(self, value: Any) -> str:
        text = as_by_keyboard(value).upper()
        if text and not (text.isascii() and text.isalpha() and len(text) == 3):
            raise ValidationError(_("Enter the currency as three letters, like RUB, EUR or CNY."), code="invalid")
        return text
