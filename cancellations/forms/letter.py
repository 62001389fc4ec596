"""The form of one letter: filled with what the case and earlier letters know, read into the facts of a letter."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cancellations.domain.identifiers import mask_digits
from cancellations.domain.letters import (
    WORDS,
    Document,
    Element,
    LetterFacts,
    LetterKind,
    Sender,
    missing,
    printable,
)
from cancellations.forms.base import KeyedForm, radio
from cancellations.forms.fields import CurrencyField, DayField, LineField, MoneyField
from cancellations.forms.letter_fields import (
    ATTACHMENTS,
    DEBTS,
    DOCUMENTS,
    KEPT,
    LINE,
    OWN_NAMES,
    SECRET,
    SECTIONS,
    SHOWN_IF,
    DigitsField,
    EmailLineField,
    LongAgoField,
    SwiftField,
    account_problem,
    is_asked,
    language_field,
    signed_by_field,
    ways_field,
)
from cancellations.forms.letter_reading import proposed, with_typed
from cancellations.letters.glyphs import unprintable

Section = tuple[str, Promise, list[tuple[forms.BoundField, str]]]


def _line(label: Promise, **kwargs: Any) -> LineField:
    return LineField(label=label, required=False, max_length=LINE, **kwargs)


class LetterForm(KeyedForm):
    """`kept`: what was kept for the card. Nothing is required by the browser: `missing` names what a letter lacks."""

    language = language_field(label=_("Language of the letter"))
    translation = radio({"": _("None"), **OWN_NAMES}, css="chips", label=_("Translation beside it"), required=False)
    end_on = DayField(
        label=_("End the contract on"), required=False, help_text=_("Empty: the day on which the carrier gets it.")
    )
    addressee = _line(_("Full legal name"), help_text=_("As it stands in the contract."))
    addressee_address = _line(_("Postal address for claims"))
    name = _line(_("Full name, as in the contract"))
    latin = _line(_("Name in Latin letters, as in the passport"))
    address = _line(_("Postal address for the answer"))
    phone = _line(_("Phone, not the one given up"), help_text=_("In international form, like +86 138 1234 5678."))
    email = EmailLineField(label=_("E-mail"), required=False, max_length=LINE)
    born_on = LongAgoField(label=_("Date of birth"), required=False)
    citizenship = _line(_("Citizenship"))
    document = radio(DOCUMENTS, css="chips", label=_("Identity document"), initial=Document.PASSPORT, required=False)
    document_number = _line(_("Series and number"))
    issued_by = _line(_("Issued by"))
    issued_on = LongAgoField(label=_("Issued on"), required=False)
    old_document = _line(_("Old document, if the contract was made on it"))
    contract_number = _line(_("Contract number"))
    contract_date = LongAgoField(label=_("Date of the contract"), required=False)
    account = _line(_("Personal account at the carrier"))
    signed_by = signed_by_field()
    representative_name = _line(_("Representative's full name"))
    representative_document = _line(_("Representative's identity document"))
    attorney_number = _line(_("Number of the power of attorney"))
    attorney_date = LongAgoField(label=_("Date of the power of attorney"), required=False)
    powers = _line(_("Powers that it names"), help_text=_("Both are needed: to end the contract, to receive money."))
    charge = MoneyField(label=_("Charged"), required=False)
    charge_currency = CurrencyField(label=_("Currency"), required=False)
    charged_on = LongAgoField(label=_("Charged on"), required=False)
    balance = MoneyField(label=_("Amount to be refunded"), required=False)
    currency = CurrencyField(label=_("Currency"), required=False)
    way = ways_field()
    recipient = _line(_("Recipient"))
    bank_account = _line(_("Account number or IBAN"))
    bank = _line(_("Bank"))
    bic = DigitsField(9, label=_("BIC"), required=False)
    correspondent = DigitsField(20, label=_("Correspondent account"), required=False)
    inn = DigitsField(10, label=_("Bank's tax number (INN)"), required=False)
    swift = SwiftField(label=_("SWIFT"), required=False)
    refund_number = _line(_("Number that gets the money"))
    debt = radio(DEBTS, label=_("Debt"), required=False)
    attachments = forms.MultipleChoiceField(
        label=_("Enclosures"),
        required=False,
        choices=[(key.value, label) for key, label in ATTACHMENTS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    place = _line(_("Place"))
    dated = DayField(label=_("Date of the letter"))
    keep = forms.BooleanField(
        label=_("Keep these details for the next letter about this SIM card"),
        required=False,
        help_text=_("Encrypted, with a key of its own. Without the tick, what was kept before is deleted."),
    )

    def __init__(self, data: Any = None, *, kind: LetterKind, facts: LetterFacts, kept: dict[str, Any]) -> None:
        self.kind, self.known, self.kept = kind, facts, kept
        shown = {name: value for name, value in kept.items() if name not in SECRET and value not in (None, "")}
        super().__init__(data, initial={**proposed(facts), **shown, "keep": bool(kept)}, auto_id="letter_%s")
        for name in [name for name in self.fields if not is_asked(name, kind)]:
            del self.fields[name]
        self._require_what_it_always_needs()
        for name in SECRET:
            if kept.get(name) and name in self.fields:
                self.fields[name].required = False
                hidden = mask_digits(str(kept[name]))
                self.fields[name].help_text = str(_("Kept: %(masked)s. Leave empty to use it.") % {"masked": hidden})

    def sections(self) -> Iterator[Section]:
        """The fields under their headings, each with the letter of the answers that it is shown with."""
        for key, title, names in SECTIONS:
            fields = [(self[name], SHOWN_IF.get(name, "")) for name in names if name in self.fields]
            if fields:
                yield key, title, fields

    def clean(self) -> dict[str, Any]:
        data = self.cleaned_data
        for name in SECRET:
            if name in self.fields and not data.get(name) and name not in self.errors:
                data[name] = self.kept.get(name, "")
        for name, value in list(data.items()):
            if name in KEPT and isinstance(value, str) and (lacking := unprintable(printable(value))):
                said = _("The letter's fonts cannot print “%(characters)s”.") % {"characters": " ".join(lacking)}
                self.add_error(name, str(said))
        self._check_money()
        if data.get("translation") == data.get("language"):
            data["translation"] = ""
        self._name_what_is_missing()
        return data

    def facts_of_letter(self) -> LetterFacts:
        """What the case knows, with what was typed. Call on a form without errors."""
        return with_typed(self.known, self.cleaned_data, self.kind)

    def details_to_keep(self) -> dict[str, Any]:
        """What was typed of the fields that may be kept, and of those this letter does not ask for, what was kept."""
        typed = {name: self.cleaned_data[name] for name in KEPT if name in self.fields}
        return {**self.kept, **typed}

    def _require_what_it_always_needs(self) -> None:
        """So that fields are not called optional which are not; the error names the element."""
        blank = LetterFacts(today=self.known.today, reference=self.known.reference, country=self.known.country)
        with_address = replace(blank, sender=Sender(address="-"))  # where an address does, the e-mail is optional
        elements = {*missing(self.kind, with_address), *(set(missing(self.kind, blank)) & {Element.ADDRESS})}
        for element in elements:
            if element.value in self.fields:
                self.fields[element.value].required = True
                self.fields[element.value].error_messages["required"] = str(WORDS[element])

    def _check_money(self) -> None:
        way, account = self.cleaned_data.get("way", ""), self.cleaned_data.get("bank_account", "")
        if account and (problem := account_problem(way, account)):
            self.add_error("bank_account", str(problem))
        for amount, currency in (("balance", "currency"), ("charge", "charge_currency")):
            if self.cleaned_data.get(amount) and not self.cleaned_data.get(currency) and currency in self.fields:
                self.add_error(currency, str(_("Enter the currency.")))

    def _name_what_is_missing(self) -> None:
        for element in missing(self.kind, self.facts_of_letter()):
            if element.value not in self.errors:
                self.add_error(element.value if element.value in self.fields else None, str(WORDS[element]))
