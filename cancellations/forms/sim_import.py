"""The forms of an import: one file, then what its columns say and what is to be done with its rows."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.importing.columns import CASE_COLUMNS, HEADINGS, IDENTITY, Column, Heading, Headings
from cancellations.domain.importing.course import KNOWN, OPENINGS, Known, Opening
from cancellations.domain.importing.locale import DayOrder, Decimal, TableLocale
from cancellations.domain.importing.options import Options
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.words import SIM_KINDS, choices
from cancellations.forms.base import KeyedForm, radio
from cancellations.forms.fields import CurrencyField, DayField, LineField
from cancellations.forms.identifier_fields import CarrierField
from cancellations.models import Carrier, User

ACCEPT = ".csv,.tsv,.txt,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
IGNORED = ""
PREFIX = "column_"
_AS_TOLD = _("eSIM where there is an EID, else physical")


class OneFile(forms.FileInput):
    """One table; dropped or chosen."""

    template_name = "forms/one_file.jinja"


class UploadForm(KeyedForm):
    table = forms.FileField(
        label=_("Table with SIM cards"),
        widget=OneFile(attrs={"accept": ACCEPT}),
        allow_empty_file=True,
        error_messages={"required": _("Choose a file."), "invalid": _("Choose a file.")},
    )


class ColumnsForm(KeyedForm):
    """What each column says, and what is to be done with the rows. `headings`: as the file is read."""

    carrier = CarrierField(required=False)
    kind = forms.ChoiceField(label=SIM_FIELDS["kind"], required=False, choices=[("", _AS_TOLD), *choices(SIM_KINDS)])
    currency = CurrencyField(label=SIM_FIELDS["currency"], required=False)
    new_carriers = forms.BooleanField(label=_("Add carriers that are not known yet"), required=False)
    known = radio(KNOWN, label=_("Cards that are recorded already"), initial=Known.UPDATE)
    opening = radio(OPENINGS, label=_("Open a request"), initial=Opening.MARKED)
    end_date = DayField(
        label=_("When should the contracts end?"),
        required=False,
        help_text=_("Of rows that do not say it themselves. It can be changed until the request is sent."),
    )
    reason = LineField(label=_("Reason"), required=False)

    def __init__(
        self, data: Any = None, *, user: User, headings: Headings, options: Options, asked: TableLocale
    ) -> None:
        super().__init__(data, initial=_initial(user, options))
        self.headings, self.options = headings, options
        carriers = self.fields["carrier"]
        if isinstance(carriers, CarrierField):
            carriers.queryset = Carrier.objects.visible_to(user).by_name()
            carriers.label, carriers.empty_label = _("Carrier of rows that do not name one"), _("None")
        self.fields["kind"].label = _("Kind of cards whose row does not say it")
        self.fields["currency"].label = _("Currency of fees without one")
        if asked.asks_day_order:
            self.fields["day_order"] = radio(_DAY_ORDERS, label=_("What is 03/04/2026?"), initial=options.day_order)
        if asked.asks_decimal:
            self.fields["decimal"] = radio(_DECIMALS, label=_("What is 1.500 or 1,500?"), initial=options.decimal)
        mapping = headings.mapping
        for one in self.open_columns():
            column = mapping.get(one.position)
            self.fields[f"{PREFIX}{one.position}"] = forms.ChoiceField(
                label=one.text, choices=_columns, initial=column.value if column else IGNORED, required=False
            )

    def open_columns(self) -> list[Heading]:
        """The columns that can be given a meaning: all but those with secrets in them."""
        return [one for one in self.headings.all if one.position not in self.headings.secret]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        mapping = self._mapping(cleaned)
        named = {column for column in mapping.values() if column}
        for column, count in Counter(column for column in mapping.values() if column).items():
            if count > 1:
                self._refuse(mapping, column, _("Two columns cannot both be this. Set one of them to “Ignored”."))
        if not named & IDENTITY:
            self.add_error(None, _("Say which column has the number, the ICCID or the nickname of the cards."))
        if Column.CARRIER not in named and not cleaned.get("carrier") and not self.has_error("carrier"):
            self.add_error("carrier", _("No column names the carrier. Choose the one that all these cards are of."))
        if cleaned.get("opening") == Opening.MARKED and Column.OPEN_REQUEST not in named:
            cleaned["opening"] = Opening.NONE.value
        return cleaned

    def chosen(self) -> Options:
        """Everything as it was chosen; the form is valid."""
        data, before = self.cleaned_data, self.options
        return Options(
            table=before.table,
            encoding=before.encoding,
            heading_row=before.heading_row,
            mapping=self._mapping(data),
            day_order=data.get(
                "day_order", ""
            ),  # where the table tells it by itself nothing is asked, and nothing kept
            decimal=data.get("decimal", ""),
            carrier=data["carrier"].pk if data["carrier"] else None,
            kind=data["kind"],
            currency=data["currency"],
            new_carriers=data["new_carriers"],
            known=Known(data["known"]),
            opening=Opening(data["opening"]),
            end_date=data["end_date"],
            reason=data["reason"],
            fingerprint=before.fingerprint,
        )

    def _mapping(self, data: Mapping[str, Any]) -> dict[int, Column | None]:
        return {
            one.position: Column(name) if (name := data.get(f"{PREFIX}{one.position}")) else None
            for one in self.open_columns()
        }

    def _refuse(self, mapping: Mapping[int, Column | None], column: Column, why: Any) -> None:
        for position, named in mapping.items():
            if named is column:
                self.add_error(f"{PREFIX}{position}", why)


_DAY_ORDERS = {
    DayOrder.DAY_FIRST: _("3 April: the day stands first"),
    DayOrder.MONTH_FIRST: _("4 March: the month stands first"),
}
_DECIMALS = {
    Decimal.POINT: _("1.500 is one and a half: the point stands before hundredths"),
    Decimal.COMMA: _("1,500 is one and a half: the comma stands before hundredths"),
}


def _columns() -> list[tuple[Any, Any]]:
    cards: Any = [(column.value, HEADINGS[column]) for column in Column if column not in CASE_COLUMNS]
    requests: Any = [(column.value, HEADINGS[column]) for column in Column if column in CASE_COLUMNS]
    every: list[tuple[Any, Any]] = [(IGNORED, _("Ignored")), (_("SIM card"), cards)]
    return [*every, (_("Cancellation request"), requests)]


def _initial(user: User, options: Options) -> dict[str, Any]:
    carrier = Carrier.objects.visible_to(user).filter(pk=options.carrier).first() if options.carrier else None
    return {
        "carrier": carrier,
        "kind": options.kind or None,
        "currency": options.currency,
        "new_carriers": options.new_carriers,
        "known": options.known,
        "opening": options.opening,
        "end_date": options.end_date,
        "reason": options.reason,
    }
