"""The words for carriers and for what is known of them, and the order in which a carrier's page tells it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cancellations.domain import formats
from cancellations.domain.carrier_file import CarrierKind, FactKind, ProcessingUnit, Tier
from cancellations.domain.words import Words

CARRIER_KINDS: dict[CarrierKind, Words] = {
    CarrierKind.MNO: _("Network carrier"),
    CarrierKind.MVNO: _("Virtual carrier (MVNO)"),
    CarrierKind.ESIM_RESELLER: _("Travel eSIM seller"),
}

CARRIER_FIELDS: dict[str, Words] = {
    "names": _("Names"),
    "kind": _("What it is"),
    "country": _("Country"),
    "time_zone": _("Time zone"),
    "website": _("Website"),
    "receipt_days": _("Days until a receipt"),
    "processing_days": _("Days until the confirmation"),
    "processing_unit": _("Which days count for the confirmation"),
    "notice_days": _("Days of notice before the end"),
    "refund_days": _("Days until a refund"),
    "not_applicable_steps": _("Steps that it does not need"),
}

UNITS: dict[ProcessingUnit, Words] = {
    ProcessingUnit.CALENDAR: _("Calendar days"),
    ProcessingUnit.WORKING: _("Working days of its country"),
    ProcessingUnit.BILLING_MONTH: _("By the end of the next billing month"),
}

FACT_KINDS: dict[FactKind, Words] = {
    FactKind.PROCEDURE: _("How to cancel"),
    FactKind.DOCUMENTS: _("Documents"),
    FactKind.PHONE: _("Phone"),
    FactKind.EMAIL: _("E-mail"),
    FactKind.CHAT: _("Chat"),
    FactKind.WEBSITE: _("Website"),
    FactKind.POSTAL: _("Postal address"),
    FactKind.LANGUAGES: _("Languages"),
    FactKind.HOURS: _("Opening hours"),
    FactKind.PROCESSING_TIME: _("Processing time"),
    FactKind.NOTICE_PERIOD: _("Notice period"),
    FactKind.FEE: pgettext_lazy("carrier fact", "Fee"),
    FactKind.REFUND: _("Refund of the balance"),
    FactKind.INACTIVITY: _("When it is not used"),
    FactKind.SUSPENSION: _("Suspension"),
    FactKind.ESIM: _("eSIM profile"),
    FactKind.ICCID: _("ICCID"),
    FactKind.IMSI: _("IMSI"),
    FactKind.NUMBER_REUSE: _("What becomes of the number"),
    FactKind.COMPLAINT: _("Complaints"),
    FactKind.DEBT_RISK: _("Debts"),
}

TIERS: dict[str, Words] = {
    Tier.A: _("official source"),
    Tier.B: _("press, law or test data"),
    Tier.C: _("third-party guide"),
    "own": _("our own word"),
}


@dataclass(frozen=True)
class Section:
    """Kinds of facts under one heading. `always`: said to be unknown when there is no fact of it."""

    title: Words
    icon: str
    always: tuple[FactKind, ...]
    others: tuple[FactKind, ...] = ()

    @property
    def kinds(self) -> tuple[FactKind, ...]:
        return (*self.always, *self.others)


SECTIONS: tuple[Section, ...] = (
    Section(
        _("What they ask for"),
        "file",
        (
            FactKind.PROCEDURE,
            FactKind.DOCUMENTS,
            FactKind.PROCESSING_TIME,
            FactKind.NOTICE_PERIOD,
            FactKind.FEE,
            FactKind.REFUND,
        ),
        (FactKind.COMPLAINT, FactKind.DEBT_RISK),
    ),
    Section(
        _("How to reach them"),
        "phone",
        (FactKind.PHONE, FactKind.CHAT, FactKind.EMAIL, FactKind.WEBSITE, FactKind.LANGUAGES, FactKind.HOURS),
        (FactKind.POSTAL,),
    ),
    Section(
        _("Instead of cancelling, and afterwards"),
        "sim",
        (FactKind.SUSPENSION, FactKind.INACTIVITY, FactKind.ESIM),
        (FactKind.NUMBER_REUSE, FactKind.ICCID, FactKind.IMSI),
    ),
)


def what_changed_of_carrier(payload: Mapping[str, Any]) -> str:
    """The fields that an event names."""
    fields = payload.get("fields")
    named = [CARRIER_FIELDS.get(str(name), name) for name in fields] if isinstance(fields, list) else []
    return formats.several(named)


def which_fact(payload: Mapping[str, Any]) -> str:
    """What the fact of an event is about, and what it says."""
    kind, text = str(payload.get("fact") or ""), str(payload.get("text") or "")
    label = next((str(label) for known, label in FACT_KINDS.items() if known == kind), kind)
    return " · ".join(filter(None, (label, text)))
