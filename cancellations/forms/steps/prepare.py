"""The forms of the steps before anything is sent."""

from collections.abc import Hashable, Iterator
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from cancellations.domain import formats
from cancellations.domain.playbook import StepKey
from cancellations.domain.situation import Decision
from cancellations.domain.words import DECISIONS
from cancellations.forms.base import channel_field, radio
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField, TextField
from cancellations.forms.steps.base import Fact, StepForm
from cancellations.models import Cancellation, Step

SAID_FOR = "said_for"  # so many requests at once, by one answer; see forms/prepare_many.py
MOVED, NOT_APPLICABLE, ATTACHED = "moved", "not_applicable", "attached"
ATTACHMENTS = {
    ATTACHED: _("Not yet"),
    MOVED: _("Moved"),
    NOT_APPLICABLE: _("None here"),
}
UNBINDINGS = [("last", _("Delete the profile last")), ("unbound", _("Unbound")), ("none", _("Not installed"))]
# Banks first: they move money. The next holder of a number gets its codes (Princeton University, 2021).
ACCOUNTS = {
    "banks": _("Banks and payment cards"),
    "government": _("Government logins and tax"),
    "telegram": _("Telegram: number changed, cloud password set, other sessions ended"),
    "whatsapp": _("WhatsApp: number changed in the app"),
    "wechat": _("WeChat and QQ"),
    "alipay": _("Alipay, Taobao and other shops"),
    "email": _("E-mail: recovery number"),
    "apple_google": _("Apple and Google accounts: recovery number"),
    "two_factor": _("Two-factor codes moved to an app"),
    "autopay": _("Automatic payments and subscriptions off"),
    "saved": _("Contacts, messages and call log saved"),
}


class PolicyForm(StepForm):
    key = StepKey.POLICY
    above = "steps/policy.jinja"

    notice = LineField(
        label=_("Notice period"), help_text=_("How long before the end you must ask. “None” is an answer.")
    )
    last_billable_day = DayField(label=_("Last day you pay for"), required=False)
    fee = LineField(label=_("Fee for ending early"), required=False)
    documents = LineField(label=_("Documents asked for"), required=False)
    channel = channel_field(label=_("How to submit"), required=False)
    source = LineField(label=_("Where you read or heard it"), required=False)


class DecisionForm(StepForm):
    key = StepKey.DECISION

    choice = radio(DECISIONS, label=_("What do you want to do?"), initial=Decision.TERMINATE)
    why = forms.ChoiceField(
        label=_("Why?"),
        choices=[
            ("returned", _("Back from abroad")),
            ("used_up", _("Balance used up")),
            ("privacy", _("Privacy")),
            ("changing", _("Changing carrier")),
            ("unused", _("Long unused")),
            ("other", pgettext_lazy("reason", "Another reason")),
        ],
    )
    note = LineField(label=_("Note"), required=False)


class BackupForm(StepForm):
    key = StepKey.BACKUP
    fragment = "steps/backup.jinja"

    receives_sms = forms.ChoiceField(
        label=_("Does the SIM still receive SMS?"),
        choices=[("yes", _("Yes")), ("no", _("No")), ("unknown", _("Not tried"))],
        widget=forms.RadioSelect(attrs={"class": "chips"}),
    )
    others = TextField(label=_("Anything else still on this number, one a line"), required=False)
    said_by = LineField(label=_("Who says so?"), required=False)

    def adapt(self) -> None:
        known = self.step.data.get("accounts", {})
        for name, label in ACCOUNTS.items():
            self.fields[f"account_{name}"] = forms.ChoiceField(
                label=label,
                choices=list(ATTACHMENTS.items()),
                initial=known.get(name, ATTACHED),
                widget=forms.RadioSelect(attrs={"class": "chips"}),
            )
        self.order_fields(["receives_sms", *(f"account_{name}" for name in ACCOUNTS), "others", "said_by"])

    def accounts(self) -> list[forms.BoundField]:
        """The rows of the checklist."""
        return [self[f"account_{name}"] for name in ACCOUNTS]

    def facts(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        accounts = {name: cleaned.get(f"account_{name}") or ATTACHED for name in ACCOUNTS}
        others = [line.strip() for line in cleaned.get("others", "").splitlines() if line.strip()]
        if others:
            accounts["others"] = ATTACHED
        return {
            "receives_sms": cleaned.get("receives_sms", ""),
            "accounts": accounts,
            "others": cleaned.get("others", ""),
            "said_by": cleaned.get("said_by", ""),
        }

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        accounts = step.data.get("accounts", {})
        for state, label in ATTACHMENTS.items():
            names = [str(ACCOUNTS[name]) for name in accounts if accounts[name] == state and name in ACCOUNTS]
            if names:
                yield str(label), " · ".join(names)
        count = step.data.get(SAID_FOR)
        if count and not accounts:
            said = ngettext("Said for %(n)s request", "Said for %(n)s requests at once", count)
            yield gettext("Nothing hangs on the number any more"), said % {"n": formats.number(count)}
        yield from super().recorded(step, case, today)


class BalanceForm(StepForm):
    key = StepKey.BALANCE

    amount = MoneyField(label=_("Balance"))
    currency = CurrencyField(label=_("Currency"))
    seen_on = DayField(label=_("Seen on"), past=True)
    how = LineField(label=_("How you saw it"), required=False, help_text=_("App, *100#, online account, by phone …"))
    plan = forms.ChoiceField(
        label=_("What happens to it?"),
        choices=[
            ("zero", _("Nothing there")),
            ("use_up", _("Use it up first")),
            ("refund", _("Refund wanted")),
            ("debt_paid", _("It was debt, now paid")),
        ],
        widget=forms.RadioSelect(attrs={"class": "choices"}),
    )
    refund_to = LineField(
        label=_("Refund to"), required=False, help_text=_("Name the kind only, not the account number.")
    )

    def proposed(self) -> dict[str, Any]:
        return {"seen_on": self.today, "currency": self.case.sim.currency}


class DevicesForm(StepForm):
    key = StepKey.DEVICES

    note = LineField(label=_("Note"), required=False)

    def adapt(self) -> None:
        names, known = device_names(self.case), self.step.data.get("devices", {})
        for number, name in enumerate(names):
            self.fields[f"device_{number}"] = forms.ChoiceField(
                label=name,
                choices=UNBINDINGS,
                initial=known.get(name, "last"),
                widget=forms.RadioSelect(attrs={"class": "chips"}),
            )
        self.order_fields([*(f"device_{number}" for number in range(len(names))), "note"])

    def adapted_to(self) -> Hashable:
        return tuple(device_names(self.case))

    def facts(self) -> dict[str, Any]:
        """By the devices' names: the card's list may change later, what was recorded may not."""
        answers = {
            name: self.cleaned_data.get(f"device_{number}") for number, name in enumerate(device_names(self.case))
        }
        return {
            "devices": {name: answer for name, answer in answers.items() if answer},
            "note": self.cleaned_data["note"],
        }

    @classmethod
    def recorded(cls, step: Step, case: Cancellation, today: date) -> Iterator[Fact]:
        words = {key: str(label) for key, label in UNBINDINGS}
        for name, answer in step.data.get("devices", {}).items():
            yield name, words.get(answer, "")
        yield from super().recorded(step, case, today)


def device_names(case: Cancellation) -> list[str]:
    return case.sim.devices or [str(_("The phone with this eSIM"))]
