"""The fields of letters, in the sections of the page, and which letters ask for which of them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from stdnum import bic, iban
from stdnum.exceptions import ValidationError as WrongNumber

from cancellations.domain.letters import REFUNDING, Attachment, Debt, Document, LetterKind, RefundWay
from cancellations.domain.typed import FIRST_DAY, as_by_keyboard
from cancellations.forms.base import BranchRadio, radio
from cancellations.forms.fields import DayField, DayWidget, LineField

LONG_AGO = date(1900, 1, 1)
LINE = 300  # characters: what still fits a letter's line or two
OWN_NAMES = {"ru": "Русский", "en": "English", "zh-hans": "简体中文"}

DOCUMENTS = {
    Document.PASSPORT: _("Passport"),
    Document.NATIONAL_ID: _("Identity card"),
    Document.RESIDENCE: _("Residence permit"),
}
WAYS = {
    "": _("No refund in this letter"),
    RefundWay.ACCOUNT: _("To a Russian account"),
    RefundWay.ABROAD: _("To an account abroad"),
    RefundWay.NUMBER: _("To another number of this carrier"),
}
DEBTS = {"": _("Say nothing of it"), Debt.NONE: _("There is none"), Debt.PAID: _("It is paid, the receipt is enclosed")}
ATTACHMENTS = {
    Attachment.PASSPORT: _("Copy of the identity document"),
    Attachment.OLD_DOCUMENT: _("Copy of the document the contract was made on"),
    Attachment.CONTRACT: _("Copy of the contract"),
    Attachment.ATTORNEY: _("Copy of the power of attorney"),
    Attachment.TRANSLATION: _("Notarised translation"),
    Attachment.RECEIPT: _("Copy of the payment receipt"),
    Attachment.EARLIER: _("Copies of earlier letters and answers"),
    Attachment.BILL: _("Copy of the bill"),
}

SECTIONS: tuple[tuple[str, Promise, tuple[str, ...]], ...] = (
    ("letter", _("The letter"), ("language", "translation", "end_on")),
    ("to", _("To"), ("addressee", "addressee_address")),
    ("sender", _("From: the holder of the contract"), ("name", "latin", "address", "phone", "email")),
    (
        "identity",
        _("Identity, for this letter"),
        ("born_on", "citizenship", "document", "document_number", "issued_by", "issued_on", "old_document"),
    ),
    ("contract", _("The contract, as far as known"), ("contract_number", "contract_date", "account")),
    (
        "representative",
        _("Who signs"),
        (
            "signed_by",
            "representative_name",
            "representative_document",
            "attorney_number",
            "attorney_date",
            "powers",
        ),
    ),
    (
        "money",
        _("Money"),
        (
            "charge",
            "charge_currency",
            "charged_on",
            "balance",
            "currency",
            "way",
            "recipient",
            "bank_account",
            "bank",
            "bic",
            "correspondent",
            "inn",
            "swift",
            "refund_number",
            "debt",
        ),
    ),
    ("end", _("Enclosures, place and date"), ("attachments", "place", "dated")),
    ("keep", _("For the next letter"), ("keep",)),
)
_SIGNING = ("representative_name", "representative_document", "attorney_number", "attorney_date", "powers")
SHOWN_IF = {
    **dict.fromkeys(_SIGNING, "a"),
    **dict.fromkeys(("recipient", "bank_account", "bank"), "b"),
    **dict.fromkeys(("bic", "correspondent", "inn"), "c"),
    "swift": "d",
    "refund_number": "e",
}

_MONEY = ("way", *(name for name, letter in SHOWN_IF.items() if letter != "a"))
_IDENTITY = ("born_on", "citizenship", "document", "document_number", "issued_by", "issued_on", "old_document")
_ONLY_IN: Mapping[str, frozenset[LetterKind]] = {
    "end_on": frozenset({LetterKind.APPLICATION}),
    "debt": frozenset({LetterKind.APPLICATION}),
    "addressee": frozenset(LetterKind) - {LetterKind.REGULATOR},
    "addressee_address": frozenset(LetterKind) - {LetterKind.REGULATOR},
    **dict.fromkeys(("charge", "charge_currency", "charged_on"), frozenset({LetterKind.DISPUTE})),
    **dict.fromkeys(("balance", "currency"), REFUNDING - {LetterKind.DISPUTE}),
    **dict.fromkeys((*_MONEY, *_IDENTITY, "attachments"), REFUNDING),
}

# asked for this letter, kept only when the person ticks it
KEPT = (
    "addressee", "addressee_address", "name", "latin", "address", "phone", "email", *_IDENTITY,
    "contract_number", "contract_date", "account", "signed_by", *_SIGNING, *_MONEY, "place",
)  # fmt: skip
# never shown again in full once kept
SECRET = ("document_number", "old_document", "representative_document", "bank_account")


def is_asked(name: str, kind: LetterKind) -> bool:
    """Whether this letter has the field."""
    return kind in _ONLY_IN.get(name, frozenset(LetterKind))


class LongAgoWidget(DayWidget):
    is_past = True

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, {"min": LONG_AGO.isoformat(), **(attrs or {})})


class LongAgoField(DayField):
    """A day in somebody's life or in an old paper, not after today."""

    widget = LongAgoWidget

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(past=True, **kwargs)

    def _check(self, day: date, today: date) -> None:
        if day < LONG_AGO:
            raise ValidationError(_("Enter a day of the year 1900 or later."), code="early")
        super()._check(max(day, FIRST_DAY), today)


class DigitsField(LineField):
    """So many digits and nothing else: parts of Russian bank details. Spaces between them do no harm."""

    def __init__(self, length: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"class": "input mono", "inputmode": "numeric"}), **kwargs)
        self.length = length

    def to_python(self, value: Any) -> str:
        text = "".join(as_by_keyboard(value).split())
        if text and not (text.isascii() and text.isdigit() and len(text) == self.length):
            said = _("Enter %(count)s digits.")
            raise ValidationError(said, params={"count": self.length}, code="digits")
        return text


class SwiftField(LineField):
    def to_python(self, value: Any) -> str:
        text = "".join(super().to_python(value).split()).upper()
        if text and not bic.is_valid(text):
            raise ValidationError(_("A SWIFT code has 8 or 11 letters and digits, like COBADEFF."), code="swift")
        return text


class EmailLineField(LineField):
    def validate(self, value: str) -> None:
        super().validate(value)
        if value:
            validate_email(value)


def account_problem(way: str, account: str) -> str | Promise:
    """What is wrong with an account number for this way of payment; nothing for those that cannot be checked."""
    text = "".join(account.split())
    if way == RefundWay.ACCOUNT and not (text.isascii() and text.isdigit() and len(text) == 20):
        return _("A Russian account number has 20 digits.")
    if way == RefundWay.ABROAD and text[:2].isalpha() and text[2:4].isdigit():
        try:
            iban.validate(text)
        except WrongNumber:
            return _("This IBAN has a mistake: its check digits do not fit.")
    return ""


def ways_field() -> forms.ChoiceField:
    then = {RefundWay.ACCOUNT.value: "b c", RefundWay.ABROAD.value: "b d", RefundWay.NUMBER.value: "e"}
    widget = BranchRadio(then=then, attrs={"class": "choices"})
    return forms.ChoiceField(
        label=_("Refund"),
        required=False,
        choices=[(str(key), label) for key, label in WAYS.items()],
        widget=widget,
        help_text=_("A carrier may refuse a transfer abroad; another number of the same carrier is the surest way."),
    )


def signed_by_field() -> forms.ChoiceField:
    choices = [("holder", _("The holder")), ("representative", _("A representative with power of attorney"))]
    widget = BranchRadio(then={"representative": "a"}, attrs={"class": "choices"})
    return forms.ChoiceField(label=_("Signed by"), choices=choices, initial="holder", widget=widget)


def language_field(**kwargs: Any) -> forms.ChoiceField:
    return radio(OWN_NAMES, css="chips", **kwargs)
