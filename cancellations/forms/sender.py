"""What every letter asks for: who sends and signs it, with which document, where money goes, place and date."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cancellations.domain.letters import Document, Element, LetterFacts, LetterKind, Sender, missing, printable
from cancellations.forms.base import KeyedForm, radio
from cancellations.forms.fields import DayField, LineField
from cancellations.forms.letter_fields import (
    ATTACHMENTS,
    DEBTS,
    DOCUMENTS,
    KEPT,
    LINE,
    OWN_NAMES,
    SECTIONS,
    SHOWN_IF,
    DigitsField,
    EmailLineField,
    LongAgoField,
    SwiftField,
    account_problem,
    signed_by_field,
    ways_field,
)
from cancellations.letters.glyphs import unprintable

Section = tuple[str, str | Promise, list[tuple[forms.BoundField, str]]]


def line_field(label: Promise, **kwargs: Any) -> LineField:
    """A line of a letter, which need not be filled in."""
    return LineField(label=label, required=False, max_length=LINE, **kwargs)


class SenderForm(KeyedForm):
    """Nothing is required by the browser: `missing` names what a letter lacks."""

    translation = radio({"": _("None"), **OWN_NAMES}, css="chips", label=_("Translation beside it"), required=False)
    end_on = DayField(
        label=_("End the contract on"), required=False, help_text=_("Empty: the day on which the carrier gets it.")
    )
    name = line_field(_("Full name, as in the contract"))
    latin = line_field(_("Name in Latin letters, as in the passport"))
    address = line_field(_("Postal address for the answer"))
    phone = line_field(_("Phone, not the one given up"), help_text=_("In international form, like +86 138 1234 5678."))
    email = EmailLineField(label=_("E-mail"), required=False, max_length=LINE)
    born_on = LongAgoField(label=_("Date of birth"), required=False)
    citizenship = line_field(_("Citizenship"))
    document = radio(DOCUMENTS, css="chips", label=_("Identity document"), initial=Document.PASSPORT, required=False)
    document_number = line_field(_("Series and number"))
    issued_by = line_field(_("Issued by"))
    issued_on = LongAgoField(label=_("Issued on"), required=False)
    old_document = line_field(_("Old document, if the contract was made on it"))
    signed_by = signed_by_field()
    representative_name = line_field(_("Representative's full name"))
    representative_document = line_field(_("Representative's identity document"))
    attorney_number = line_field(_("Number of the power of attorney"))
    attorney_date = LongAgoField(label=_("Date of the power of attorney"), required=False)
    powers = line_field(
        _("Powers that it names"), help_text=_("Both are needed: to end the contract, to receive money.")
    )
    way = ways_field()
    recipient = line_field(_("Recipient"))
    bank_account = line_field(_("Account number or IBAN"))
    bank = line_field(_("Bank"))
    bic = DigitsField(9, label=_("BIC"), required=False)
    correspondent = DigitsField(20, label=_("Correspondent account"), required=False)
    inn = DigitsField(10, label=_("Bank's tax number (INN)"), required=False)
    swift = SwiftField(label=_("SWIFT"), required=False)
    refund_number = line_field(_("Number that gets the money"))
    debt = radio(DEBTS, label=_("Debt"), required=False)
    attachments = forms.MultipleChoiceField(
        label=_("Enclosures"),
        required=False,
        choices=[(key.value, label) for key, label in ATTACHMENTS.items()],
        widget=forms.CheckboxSelectMultiple(attrs={"class": "choices"}),
    )
    place = line_field(_("Place"))
    dated = DayField(label=_("Date of the letter"))

    field_order = tuple(name for _key, _title, names in SECTIONS for name in names)

    def sections(self) -> Iterator[Section]:
        """The fields under their headings, each with the letter of the answers that it is shown with."""
        for key, title, names in SECTIONS:
            fields = [(self[name], SHOWN_IF.get(name, "")) for name in names if name in self.fields]
            if fields:
                yield key, title, fields

    def _check_typed(self) -> None:
        """What cannot be printed, and account numbers with mistakes."""
        for name, value in list(self.cleaned_data.items()):
            if name in KEPT and isinstance(value, str):
                self._check_printable(name, value)
        way, account = self.cleaned_data.get("way", ""), self.cleaned_data.get("bank_account", "")
        if account and (problem := account_problem(way, account)):
            self.add_error("bank_account", str(problem))

    def _check_printable(self, name: str, value: str) -> None:
        if lacking := unprintable(printable(value)):
            said = _("The letter's fonts cannot print “%(characters)s”.") % {"characters": " ".join(lacking)}
            self.add_error(name, str(said))


def always_missing(kind: LetterKind, known: LetterFacts) -> set[Element]:
    """What this letter needs of every sender to a carrier of this country."""
    blank = LetterFacts(today=known.today, reference=known.reference, country=known.country)
    with_address = replace(blank, sender=Sender(address="-"))  # where an address does, the e-mail is optional
    return {*missing(kind, with_address), *(set(missing(kind, blank)) & {Element.ADDRESS})}
