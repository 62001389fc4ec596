"""Forms about carriers and what is known of them. They never save."""

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from cancellations.domain.carrier_file import FactKind
from cancellations.domain.carrier_words import CARRIER_FIELDS, CARRIER_KINDS, UNITS
from cancellations.domain.json_record import is_web_address
from cancellations.domain.places import countries, time_zones
from cancellations.domain.playbook import PLAYBOOK
from cancellations.domain.text import keyboard_form
from cancellations.domain.words import STEPS
from cancellations.forms.account import LANGUAGES
from cancellations.forms.base import KeyedForm, VersionedForm, radio
from cancellations.forms.fields import LineField, TextField, WholeField

LONGEST_WAIT = 3650
_TO_DIAL = re.compile(r"\+?\d{2,15}")
_SEPARATORS = re.compile(r"[ ()./-]")
# "15:42" and "Hotline: Ivan" are words; browsers forgive blanks inside a scheme, so here they do not help either
_ANY_SCHEME = re.compile(r"\s*[a-z][a-z0-9+.\s-]*:(?![\s\d])", re.IGNORECASE)
_DAYS = ("receipt_days", "processing_days", "notice_days", "refund_days")


class WebAddressField(LineField):
    """An http or https address, without a user name in it. "example.org" is taken for https://example.org."""

    widget = forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "none", "class": "input"})

    def to_python(self, value: Any) -> str:
        address = super().to_python(value)
        if address and "://" not in address and not _ANY_SCHEME.match(address):
            address = f"https://{address}"
        if address and not is_web_address(address):
            raise ValidationError(_("Enter a web address that starts with https:// or http://."), code="invalid")
        return address


class SourceField(LineField):
    """Where a fact comes from: an http or https address, or words that are no address of any kind."""

    def to_python(self, value: Any) -> str:
        source = super().to_python(value)
        if _ANY_SCHEME.match(source) and not is_web_address(source):
            message = _("This is an address that cannot be opened safely. Enter one with https://, or words.")
            raise ValidationError(message, code="invalid")
        return source


class PhoneField(LineField):
    """A number to dial, E.164 or short, without what only makes it readable."""

    widget = forms.TextInput(attrs={"inputmode": "tel", "class": "input short"})

    def to_python(self, value: Any) -> str:
        text = super().to_python(value)
        number = _SEPARATORS.sub("", keyboard_form(text))
        if number and not (number.isascii() and _TO_DIAL.fullmatch(number)):
            raise ValidationError(
                _("Enter the number as it is dialled: digits, with + in front if it works from abroad."),
                code="invalid",
            )
        return number


class CarrierForm(KeyedForm):
    """What a workspace says of a carrier: a new one of its own, or a change."""

    name_zh_hans = LineField(required=False)
    name_en = LineField(required=False)
    name_ru = LineField(required=False)
    kind = radio(CARRIER_KINDS, label=CARRIER_FIELDS["kind"], initial="mno")
    country = forms.ChoiceField(
        label=CARRIER_FIELDS["country"], required=False, help_text=_("Numbers without + are read as of this country.")
    )
    time_zone = forms.ChoiceField(label=CARRIER_FIELDS["time_zone"], required=False)
    website = WebAddressField(label=CARRIER_FIELDS["website"], max_length=200, required=False)
    receipt_days = WholeField(label=CARRIER_FIELDS["receipt_days"], least=0, most=LONGEST_WAIT, required=False)
    processing_days = WholeField(label=CARRIER_FIELDS["processing_days"], least=0, most=LONGEST_WAIT, required=False)
    processing_unit = radio(UNITS, label=CARRIER_FIELDS["processing_unit"], initial="calendar")
    notice_days = WholeField(label=CARRIER_FIELDS["notice_days"], least=0, most=LONGEST_WAIT, required=False)
    refund_days = WholeField(label=CARRIER_FIELDS["refund_days"], least=0, most=LONGEST_WAIT, required=False)
    not_applicable_steps = forms.MultipleChoiceField(
        label=CARRIER_FIELDS["not_applicable_steps"],
        choices=[(rule.key.value, STEPS[rule.key]) for rule in PLAYBOOK if rule.skippable],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
        required=False,
        help_text=_("Left out of new requests; open ones keep the steps that they have."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, language in LANGUAGES:
            self.fields[name_field(code)].label = _("Name (%(language)s)") % {"language": language}
        self._offer("country", countries())
        self._offer("time_zone", time_zones())

    @property
    def names(self) -> list[forms.BoundField]:
        """The fields of the names, that of the reader's language first."""
        return [self[name_field(code)] for code in _languages()]

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        fields = [name_field(code) for code in _languages()]
        if not any(cleaned.get(name) or name in self.errors for name in fields):
            self.add_error(fields[0], _("Enter the carrier’s name in one language at least."))
        return cleaned

    def facts(self) -> dict[str, Any]:
        """As Carrier.edit and add_own take them."""
        facts = super().facts()
        told = {code: facts[name_field(code)] for code in _languages()}
        kept = {name: value for name, value in facts.items() if not name.startswith("name_")}
        return {"names": {code: name for code, name in told.items() if name}, **kept}

    def _offer(self, name: str, options: list[tuple[str, str]]) -> None:
        """`options`, and the value that the carrier has even if nobody offers it any more."""
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)  # noqa: S101 - narrows the type, cannot fail
        kept = str(self.initial.get(name) or "")
        extra = [(kept, kept)] if kept and kept not in dict(options) else []
        field.choices = [("", _("not known")), *options, *extra]


class EditCarrierForm(VersionedForm, CarrierForm):
    """As CarrierForm, made from one version of the carrier."""


class NewFactForm(KeyedForm):
    """What somebody found out, in their own words. `number`: only for phones."""

    text = TextField(label=_("What is so"))
    number = PhoneField(label=_("Number to dial"), max_length=40, required=False)
    source = SourceField(
        label=_("Where from"),
        help_text=_("An address, or who said it and when: “hotline, 21 November”."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind != FactKind.PHONE:
            del self.fields["number"]

    def facts(self) -> dict[str, Any]:
        """As CarrierFact.edit and add_own take them."""
        facts = super().facts()
        number = facts.pop("number", "")
        return {**facts, "value": {"number": number} if number else None}


class FactForm(VersionedForm, NewFactForm):
    """As NewFactForm, made from one version of the fact."""


def _languages() -> list[str]:
    """The codes of all languages, the reader's first."""
    codes = [code for code, _name in LANGUAGES]
    return sorted(codes, key=lambda code: code != get_language())


def name_field(language: str) -> str:
    """The form's field for the name in this language."""
    return f"name_{language.replace('-', '_')}"
