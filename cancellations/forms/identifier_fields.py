"""Fields for the identifiers of a SIM card. They give what domain/identifiers reads, with its warnings."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cancellations.domain.identifiers import (
    Identifier,
    IdentifierError,
    parse_eid,
    parse_iccid,
    parse_imei,
    parse_imsi,
    parse_msisdn,
)
from cancellations.domain.text import is_blank
from cancellations.models import Carrier

_TYPED = {"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "class": "input mono"}
_PERHAPS_AN_ICCID = {"iccid", "too_long", "spreadsheet"}  # what such a number is refused with


class IdentifierField(forms.Field, ABC):
    """Gives an Identifier, None for nothing. The raw text is parsed: what cleaning would drop is refused."""

    widget = forms.TextInput(attrs=_TYPED)

    def to_python(self, value: Any) -> Identifier | None:
        raw = "" if value is None else str(value)
        if is_blank(raw):
            return None
        try:
            return self.parse(raw)
        except IdentifierError as error:
            raise ValidationError(error.text, code=error.code) from None

    @abstractmethod
    def parse(self, raw: str) -> Identifier:
        """What was typed, read; IdentifierError says what is wrong with it."""


class MsisdnField(IdentifierField):
    """The number of a SIM card. `region`: ISO country that numbers without + belong to."""

    widget = forms.TextInput(attrs=_TYPED | {"inputmode": "tel"})
    region = ""

    def parse(self, raw: str) -> Identifier:
        return parse_msisdn(raw, self.region)


class IccidField(IdentifierField):
    def parse(self, raw: str) -> Identifier:
        return parse_iccid(raw)


class EidField(IdentifierField):
    def parse(self, raw: str) -> Identifier:
        return parse_eid(raw)


class ImeiField(IdentifierField):
    def parse(self, raw: str) -> Identifier:
        return parse_imei(raw)


class ImsiField(IdentifierField):
    def parse(self, raw: str) -> Identifier:
        return parse_imsi(raw)


@dataclass(frozen=True)
class Told:
    """What one field for two identifiers was given: `name` is msisdn or iccid."""

    name: str
    identifier: Identifier


class NumberOrIccidField(forms.Field):
    """One field that takes the number or the ICCID, whichever is at hand. Gives Told, None for nothing."""

    widget = forms.TextInput(attrs=_TYPED)
    region = ""

    def to_python(self, value: Any) -> Told | None:
        raw = "" if value is None else str(value)
        if is_blank(raw):
            return None
        try:
            return self._read(raw)
        except IdentifierError as error:
            raise ValidationError(error.text, code=error.code) from None

    def _read(self, raw: str) -> Told:
        try:
            return Told("msisdn", parse_msisdn(raw, self.region))
        except IdentifierError as error:
            if error.code not in _PERHAPS_AN_ICCID:
                raise
        return Told("iccid", parse_iccid(raw))


class CarrierField(forms.ModelChoiceField):  # type: ignore[type-arg] # not generic when it runs
    """One of the user's carriers, by the slug that its page has too. The form sets the queryset."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            Carrier.objects.none(),
            label=_("Carrier"),
            empty_label=_("Choose a carrier"),
            to_field_name="slug",
            **kwargs,
        )

    def to_python(self, value: Any) -> Carrier | None:
        found: Carrier | None = super().to_python(value.replace("\0", "") if isinstance(value, str) else value)
        return found

    def prepare_value(self, value: Any) -> Any:
        return value.slug if isinstance(value, Carrier) else value
