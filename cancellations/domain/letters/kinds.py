"""The letters that Lastcall writes, and the languages they are written in."""

from enum import StrEnum

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LANGUAGES = ("ru", "en", "zh-hans")
_LANGUAGE_OF_COUNTRY = {"RU": "ru", "BY": "ru", "KZ": "ru", "CN": "zh-hans"}


class LetterKind(StrEnum):
    """In the order in which a case may come to need them."""

    APPLICATION = "application"
    CHASER = "chaser"
    SUPERVISOR = "supervisor"
    CLAIM = "claim"
    REFUND = "refund"
    DISPUTE = "dispute"
    REGULATOR = "regulator"
    CONSENT = "consent"


LADDER = (LetterKind.CHASER, LetterKind.SUPERVISOR, LetterKind.CLAIM, LetterKind.REGULATOR)

LABELS: dict[LetterKind, Promise] = {
    LetterKind.APPLICATION: _("Application to end the contract"),
    LetterKind.CHASER: _("Chaser: where does the request stand?"),
    LetterKind.SUPERVISOR: _("To the supervisor: the request is not dealt with"),
    LetterKind.CLAIM: _("Claim: the contract was not ended"),
    LetterKind.REFUND: _("Claim for the refund of the balance"),
    LetterKind.DISPUTE: _("Dispute of a charge after the end"),
    LetterKind.REGULATOR: _("Complaint to the regulator"),
    LetterKind.CONSENT: _("Withdrawal of consent to data processing"),
}

HELP: dict[LetterKind, Promise] = {
    LetterKind.APPLICATION: _(
        "Print, sign by hand, send by registered mail with a list of contents, keep the original."
    ),
    LetterKind.CHASER: _("After the promised or expected day has passed."),
    LetterKind.SUPERVISOR: _("When the chaser brought no answer; it lists the contacts so far."),
    LetterKind.CLAIM: _("A formal claim in writing; the carrier has to register it."),
    LetterKind.REFUND: _("When money is left at the carrier after the end."),
    LetterKind.DISPUTE: _("When something was charged after the confirmed end date."),
    LetterKind.REGULATOR: _("When the claim brought nothing either."),
    LetterKind.CONSENT: _("A letter of its own, after the contract has ended."),
}


def language_of_country(country: str) -> str:
    """The language in which a carrier of this country is written to."""
    return _LANGUAGE_OF_COUNTRY.get(country, "en")
