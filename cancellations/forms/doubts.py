"""Forms with a SIM card's identifiers: doubtful ones come back once, to be corrected or said to be right."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from cancellations.domain.identifiers import Identifier, Remark
from cancellations.forms.base import KeyedForm
from cancellations.forms.fields import LineField
from cancellations.forms.identifier_fields import CarrierField, MsisdnField, NumberOrIccidField, Told
from cancellations.models import Carrier, Sim, User
from cancellations.models.sim import SimQuerySet

_QUESTION = ("doubts", "accept", "accept_reason")
_SAME_NUMBER = Remark("same_number", _("Another card here has this number. If that is right, keep it."))


@dataclass(frozen=True)
class Doubt:
    """A warning about the identifier called `name`."""

    name: str
    value: str
    remark: Remark

    @property
    def key(self) -> str:
        return f"{self.name}.{self.remark.code}"


class IdentifierForm(KeyedForm):
    """A subclass has the fields, the carrier before the number. Identifiers come out as texts, or empty.

    Warnings are errors until the tick "right as it is" and a reason come with them; `accepted` then tells
    both. The tick counts for exactly the doubts that it was shown with. What `sim` has already is not doubted
    again. An ICCID that another card of the workspace has is an error; `same_card` is that card.
    """

    IDENTIFIERS: ClassVar[tuple[str, ...]] = ("msisdn", "iccid", "eid", "imei", "imsi")

    def __init__(self, *args: Any, user: User, sim: Sim | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.sim = user, sim
        self.same_card: Sim | None = None
        self.accepted: dict[str, str] = {}
        for field in self.fields.values():
            if isinstance(field, CarrierField):
                field.queryset = Carrier.objects.visible_to(user).by_name()
        self._read_numbers_as_of(user.workspace.country if user.workspace else "")
        if self.add_prefix("doubts") in self.data:
            self._ask()

    def clean_carrier(self) -> Carrier | None:
        """Numbers without + are read as of the carrier's country."""
        carrier: Carrier | None = self.cleaned_data["carrier"]
        if carrier and carrier.country:
            self._read_numbers_as_of(carrier.country)
        return carrier

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        told = cleaned.pop("identifier", None)
        if isinstance(told, Told):
            cleaned[told.name] = told.identifier
        self._refuse_second(cleaned.get("iccid"))
        doubts = list(self._doubts(cleaned))
        for name in self.IDENTIFIERS:
            if name in cleaned:
                cleaned[name] = cleaned[name].value if cleaned[name] else ""
        self._settle(doubts, cleaned)
        return cleaned

    @property
    def asks(self) -> bool:
        """Whether the form has the question now: `accept` and `accept_reason`."""
        return "accept" in self.fields

    def facts(self) -> dict[str, Any]:
        return {name: value for name, value in super().facts().items() if name not in _QUESTION}

    def _read_numbers_as_of(self, region: str) -> None:
        for field in self.fields.values():
            if isinstance(field, MsisdnField | NumberOrIccidField):
                field.region = region

    def _doubts(self, cleaned: Mapping[str, Any]) -> Iterator[Doubt]:
        for name in self.IDENTIFIERS:
            identifier = cleaned.get(name)
            if not identifier or (self.sim and getattr(self.sim, name) == identifier.value):
                continue
            for remark in identifier.warnings:
                yield Doubt(name, identifier.value, remark)
            if name == "msisdn" and self._others().filter(msisdn=identifier.value).exists():
                yield Doubt(name, identifier.value, _SAME_NUMBER)

    def _refuse_second(self, iccid: Identifier | None) -> None:
        self.same_card = self._others().with_iccid(iccid.value).first() if iccid else None
        if self.same_card:
            self.add_error(self._field_of("iccid"), _("A SIM card with this ICCID is already recorded."))

    def _others(self) -> SimQuerySet:
        sims = Sim.objects.visible_to(self.user)
        return sims.exclude(pk=self.sim.pk) if self.sim else sims

    def _settle(self, doubts: list[Doubt], cleaned: Mapping[str, Any]) -> None:
        """Accept what was ticked with a reason; otherwise errors at the fields, the question at the end."""
        seen = _digest(doubts)
        if not doubts:
            self._drop_question()
        elif cleaned.get("accept") and cleaned.get("doubts") == seen:
            self._take_reason(doubts, cleaned.get("accept_reason", ""))
        else:
            self._ask()
            self._answer_with(doubts=seen, accept="")
            for doubt in doubts:
                self.add_error(self._field_of(doubt.name), doubt.remark.text)
        if self.asks:  # only now, for the labels: without the tick no reason is wanted
            self.fields["accept"].required = self.fields["accept_reason"].required = True

    def _take_reason(self, doubts: list[Doubt], reason: str) -> None:
        if reason:
            self.accepted = {doubt.key: reason for doubt in doubts}
        elif not self.has_error("accept_reason"):
            self.add_error("accept_reason", _("Say in a few words why it is right, like: printed so on the card."))

    def _ask(self) -> None:
        self.fields["doubts"] = forms.CharField(max_length=64, required=False, widget=forms.HiddenInput)
        self.fields["accept"] = forms.BooleanField(label=_("It is right as it is"), required=False)
        self.fields["accept_reason"] = LineField(label=_("Why it is right"), required=False)

    def _drop_question(self) -> None:
        for name in _QUESTION:
            self.fields.pop(name, None)

    def _answer_with(self, **values: str) -> None:
        """Show other values than were sent; an empty one is taken away."""
        sent: Any = self.data
        data = sent.copy()
        for name, value in values.items():
            data.pop(self.add_prefix(name), None)
            if value:
                data[self.add_prefix(name)] = value
        self.data = data

    def _field_of(self, name: str) -> str:
        return name if name in self.fields else "identifier"


def _digest(doubts: list[Doubt]) -> str:
    told = "\n".join(f"{doubt.key}={doubt.value}" for doubt in doubts)
    return hashlib.sha256(told.encode()).hexdigest()[:32]
