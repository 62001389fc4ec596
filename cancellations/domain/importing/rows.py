"""One row of a table: what it says of a SIM card, cleaned as the form of a card would have, and what is wrong with it.

The rules are those of the forms (domain/identifiers, domain/typed); only what tables write otherwise is read here.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import Any

from cancellations.domain.identifiers import (
    Identifier,
    IdentifierError,
    Remark,
    parse_eid,
    parse_iccid,
    parse_imei,
    parse_imsi,
    parse_msisdn,
)
from cancellations.domain.importing import row_words as words
from cancellations.domain.importing.cells import amount_in, billing_day_in, currency_in, day_in, has_failed
from cancellations.domain.importing.columns import CASE_COLUMNS, IDENTITY, Column
from cancellations.domain.importing.names import country_code, kind_named, name_key, yes_or_no
from cancellations.domain.importing.secrets import is_secret_cell
from cancellations.domain.importing.understood import FIELDS, ReadRow, Stated, Told, Values, Wish
from cancellations.domain.playbook import SimKind
from cancellations.domain.said import number
from cancellations.domain.tagging import LONGEST_NAME, MOST_ON_A_CASE, split_names
from cancellations.domain.text import LINE, clean_line, clean_text, fold, is_blank
from cancellations.domain.typed import (
    DEVICES,
    NO_CURRENCY,
    NO_NAME,
    TEXT,
    Mistyped,
    check_day,
    read_devices,
)

_IDENTIFIERS: dict[Column, Callable[[str], Identifier]] = {
    Column.ICCID: parse_iccid,
    Column.EID: parse_eid,
    Column.IMSI: parse_imsi,
    Column.IMEI: parse_imei,
}
_LINES = (Column.NICKNAME, Column.HOLDER, Column.PLAN)


def read_row(number: int, cells: Sequence[str], mapping: Mapping[int, Column], stated: Stated) -> ReadRow:
    """`mapping`: position to column; positions that are not in it are not looked at."""
    return _Reading(number, cells, mapping, stated).result()


class _Reading:
    """The filled cells of one row on their way to values."""

    def __init__(self, number: int, cells: Sequence[str], mapping: Mapping[int, Column], stated: Stated) -> None:
        self.number, self.stated = number, stated
        self.problems: list[Told] = []
        self.warnings: list[Told] = []
        self.values: Values = {}
        self.new_carrier = ""
        self.carriers: tuple[Any, ...] = ()
        self.cells: dict[Column, str] = {}
        for position, column in mapping.items():
            text = cells[position] if position < len(cells) else ""
            if text and (text[0].isalnum() or not is_blank(text)):
                self._take(column, text)

    def result(self) -> ReadRow:
        self._carrier()
        self._identifiers()
        self._texts()
        self._kind()
        self._cost()
        wish = self._wish()
        if not self.values.keys() & _NAMES and not any(told.column in IDENTITY for told in self.problems):
            self._refuse(None, Mistyped("no_name", NO_NAME))
        found = (self.values, self._assumed(), wish, self.new_carrier)
        return ReadRow(self.number, *found, tuple(self.problems), tuple(self.warnings), self.carriers)

    def _take(self, column: Column, text: str) -> None:
        if is_secret_cell(text):
            self._warn(column, Remark("secret_dropped", words.SECRET_DROPPED))
        elif "#" in text and has_failed(text):
            self._refuse(column, Mistyped("formula_failed", words.FORMULA_FAILED))
        else:
            self.cells[column] = text

    def _carrier(self) -> None:
        text = self.cells.get(Column.CARRIER, "")
        if not text:
            if self.stated.carrier is None:
                self._refuse(Column.CARRIER, Mistyped("no_carrier", words.NO_CARRIER))
            return
        key = self.stated.carriers.get(name_key(text))
        if key is not None:
            self.values["carrier"] = key
            return
        self.carriers = self.stated.shared.get(name_key(text), ())
        if self.carriers:
            return
        self.new_carrier = clean_line(text)[:LINE]
        if not self.stated.takes_new_carriers:
            self._refuse(Column.CARRIER, Mistyped("unknown_carrier", words.UNKNOWN_CARRIER))

    def _identifiers(self) -> None:
        if text := self.cells.get(Column.NUMBER):
            region = self._region()
            self._identifier(Column.NUMBER, text, lambda typed: parse_msisdn(typed, region))
        for column, parse in _IDENTIFIERS.items():
            if text := self.cells.get(column):
                self._identifier(column, text, parse)

    def _region(self) -> str:
        if Column.COUNTRY in self.cells:
            return country_code(self.cells[Column.COUNTRY])
        if self.carriers:
            countries = {self.stated.regions.get(carrier) for carrier in self.carriers}
            return (countries.pop() if len(countries) == 1 else None) or ""
        carrier = self.values.get("carrier", None if self.new_carrier else self.stated.carrier)
        return self.stated.regions.get(carrier) or self.stated.region

    def _identifier(self, column: Column, text: str, parse: Callable[[str], Identifier]) -> None:
        try:
            found = parse(text)
        except IdentifierError as error:
            self.problems.append(Told(column, error.remark))
            return
        self.values[FIELDS.get(column, column.value)] = found.value
        for remark in found.warnings:
            self._warn(column, remark)

    def _texts(self) -> None:
        for column in _LINES:
            self._text(column, clean_line, LINE)
        self._text(Column.NOTE, clean_text, TEXT)
        self._text(Column.DEVICES, clean_text, DEVICES)
        if "devices" in self.values:
            self._try(Column.DEVICES, lambda: self.values.update(devices=read_devices(self.values.pop("devices"))))

    def _text(self, column: Column, clean: Callable[[str], str], most: int) -> None:
        if column not in self.cells:
            return
        text = clean(self.cells[column])
        if len(text) > most:
            self._refuse(column, Mistyped("too_long", words.TOO_LONG, most=number(most)))
        elif text:
            self.values[column.value] = text

    def _kind(self) -> None:
        if text := self.cells.get(Column.KIND):
            kind = kind_named(text)
            if kind is None:
                self._refuse(Column.KIND, Mistyped("kind", words.UNKNOWN_KIND))
            else:
                self.values["kind"] = kind.value

    def _cost(self) -> None:
        beside = ""
        if text := self.cells.get(Column.MONTHLY_FEE):
            fee, beside = self._try(Column.MONTHLY_FEE, lambda: amount_in(text, self.stated.decimal)) or (None, "")
            self.values |= {"monthly_fee": fee} if fee is not None else {}
        if text := self.cells.get(Column.BILLING_DAY):
            day = self._try(Column.BILLING_DAY, lambda: billing_day_in(text))
            self.values |= {"billing_day": day} if day else {}
        if "monthly_fee" not in self.values:
            return  # as in the form: a currency without a fee says nothing
        typed = self.cells.get(Column.CURRENCY, "")
        currency = self._try(Column.CURRENCY, lambda: currency_in(typed))
        if currency := currency or beside or self.stated.currency:
            self.values["currency"] = currency
        elif not any(told.column == Column.CURRENCY for told in self.problems):
            self._refuse(Column.CURRENCY, Mistyped("no_currency", NO_CURRENCY))

    def _wish(self) -> Wish:
        if self.cells.keys().isdisjoint(CASE_COLUMNS):
            return _NO_WISH
        return Wish(
            opens=self._opens(),
            requested_end_date=self._try(Column.REQUESTED_END_DATE, self._end_date),
            reason=self._reason(),
            assignee=self._try(Column.ASSIGNEE, self._assignee),
            tags=self._try(Column.TAGS, self._tags) or (),
        )

    def _opens(self) -> bool | None:
        text = self.cells.get(Column.OPEN_REQUEST)
        told = yes_or_no(text) if text else None
        if text and told is None:
            self._refuse(Column.OPEN_REQUEST, Mistyped("yes_or_no", words.YES_OR_NO))
        return told

    def _end_date(self) -> date | None:
        text = self.cells.get(Column.REQUESTED_END_DATE)
        day = day_in(text, self.stated.day_order) if text else None
        if day:
            check_day(day, self.stated.today)
        return day

    def _reason(self) -> str:
        self._text(Column.REASON, clean_line, LINE)
        return str(self.values.pop("reason", ""))

    def _assignee(self) -> Any:
        typed = self.cells.get(Column.ASSIGNEE, "").strip()
        found = self.stated.people.get(typed.lower()) or self.stated.people.get(fold(typed))
        if typed and found is None:
            raise Mistyped("unknown_person", words.UNKNOWN_PERSON)
        return found

    def _tags(self) -> tuple[str, ...]:
        named = split_names(clean_text(self.cells.get(Column.TAGS, "")))
        tags = tuple(dict.fromkeys(tag for tag in named if fold(tag)))
        if len(tags) > MOST_ON_A_CASE or any(len(tag) > LONGEST_NAME for tag in tags):
            raise Mistyped("tags", words.TAGS, most=MOST_ON_A_CASE, longest=LONGEST_NAME)
        return tags

    def _assumed(self) -> Values:
        is_esim = "eid" in self.values or "devices" in self.values
        assumed: Values = {"kind": self.stated.kind or (SimKind.ESIM if is_esim else SimKind.PHYSICAL).value}
        if self.stated.carrier is not None and not self.new_carrier and not self.carriers:
            assumed["carrier"] = self.stated.carrier
        return assumed

    def _try(self, column: Column, read: Callable[[], Any]) -> Any:
        try:
            return read()
        except Mistyped as error:
            self._refuse(column, error)
            return None

    def _refuse(self, column: Column | None, error: Mistyped) -> None:
        self.problems.append(Told(column, Remark(error.code, error.message, error.params)))

    def _warn(self, column: Column, remark: Remark) -> None:
        self.warnings.append(Told(column, remark))


_NAMES = {"nickname", "msisdn", "iccid"}
_NO_WISH = Wish()
