"""The forms of the steps after the end: the money back, and bills that stay clean."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.deadlines import refund_expected
from cancellations.domain.playbook import StepKey
from cancellations.forms.base import BranchRadio
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField, WholeField
from cancellations.forms.steps.base import Fact, StepForm, day_of, in_words, money_of
from cancellations.models import Cancellation, Step
from cancellations.models.carrier import rules_from


class RefundForm(StepForm):
    key = StepKey.REFUND

    expected = MoneyField(label=_("Refund expected"))
    currency = CurrencyField(label=_("Currency"))
    method = LineField(label=_("How it is paid"), required=False)
    expected_by = DayField(label=_("Expected by"), help_text=_("Our own reminder unless the carrier named a day."))
    received = MoneyField(label=_("Received now"), required=False, help_text=_("Part of it is fine: parts add up."))
    received_on = DayField(label=_("Received on"), required=False, past=True)
    reference = LineField(label=_("Payment reference"), required=False)
    write_off = forms.BooleanField(label=_("Give up the rest"), required=False)
    write_off_reason = LineField(label=_("Why give it up?"), required=False)

    def proposed(self) -> dict[str, Any]:
        start = self.case.confirmed_end_date or self.case.submitted_on or self.today
        return {
            "currency": self.case.sim.currency,
            "expected_by": refund_expected(start, rules_from(self.case.rules)),
            "received_on": self.today,
        }

    def check_whole(self) -> None:
        data = self.cleaned_data
        if data.get("received"):
            self.need("received_on", _("Enter the day on which the money arrived."))
        if data.get("write_off"):
            self.need("write_off_reason", _("Say why the rest is given up."))

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        currency = step.data.get("currency", "")
        receipts = step.data.get("receipts", [])
        yield from super().recorded(step, case, today)
        for one in receipts:
            amount, day = money_of(one["amount"], currency), day_of(one["on"], today)
            yield str(_("Received")), f"{amount} · {day} {one.get('reference', '')}".strip()
        if len(receipts) > 1:
            total = sum((Decimal(one["amount"]) for one in receipts), Decimal(0))
            yield str(_("Received in all")), money_of(str(total), currency)


class BillCheckForm(StepForm):
    key = StepKey.BILL_CHECK

    checked_on = DayField(label=_("Looked on"), past=True)
    result = forms.ChoiceField(
        label=_("What was on the bill?"),
        choices=[("clean", _("Nothing after the end date")), ("charged", _("A charge after the end date"))],
        widget=BranchRadio(then={"charged": "a"}),
    )
    shown_if = {"amount": "a", "currency": "a"}
    amount = MoneyField(label=_("Charged"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False)
    wanted = WholeField(label=_("How many clean bills are enough?"), least=1, most=3)

    def proposed(self) -> dict[str, Any]:
        return {"checked_on": self.today, "currency": self.case.sim.currency, "wanted": 1}

    def check_whole(self) -> None:
        if self.cleaned_data.get("result") == "charged":
            self.need("amount", _("Enter the amount that was charged."))
            self.need("currency", _("Enter the currency."))
        checked, end = self.cleaned_data.get("checked_on"), self.case.confirmed_end_date
        if checked and end and checked < end:
            self.add_error("checked_on", _("The contract runs until its end date. Check on that day or later."))

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        for one in step.data.get("checks", []):
            charged = money_of(one["amount"], one["currency"]) if one["amount"] else ""
            found = in_words(cls.base_fields["result"], one["result"], today, "")
            yield day_of(one["checked_on"], today), " · ".join(filter(None, (found, charged)))
        yield from super().recorded(step, case, today)
