"""Forms about SIM cards. They never save, and have no place for a PIN, a PUK or an activation code."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.playbook import SimKind
from cancellations.domain.sim_words import SIM_FIELDS
from cancellations.domain.typed import DEVICES, NO_CURRENCY, NO_NAME, read_devices
from cancellations.domain.words import SIM_KINDS, choices
from cancellations.forms.base import BranchRadio, VersionedForm
from cancellations.forms.doubts import IdentifierForm
from cancellations.forms.fields import CurrencyField, LineField, MoneyField, TextField, WholeField, refusing
from cancellations.forms.identifier_fields import (
    CarrierField,
    EidField,
    IccidField,
    ImeiField,
    ImsiField,
    MsisdnField,
    NumberOrIccidField,
)


def kind_field() -> forms.ChoiceField:
    """Physical or eSIM. What only an eSIM has carries data-if="a"."""
    return forms.ChoiceField(
        label=SIM_FIELDS["kind"],
        choices=choices(SIM_KINDS),
        initial=SimKind.ESIM,
        widget=BranchRadio({SimKind.ESIM: "a"}, attrs={"class": "choices"}),
    )


class SimFields(IdentifierForm):
    """A new card in four fields, to stand in a bigger form; `sim_facts` is what Sim.objects.add takes."""

    NEW_CARD = ("kind", "nickname", "carrier", "identifier")

    kind = kind_field()
    nickname = LineField(
        label=SIM_FIELDS["nickname"], required=False, help_text=_("What you call the card among yourselves.")
    )
    carrier = CarrierField()
    identifier = NumberOrIccidField(
        label=_("Number or ICCID"),
        required=False,
        help_text=_("The ICCID is the long number printed on the card that starts with 89."),
    )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "identifier" in self.fields and not self.has_error("identifier"):
            named = [cleaned.get(name) for name in ("nickname", "msisdn", "iccid")]
            if not any(named) and not self.has_error("nickname"):
                self.add_error("nickname", NO_NAME)
        return cleaned

    def sim_facts(self) -> dict[str, Any]:
        """The card as told here, and `accepted`: the warnings that the person accepted, with the reason."""
        card = {name: self.cleaned_data.get(name, "") for name in ("kind", "nickname", "carrier", "msisdn", "iccid")}
        return {**card, "accepted": self.accepted}


class SimForm(IdentifierForm):
    """Everything that is known of a card."""

    nickname = LineField(
        label=SIM_FIELDS["nickname"], required=False, help_text=_("What you call the card among yourselves.")
    )
    kind = kind_field()
    carrier = CarrierField()
    msisdn = MsisdnField(label=SIM_FIELDS["msisdn"], required=False)
    iccid = IccidField(
        label=SIM_FIELDS["iccid"],
        required=False,
        help_text=_("Printed on the card: starts with 89 and has 17 to 20 digits."),
    )
    holder = LineField(label=SIM_FIELDS["holder"], required=False, help_text=_("In whose name the contract is."))
    plan = LineField(label=SIM_FIELDS["plan"], required=False)
    monthly_fee = MoneyField(label=SIM_FIELDS["monthly_fee"], required=False)
    currency = CurrencyField(label=SIM_FIELDS["currency"], required=False)
    billing_day = WholeField(
        label=SIM_FIELDS["billing_day"],
        least=1,
        most=31,
        required=False,
        help_text=_("Day of the month that the fee is charged on."),
    )
    eid = EidField(
        label=SIM_FIELDS["eid"],
        required=False,
        help_text=_("Number of the eSIM chip, 32 digits: dial *#06#."),
    )
    devices = TextField(
        label=SIM_FIELDS["devices"],
        required=False,
        max_length=DEVICES,
        help_text=_("One a line. The profile is deleted from them last, after the confirmation."),
    )
    imsi = ImsiField(label=SIM_FIELDS["imsi"], required=False)
    imei = ImeiField(label=SIM_FIELDS["imei"], required=False, help_text=_("Of the device the card is in: dial *#06#."))
    note = TextField(
        label=SIM_FIELDS["note"],
        required=False,
        help_text=_("Never a PIN, a PUK, a password or an activation code."),
    )

    @property
    def more_is_told(self) -> bool:
        """Whether one of the fields that stand folded away has something in it, or something wrong."""
        return any(self[name].value() or self[name].errors for name in ("eid", "devices", "imsi", "imei", "note"))

    def clean_devices(self) -> list[str]:
        with refusing():
            return read_devices(self.cleaned_data["devices"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        names = ("nickname", "msisdn", "iccid")
        if not any(cleaned.get(name) or self.has_error(name) for name in names):
            self.add_error("nickname", NO_NAME)
        if cleaned.get("monthly_fee") is None:
            cleaned["currency"] = ""
        elif not cleaned.get("currency") and not self.has_error("currency"):
            self.add_error("currency", NO_CURRENCY)
        return cleaned


class EditSimForm(VersionedForm, SimForm):
    """As SimForm, made from one version of the card."""
