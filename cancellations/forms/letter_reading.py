"""From the form of a letter to the facts of a letter, and what is proposed before anybody typed."""

from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any

from django.utils.translation import get_language

from cancellations.domain.letters import (
    Attachment,
    Debt,
    Document,
    LetterFacts,
    LetterKind,
    Money,
    Refund,
    RefundWay,
    Representative,
    Sender,
    language_of_country,
)
from cancellations.forms.letter_fields import OWN_NAMES


def proposed(facts: LetterFacts) -> dict[str, Any]:
    """What is filled in before anybody typed or kept anything."""
    language, reader = language_of_country(facts.country), get_language() or "en"
    left, charge = facts.outstanding, facts.charge
    return {
        "language": language,
        "translation": reader if reader != language and reader in OWN_NAMES else "",
        "end_on": facts.requested_end,
        "addressee": facts.addressee,
        "name": facts.sender.name,
        "balance": left.amount if left else None,
        "currency": left.currency if left else "",
        "charge": charge.amount if charge else None,
        "charge_currency": charge.currency if charge else "",
        "charged_on": facts.charged_on,
        "way": "",
        "debt": "",
        "dated": facts.today,
    }


def with_typed(known: LetterFacts, data: dict[str, Any], kind: LetterKind) -> LetterFacts:
    """What is known of the case, with what was typed; what was typed wrong counts as not typed."""
    of = partial(_of, data)
    return replace(
        known,
        today=data.get("dated") or known.today,
        addressee=data.get("addressee", known.addressee),
        addressee_address=of("addressee_address"),
        requested_end=data.get("end_on") if kind is LetterKind.APPLICATION else known.requested_end,
        contract_number=of("contract_number"),
        contract_date=data.get("contract_date"),
        account=of("account"),
        balance=_balance(known, data),
        charge=_amount(data.get("charge"), of("charge_currency")) or known.charge,
        charged_on=data.get("charged_on") or known.charged_on,
        sender=Sender(
            **{name: of(name) for name in ("name", "latin", "address", "phone", "email", "citizenship")},
            **{name: of(name) for name in ("document_number", "issued_by", "old_document")},
            document=Document(of("document") or Document.PASSPORT),
            born_on=data.get("born_on"),
            issued_on=data.get("issued_on"),
        ),
        representative=_representative(data),
        refund=_refund(data),
        debt=Debt(of("debt")) if of("debt") else None,
        attachments=tuple(Attachment(one) for one in data.get("attachments", [])),
        place=of("place"),
    )


def _amount(amount: Decimal | None, currency: str) -> Money | None:
    return Money(amount, currency) if amount and currency else None


def _balance(known: LetterFacts, data: dict[str, Any]) -> Money | None:
    """The form asks for what is left; the letter reckons from all that was there."""
    left, back = _amount(data.get("balance"), str(data.get("currency") or "")), known.refund_received
    if left and back and back.currency == left.currency:
        return Money(left.amount + back.amount, left.currency)
    return left


def _representative(data: dict[str, Any]) -> Representative | None:
    if data.get("signed_by") != "representative":
        return None
    return Representative(
        name=_of(data, "representative_name"),
        document=_of(data, "representative_document"),
        attorney_number=_of(data, "attorney_number"),
        attorney_date=data.get("attorney_date"),
        powers=_of(data, "powers"),
    )


def _refund(data: dict[str, Any]) -> Refund | None:
    if not data.get("way"):
        return None
    way = RefundWay(data["way"])
    if way is RefundWay.NUMBER:
        return Refund(way, number=_of(data, "refund_number"))
    bank = Refund(way, recipient=_of(data, "recipient"), account=_of(data, "bank_account"), bank=_of(data, "bank"))
    if way is RefundWay.ABROAD:
        return replace(bank, swift=_of(data, "swift"))
    return replace(bank, bic=_of(data, "bic"), correspondent=_of(data, "correspondent"), inn=_of(data, "inn"))


def _of(data: dict[str, Any], name: str) -> str:
    return str(data.get(name) or "")
