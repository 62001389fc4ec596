"""The facts of a letter as text in its language: dates written out, amounts with the currency's name."""

import unicodedata
from collections.abc import Mapping
from datetime import date

from babel.core import Locale
from babel.dates import format_date
from babel.numbers import format_currency

from cancellations.domain.identifiers import group_digits, show_msisdn
from cancellations.domain.letters.facts import LetterFacts, Money, Sender
from cancellations.domain.letters.regulators import regulator_of

_LOCALES = {"ru": Locale("ru", "RU"), "en": Locale("en", "GB"), "zh-hans": Locale("zh", "CN", script="Hans")}
_NOT_PRINTED = frozenset({"Cc", "Cf", "Co", "Cs", "Cn"})

Texts = Mapping[str, str]


def values_of(facts: LetterFacts, language: str, texts: Texts) -> dict[str, str]:
    """Every value that the texts of a letter can name; empty ones are unknown."""

    def day(value: date | None) -> str:
        return str(format_date(value, "long", locale=_LOCALES[language])) if value else ""

    def money(value: Money | None) -> str:
        return _money(value, language) if value else ""

    regulator = regulator_of(facts.country)
    named = {
        "addressee": facts.addressee,
        "addressee_address": facts.addressee_address,
        "regulator": regulator.names[language] if regulator else "",
        "carrier": facts.carrier or facts.addressee,
        "number": show_msisdn(facts.number) if facts.number else "",
        "iccid": group_digits(facts.iccid),
        "eid": group_digits(facts.eid),
        "account": facts.account,
        "contract": _of_date(texts, "contract", facts.contract_number, day(facts.contract_date)),
        "reference": facts.reference,
        "request_numbers": texts["joint"].join(facts.request_numbers),
        "confirmation_number": facts.confirmation_number,
        "submitted": day(facts.submitted_on),
        "acknowledged": day(facts.acknowledged_on),
        "promised": day(facts.promised_by),
        "due": day(facts.due_on),
        "since": texts[_since(facts)].format(day=day(facts.requested_end)),
        "listed": texts["listed"].format(count=len(facts.listed)) if facts.listed else "",
        "count": str(len(facts.listed)),
        "confirmed": day(facts.confirmed_on),
        "confirmed_end": day(facts.confirmed_end),
        "charged_on": day(facts.charged_on),
        "charge": money(facts.charge),
        "outstanding": money(facts.outstanding),
        "received": money(facts.refund_received),
        "today": day(facts.today),
        "place": facts.place,
        **_sender(facts.sender, texts, day(facts.sender.born_on), day(facts.sender.issued_on)),
        **_representative(facts, texts, day(facts.representative.attorney_date if facts.representative else None)),
        **_refund(facts),
    }
    shown = {name: printable(value) for name, value in named.items()}
    of = texts["amount.of"].format(amount=shown["outstanding"]) if facts.outstanding else ""
    return {**shown, "balance_of": of}


def contact_values(facts: LetterFacts, place: int, language: str, texts: Texts) -> dict[str, str]:
    """What the texts name of one earlier contact."""
    if place >= len(facts.contacts):
        return {}
    contact = facts.contacts[place]
    return {
        "contact_on": str(format_date(contact.on, "long", locale=_LOCALES[language])),
        "contact_channel": texts.get(f"channel.{contact.channel}", ""),
        "contact_agent": printable(contact.agent),
    }


def printable(text: str) -> str:
    """One line without what has no ink: control characters, and those that turn or hide text around them."""
    spaced = "".join(" " if char.isspace() else char for char in unicodedata.normalize("NFC", text))
    shown = "".join(char for char in spaced if unicodedata.category(char) not in _NOT_PRINTED)
    return " ".join(shown.split())


def short_day(value: date | None, language: str) -> str:
    """A day as it stands in a table."""
    return str(format_date(value, "dd.MM.yyyy" if language == "ru" else "yyyy-MM-dd")) if value else ""


def _since(facts: LetterFacts) -> str:
    if len({one.end for one in facts.listed}) > 1:
        return "since.listed"
    return "since.day" if facts.requested_end else "since.receipt"


def _money(value: Money, language: str) -> str:
    """120.00 Russian roubles: written out, since a sign can be misread abroad."""
    whole = value.amount == value.amount.to_integral_value()
    amount = value.amount.to_integral_value() if whole else value.amount  # 350.00 would be declined as a fraction
    return str(format_currency(amount, value.currency, locale=_LOCALES[language], format_type="name"))


def _of_date(texts: Texts, key: str, number: str, on: str) -> str:
    if number and on:
        return texts[f"{key}.both"].format(number=number, on=on)
    if number:
        return texts["contract.number"].format(number=number)
    return texts["contract.on"].format(on=on) if on else ""


def _sender(sender: Sender, texts: Texts, born: str, issued: str) -> dict[str, str]:
    document = [
        texts["document.number"].format(document=texts[f"document.{sender.document}"], number=sender.document_number)
        if sender.document_number
        else "",
        texts["document.issued_by"].format(by=sender.issued_by) if sender.issued_by else "",
        texts["document.issued_on"].format(on=issued) if issued else "",
    ]
    return {
        "name": sender.name or sender.latin,
        "sender": f"{sender.name} ({sender.latin})" if sender.name and sender.latin else sender.name or sender.latin,
        "born": born,
        "citizenship": sender.citizenship,
        "document": texts["joint"].join(filter(None, document)) if sender.document_number else "",
        "old_document": sender.old_document,
        "address": sender.address,
        "phone": sender.phone,
        "email": sender.email,
    }


def _representative(facts: LetterFacts, texts: Texts, on: str) -> dict[str, str]:
    by = facts.representative
    if by is None:
        return {"signer": facts.sender.name or facts.sender.latin}
    return {
        "representative": texts["joint"].join(filter(None, (by.name, by.document))),
        "attorney": _of_date(texts, "attorney", by.attorney_number, on),
        "powers": by.powers.rstrip(" .;。；"),
        "signer": by.name,
    }


def _refund(facts: LetterFacts) -> dict[str, str]:
    to = facts.refund
    if to is None:
        return {}
    return {
        "recipient": to.recipient,
        "bank_account": to.account,
        "bank": to.bank,
        "bic": to.bic,
        "correspondent": to.correspondent,
        "inn": to.inn,
        "swift": to.swift,
        "to_number": to.number,
    }
