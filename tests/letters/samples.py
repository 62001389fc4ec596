"""A case in which everything is known that letters can name, and what each kind of letter must contain of it."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from cancellations.domain.letters import (
    Attachment,
    Debt,
    EarlierContact,
    LetterFacts,
    LetterKind,
    Money,
    Refund,
    RefundWay,
    Representative,
    Sender,
)

TODAY = date(2026, 11, 21)

SENDER = Sender(
    name="Чжоу Кай",
    latin="ZHOU KAI",
    born_on=date(1990, 2, 3),
    citizenship="КНР",
    document_number="E12345678",
    issued_by="Бюро выезда",
    issued_on=date(2019, 5, 6),
    address="200000, Шанхай, ул. Нанкин, 1",
    email="zhou@lastcall.example",
    phone="+86 138 1234 5678",
)
BANK = Refund(
    RefundWay.ACCOUNT,
    recipient="Чжоу Кай",
    account="40817810099910004312",
    bank="АО «Банк»",
    bic="044525225",
    correspondent="30101810400000000225",
)
ABROAD = Refund(RefundWay.ABROAD, recipient="ZHOU KAI", account="DE89370400440532013000", bank="Bank", swift="COBADEFF")
NUMBER = Refund(RefundWay.NUMBER, number="+7 916 765-43-21")
FRIEND = Representative(
    name="Петров Пётр",
    document="паспорт 4500 123456",
    attorney_number="77/1",
    attorney_date=date(2026, 10, 1),
    powers="расторжение договора, получение денег",
)


def known(**changed: Any) -> LetterFacts:
    """All facts; some of them otherwise."""
    facts = LetterFacts(
        today=TODAY,
        reference="LC-7K3F9Q",
        country="RU",
        carrier="МТС",
        addressee="ПАО «МТС»",
        addressee_address="109147, Москва, ул. Примерная, 4",
        number="+79161234567",
        iccid="8970101234567890123",
        contract_number="123-45/6",
        contract_date=date(2024, 3, 5),
        account="277012345678",
        request_numbers=("N-1", "1-2345678"),
        requested_end=date(2026, 12, 1),
        submitted_on=date(2026, 11, 3),
        acknowledged_on=date(2026, 11, 5),
        promised_by=date(2026, 11, 17),
        confirmed_on=date(2026, 11, 10),
        confirmed_end=date(2026, 11, 15),
        charged_on=date(2026, 12, 2),
        charge=Money(Decimal("350.00"), "RUB"),
        balance=Money(Decimal("120.50"), "RUB"),
        contacts=(EarlierContact(date(2026, 11, 18), "call", "Оксана"),),
        sender=SENDER,
        refund=BANK,
        debt=Debt.NONE,
        attachments=(Attachment.PASSPORT, Attachment.CONTRACT),
        place="Шанхай",
    )
    return replace(facts, **changed)


_CARD = ("LC-7K3F9Q", "+7 916 123-45-67", "Чжоу Кай", "zhou@lastcall.example")
_PERSON = (*_CARD, "ZHOU KAI", "E12345678", "Бюро выезда", "Шанхай", "+86 138 1234 5678", "ПАО «МТС»", "Примерная, 4")
_BANK = ("40817810099910004312", "044525225", "30101810400000000225")
_REQUEST = (*_CARD, "N-1", "1-2345678")

MUST: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.APPLICATION: (*_PERSON, *_BANK, "123-45/6", "277012345678", "8970 1012 3456 7890 123", "120"),
    LetterKind.CHASER: _REQUEST,
    LetterKind.SUPERVISOR: (*_REQUEST, "Оксана"),
    LetterKind.CLAIM: (*_PERSON, *_BANK, "N-1"),
    LetterKind.REFUND: (*_PERSON, *_BANK, "120"),
    LetterKind.DISPUTE: (*_PERSON, *_BANK, "350"),
    LetterKind.REGULATOR: (*_REQUEST, "МТС", "Оксана"),
    LetterKind.CONSENT: (*_CARD, "ПАО «МТС»", "Шанхай"),
}
# dates as each language writes them, by what they are: asked for, sent, promised, ended, charged
DAYS: dict[str, dict[str, str]] = {
    "ru": {
        "end": "1 декабря 2026 г.",
        "sent": "3 ноября 2026 г.",
        "by": "17 ноября 2026 г.",
        "on": "15 ноября 2026 г.",
    },
    "en": {"end": "1 December 2026", "sent": "3 November 2026", "by": "17 November 2026", "on": "15 November 2026"},
    "zh-hans": {"end": "2026年12月1日", "sent": "2026年11月3日", "by": "2026年11月17日", "on": "2026年11月15日"},
}
DAYS_OF: dict[LetterKind, tuple[str, ...]] = {
    LetterKind.APPLICATION: ("end",),
    LetterKind.CHASER: ("sent", "by"),
    LetterKind.SUPERVISOR: ("sent", "by"),
    LetterKind.CLAIM: ("sent", "by", "end"),
    LetterKind.REFUND: ("on",),
    LetterKind.DISPUTE: ("on",),
    LetterKind.REGULATOR: ("sent",),
    LetterKind.CONSENT: (),
}


def must_contain(kind: LetterKind, language: str) -> list[str]:
    return [*MUST[kind], *(DAYS[language][name] for name in DAYS_OF[kind])]
