"""What a letter must contain, and what of it is still missing.

Source of the rules: the elements that carriers, postal practice and courts ask for in a Russian application; for
other countries the few that any letter needs. No law prescribes a form. Not legal advice.
"""

from collections.abc import Iterator
from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cancellations.domain.letters.facts import LetterFacts, Refund, RefundWay, Representative, Sender
from cancellations.domain.letters.kinds import LetterKind


class Element(StrEnum):
    """Called like the field of the form that asks for it, if one does."""

    ADDRESSEE = "addressee"
    ADDRESSEE_ADDRESS = "addressee_address"
    NUMBER = "number"
    NAME = "name"
    LATIN = "latin"
    BORN_ON = "born_on"
    CITIZENSHIP = "citizenship"
    DOCUMENT_NUMBER = "document_number"
    ISSUED_BY = "issued_by"
    ISSUED_ON = "issued_on"
    ADDRESS = "address"
    EMAIL = "email"
    PHONE = "phone"
    REPRESENTATIVE = "representative_name"
    REPRESENTATIVE_DOCUMENT = "representative_document"
    ATTORNEY_NUMBER = "attorney_number"
    ATTORNEY_DATE = "attorney_date"
    POWERS = "powers"
    REFUND_WAY = "way"
    RECIPIENT = "recipient"
    ACCOUNT = "bank_account"
    BANK = "bank"
    BIC = "bic"
    CORRESPONDENT = "correspondent"
    SWIFT = "swift"
    REFUND_NUMBER = "refund_number"
    BALANCE = "balance"
    CHARGE = "charge"
    CHARGED_ON = "charged_on"
    SUBMITTED = "submitted_on"
    CONFIRMED_END = "confirmed_end"
    PLACE = "place"


WORDS: dict[Element, Promise] = {
    Element.ADDRESSEE: _("The carrier's full legal name is missing."),
    Element.ADDRESSEE_ADDRESS: _("The carrier's postal address for claims is missing."),
    Element.NUMBER: _("The number is missing: record it, or the ICCID, with the SIM card."),
    Element.NAME: _("The holder's full name, as in the contract, is missing."),
    Element.LATIN: _("The holder's name in Latin letters, as in the passport, is missing."),
    Element.BORN_ON: _("The holder's date of birth is missing."),
    Element.CITIZENSHIP: _("The holder's citizenship is missing."),
    Element.DOCUMENT_NUMBER: _("The series and number of the identity document are missing."),
    Element.ISSUED_BY: _("The authority that issued the identity document is missing."),
    Element.ISSUED_ON: _("The day on which the identity document was issued is missing."),
    Element.ADDRESS: _("The postal address for the answer is missing."),
    Element.EMAIL: _("The e-mail address for the answer is missing."),
    Element.PHONE: _("A phone number other than the one that is given up is missing."),
    Element.REPRESENTATIVE: _("The representative's full name is missing."),
    Element.REPRESENTATIVE_DOCUMENT: _("The representative's identity document is missing."),
    Element.ATTORNEY_NUMBER: _("The number of the power of attorney is missing."),
    Element.ATTORNEY_DATE: _("The date of the power of attorney is missing."),
    Element.POWERS: _("The powers that the power of attorney names are missing."),
    Element.REFUND_WAY: _("There is a balance: say how it is to be refunded."),
    Element.RECIPIENT: _("The recipient of the refund is missing."),
    Element.ACCOUNT: _("The account for the refund is missing."),
    Element.BANK: _("The bank for the refund is missing."),
    Element.BIC: _("The bank's BIC is missing."),
    Element.CORRESPONDENT: _("The bank's correspondent account is missing."),
    Element.SWIFT: _("The bank's SWIFT code is missing."),
    Element.REFUND_NUMBER: _("The number that the refund is to go to is missing."),
    Element.BALANCE: _("The amount to be refunded is missing."),
    Element.CHARGE: _("The amount that was charged is missing."),
    Element.CHARGED_ON: _("The day of the charge is missing."),
    Element.SUBMITTED: _("The day on which the request was sent is not recorded yet. Record the submission first."),
    Element.CONFIRMED_END: _("The end date that the carrier confirmed is not recorded yet."),
    Element.PLACE: _("The place where the letter is signed is missing."),
}

K = LetterKind
_TO_THE_POST = frozenset({K.APPLICATION, K.CLAIM, K.REFUND, K.DISPUTE, K.CONSENT})
_IN_PERSON = frozenset({K.APPLICATION, K.REFUND})  # the identity document stands in it
_ABOUT_A_REQUEST = frozenset({K.CHASER, K.SUPERVISOR, K.CLAIM, K.REGULATOR})


def missing(kind: LetterKind, facts: LetterFacts) -> list[Element]:
    """The elements that the letter must have and that the facts lack, in the order of the letter."""
    present = [*_addressed(kind, facts), *_signed(kind, facts), *_about(kind, facts)]
    if facts.representative:
        present += _represented(facts.representative)
    if facts.refund and kind in REFUNDING:
        present += _refunded(facts.refund)
    return [element for element, is_there in present if not is_there]


REFUNDING = frozenset({K.APPLICATION, K.CLAIM, K.REFUND, K.DISPUTE})  # letters that can ask for money back

Found = Iterator[tuple[Element, object]]


def _addressed(kind: LetterKind, facts: LetterFacts) -> Found:
    if kind is not K.REGULATOR:
        yield Element.ADDRESSEE, facts.addressee
    if kind in _TO_THE_POST:
        yield Element.ADDRESSEE_ADDRESS, facts.addressee_address
    yield Element.NUMBER, facts.number or facts.iccid


def _signed(kind: LetterKind, facts: LetterFacts) -> Found:
    sender = facts.sender
    yield Element.NAME, sender.name
    if kind in _IN_PERSON and facts.is_russian:
        yield from _identified(sender)
    if kind in {K.APPLICATION, K.REFUND} and facts.is_russian:
        yield Element.ADDRESS, sender.address
        yield Element.EMAIL, sender.email
        yield Element.PHONE, sender.phone and _digits(sender.phone) != _digits(facts.number)
    else:
        yield Element.EMAIL, sender.email or sender.address
    if kind in _TO_THE_POST:
        yield Element.PLACE, facts.place


def _identified(sender: Sender) -> Found:
    yield Element.LATIN, sender.latin or not sender.is_foreigner
    yield Element.BORN_ON, sender.born_on
    yield Element.CITIZENSHIP, sender.citizenship
    yield Element.DOCUMENT_NUMBER, sender.document_number
    yield Element.ISSUED_BY, sender.issued_by
    yield Element.ISSUED_ON, sender.issued_on


def _about(kind: LetterKind, facts: LetterFacts) -> Found:
    if kind in _ABOUT_A_REQUEST:
        yield Element.SUBMITTED, facts.submitted_on
    if kind is K.APPLICATION and facts.balance and facts.balance.amount > 0:
        yield Element.REFUND_WAY, facts.refund
    if kind is K.REFUND:
        yield Element.BALANCE, facts.outstanding and facts.outstanding.amount > 0
        yield Element.REFUND_WAY, facts.refund
    if kind is K.DISPUTE:
        yield Element.CONFIRMED_END, facts.confirmed_end
        yield Element.CHARGE, facts.charge
        yield Element.CHARGED_ON, facts.charged_on


def _represented(by: Representative) -> Found:
    yield Element.REPRESENTATIVE, by.name
    yield Element.REPRESENTATIVE_DOCUMENT, by.document
    yield Element.ATTORNEY_NUMBER, by.attorney_number
    yield Element.ATTORNEY_DATE, by.attorney_date
    yield Element.POWERS, by.powers


def _refunded(to: Refund) -> Found:
    if to.way is RefundWay.NUMBER:
        yield Element.REFUND_NUMBER, to.number
        return
    yield Element.RECIPIENT, to.recipient
    yield Element.ACCOUNT, to.account
    yield Element.BANK, to.bank
    if to.way is RefundWay.ACCOUNT:
        yield Element.BIC, to.bic
        yield Element.CORRESPONDENT, to.correspondent
    else:
        yield Element.SWIFT, to.swift


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))
