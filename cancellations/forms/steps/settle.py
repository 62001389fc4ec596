"""The forms of the steps after the end: the money back, and bills that stay clean."""

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain import formats
from cancellations.domain.deadlines import refund_expected
from cancellations.domain.money import Found, Paid, amount_of, charges_of, day_of, receipts_of
from cancellations.domain.money_words import CHARGES_SETTLED, receipt_lines
from cancellations.domain.money_words import in_words as amount_in_words
from cancellations.domain.playbook import StepKey
from cancellations.forms.base import BranchRadio
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField, WholeField
from cancellations.forms.steps.base import Fact, StepForm, in_words
from cancellations.models import Cancellation, Step
from cancellations.models.carrier import rules_from
from cancellations.models.settling import ANOTHER_CHARGE, CURRENCY_STAYS, OTHER_CURRENCY

NOTHING_YET = "none"


class RefundForm(StepForm):
    """What is expected, and each part of it when it comes: parts add up, so every one is typed anew."""

    key = StepKey.REFUND

    expected = MoneyField(label=_("Refund expected"))
    currency = CurrencyField(label=_("Currency"))
    method = LineField(label=_("How it is paid"), required=False)
    expected_by = DayField(label=_("Expected by"), help_text=_("Our own reminder unless the carrier named a day."))
    paid_as = forms.ChoiceField(
        label=_("What has come now?"),
        choices=[
            (NOTHING_YET, _("Nothing yet")),
            (Paid.MONEY.value, _("Money, all of it or a part")),
            (Paid.CREDIT.value, _("Store credit, to be spent with the carrier only")),
        ],
        initial=NOTHING_YET,
        required=False,
        widget=BranchRadio(then={Paid.MONEY: "a b", Paid.CREDIT: "a"}),
    )
    received = MoneyField(label=_("Received now"), required=False, help_text=_("Part of it is fine: parts add up."))
    received_on = DayField(label=_("Received on"), required=False, past=True)
    reference = LineField(label=_("Payment reference"), required=False)
    received_currency = CurrencyField(label=_("It came in another currency"), required=False)
    stands_for = MoneyField(
        label=_("Then it stands for"), required=False, help_text=_("That much of the refund, in the refund’s currency.")
    )
    write_off = forms.BooleanField(label=_("Give up the rest"), required=False)
    write_off_reason = LineField(label=_("Why give it up?"), required=False)

    shown_if = {"received": "a", "received_on": "a", "reference": "a", "received_currency": "b", "stands_for": "b"}

    def proposed(self) -> dict[str, Any]:
        start = self.case.confirmed_end_date or self.case.submitted_on or self.today
        return {
            "currency": self.case.sim.currency,
            "expected_by": refund_expected(start, rules_from(self.case.rules)),
            "received_on": self.today,
        }

    def check_whole(self) -> None:
        data = self.cleaned_data
        if data.get("paid_as") in set(Paid):
            self.need("received", _("Enter how much has come."))
        elif data.get("paid_as") and data.get("received"):
            self.add_error("paid_as", _("Say whether it was money or store credit."))
        if data.get("received"):
            self.need("received_on", _("Enter the day on which the money arrived."))
            self._check_currencies(data)
        if data.get("write_off"):
            self.need("write_off_reason", _("Say why the rest is given up."))
        self._keep_currency(data.get("currency"))

    def _check_currencies(self, data: dict[str, Any]) -> None:
        """What came in another currency stands for a part of the refund; nobody guesses how much."""
        came_in = data.get("received_currency")
        if came_in and came_in != data.get("currency") and data.get("paid_as") != Paid.CREDIT:
            self.need("stands_for", OTHER_CURRENCY)

    def _keep_currency(self, currency: str | None) -> None:
        known = {one.get("for", currency) for one in self.step.data.get("receipts", [])}
        if currency and known - {currency}:
            self.add_error("currency", str(CURRENCY_STAYS))

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        yield from super().recorded(step, case, today)
        yield from receipt_lines(tuple(receipts_of(step.data)), today)
        for one in step.data.get("given_up", []):
            amount = amount_of(one)
            if amount:
                yield str(_("Given up")), f"{amount_in_words(amount)} · {one.get('reason', '')}"


LOOKED = [
    (Found.CLEAN.value, _("Nothing after the end date")),
    (Found.CHARGED.value, _("A charge after the end date")),
]
SETTLED = [(found.value, words) for found, words in CHARGES_SETTLED.items()]


class BillCheckForm(StepForm):
    """A look at a bill. While a charge is open, also what has become of it: a clean bill alone does not settle it."""

    key = StepKey.BILL_CHECK

    checked_on = DayField(label=_("Looked on"), past=True)
    result = forms.ChoiceField(
        label=_("What was on the bill?"),
        choices=[*LOOKED, *SETTLED],
        widget=BranchRadio(then={Found.CHARGED: "a b", Found.RETURNED: "a", Found.WAIVED: "c"}),
    )
    amount = MoneyField(label=_("Amount"), required=False, help_text=_("Add the bill as proof to this step."))
    currency = CurrencyField(label=_("Currency"), required=False)
    charged_on = DayField(label=_("Charged on"), required=False, past=True)
    what = LineField(label=_("What was billed?"), required=False)
    reason = LineField(label=_("Why let it go?"), required=False)
    wanted = WholeField(label=_("How many clean bills are enough?"), least=1, most=3)

    shown_if = {"amount": "a", "currency": "a", "charged_on": "b", "what": "b", "reason": "c"}

    def adapt(self) -> None:
        if not self.case.charged_on:
            cast("forms.ChoiceField", self.fields["result"]).choices = LOOKED

    def adapted_to(self) -> Hashable:
        return bool(self.case.charged_on)

    def proposed(self) -> dict[str, Any]:
        return {"checked_on": self.today, "currency": self.case.sim.currency, "wanted": 1}

    def check_whole(self) -> None:
        data = self.cleaned_data
        if data.get("result") in {Found.CHARGED, Found.RETURNED}:
            self.need("amount", _("Enter the amount that was charged or paid back."))
            self.need("currency", _("Enter the currency."))
            self._one_currency(data.get("currency"))
        if data.get("result") == Found.WAIVED:
            self.need("reason", _("Say why the charge is let go."))
        self._not_before_the_end("checked_on", _("The contract runs until its end date. Check on that day or later."))
        if data.get("result") == Found.CHARGED:
            self._not_before_the_end(
                "charged_on", _("The contract ran until its end date. This is no charge after it.")
            )

    def _one_currency(self, currency: str | None) -> None:
        still = [one for one in charges_of(self.step.data.get("checks", [])) if one.left]
        if currency and any(one.amount.currency != currency for one in still):
            self.add_error("currency", str(ANOTHER_CHARGE))

    def _not_before_the_end(self, name: str, message: Any) -> None:
        day, end = self.cleaned_data.get(name), self.case.confirmed_end_date
        if day and end and day < end:
            self.add_error(name, message)

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        for one in step.data.get("checks", []):
            amount = amount_of(one) if one.get("result") != Found.CLEAN else None
            parts = (
                in_words(cls.base_fields["result"], one["result"], today, ""),
                amount_in_words(amount) if amount else "",
                one.get("what") or one.get("reason") or "",
            )
            looked = day_of(one["checked_on"])
            yield formats.day(looked, today), " · ".join(filter(None, parts))
        yield from super().recorded(step, case, today)
