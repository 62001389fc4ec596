"""Form fields that take what people really type: pasted, full-width, with stray characters, or far too long."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from cancellations.domain.text import LINE, clean_line, clean_text, is_blank
from cancellations.domain.typed import (
    FIRST_DAY,
    GRACE,
    OVER,
    TEXT,
    TO_COME,
    Mistyped,
    check_day,
    last_day,
    read_currency,
    read_day,
    read_money,
    read_whole,
    refuse_secret,
)


@contextmanager
def refusing() -> Iterator[None]:
    """Mistyped becomes what forms raise."""
    try:
        yield
    except Mistyped as error:
        raise ValidationError(str(error.message), code=error.code, params=dict(error.params)) from None


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
        with refusing():
            refuse_secret(value)


class TextField(LineField):
    """Several lines of free text."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, *, max_length: int = TEXT, **kwargs: Any) -> None:
        super().__init__(max_length=max_length, **kwargs)

    def tidy(self, text: str) -> str:
        return clean_text(text)


class DayWidget(forms.DateInput):
    """With limits: without them browsers take a year of six digits. `is_past`, `is_ahead`: as DayField has it."""

    input_type = "date"
    is_past = is_ahead = False

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        today = timezone.localdate()
        latest = today if self.is_past else last_day(today)
        earliest = today - GRACE if self.is_ahead else FIRST_DAY
        limits = {"min": earliest.isoformat(), "max": latest.isoformat()}
        return super().get_context(name, value, {**limits, **(attrs or {})})

    def format_value(self, value: Any) -> str | None:
        return value.isoformat() if isinstance(value, date) else value


class DayField(forms.Field):
    """A day: as browsers send it (2026-11-30), or typed as 30.11.2026; full-width digits too.

    `past`: of something that has happened, so not after today. `ahead`: of something that is to be done, so not before
    yesterday: with the year before, it would be overdue the moment it is recorded.
    """

    widget = DayWidget

    def __init__(self, *, past: bool = False, ahead: bool = False, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.past, self.ahead = past, ahead
        if isinstance(self.widget, DayWidget):
            self.widget.is_past, self.widget.is_ahead = past, ahead

    def to_python(self, value: Any) -> date | None:
        if isinstance(value, date):
            return value
        with refusing():
            day = read_day(value)
            if day is not None:
                self._check(day, timezone.localdate())
        return day

    def _check(self, day: date, today: date) -> None:
        check_day(day, today)
        if self.past and day > today:
            raise Mistyped("to_come", TO_COME)
        if self.ahead and day < today - GRACE:
            raise Mistyped("over", OVER)


class MoneyField(forms.Field):
    """An amount with at most two decimals; comma or point, spaces between thousands, full-width digits."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "class": "input num"})

    def to_python(self, value: Any) -> Decimal | None:
        if isinstance(value, Decimal):
            return value
        with refusing():
            return read_money(value)


class WholeField(forms.Field):
    """A small whole number between two limits."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "class": "input num"})

    def __init__(self, *, least: int, most: int, **kwargs: Any) -> None:
        self.least, self.most = least, most
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        if isinstance(value, int):
            return value
        with refusing():
            return read_whole(value, self.least, self.most)


class CurrencyField(forms.Field):
    """An ISO 4217 code: three letters."""

    widget = forms.TextInput(
        attrs={"maxlength": 3, "autocapitalize": "characters", "class": "input", "list": "currencies"}
    )

    def to_python(self, value: Any) -> str:
        with refusing():
            return read_currency(value)
