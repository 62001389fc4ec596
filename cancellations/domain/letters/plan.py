"""Which parts a letter has, in which order: the same in every language, so that a translation stands beside it.

A part names its words in texts_ru.py, texts_en.py and texts_zh.py; pairs name a value of values.py.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from cancellations.domain.letters.elements import REFUNDING
from cancellations.domain.letters.facts import LetterFacts, RefundWay
from cancellations.domain.letters.kinds import LetterKind


class Layout(StrEnum):
    TO = "to"
    FROM = "from"
    TITLE = "title"
    TEXT = "text"
    PAIR = "pair"
    ITEM = "item"
    HEADING = "heading"
    SIGN = "sign"


@dataclass(frozen=True)
class Part:
    """`place`: of a contact among the facts, for a part about one of them. `label`: of a pair, if not called as it."""

    layout: Layout
    key: str
    place: int = 0
    label: str = ""


Parts = Iterator[Part]
_TO = ("addressee", "addressee_address")
_FROM = ("sender", "address", "phone", "email")
_IDENTIFIED = ("sender", "born", "citizenship", "document", "old_document", "address", "phone", "email")
_CARD = ("number", "contract", "account", "iccid", "eid", "reference", "request_numbers", "confirmation_number")
_NUMBERS_OF_CARRIER = frozenset({"request_numbers", "confirmation_number"})  # “your” in letters to the carrier
_BANK = ("recipient", "bank_account", "bank", "bic", "correspondent", "inn", "swift")


def parts_of(kind: LetterKind, facts: LetterFacts) -> list[Part]:
    """All parts of the letter; pairs whose value is unknown are left out when it is written."""
    return [
        *(Part(Layout.TO, name) for name in _addressee(kind)),
        *(Part(Layout.FROM, name) for name in (_IDENTIFIED if kind in REFUNDING else _FROM)),
        *(Part(Layout.FROM, name) for name in ("representative", "attorney") if facts.representative),
        Part(Layout.TITLE, f"{kind}.title"),
        *_BODIES[kind](facts),
        *_representative(facts),
        *(_bank(facts) if kind in REFUNDING else ()),
        *_attachments(facts),
        Part(Layout.SIGN, "signature"),
    ]


def _addressee(kind: LetterKind) -> tuple[str, ...]:
    return ("regulator",) if kind is LetterKind.REGULATOR else _TO


def _application(facts: LetterFacts) -> Parts:
    yield _text("application.opening")
    yield from _card(facts)
    yield _text("application.ground_ru" if facts.is_russian else "application.ground")
    yield _text("application.end")
    yield _text("demand")
    yield _item("item.stop")
    yield from _refund_item(facts, "item.refund")
    yield _item("item.statement")
    yield _item("item.confirm")
    if facts.debt:
        yield _text(f"debt.{facts.debt}")


def _chaser(facts: LetterFacts) -> Parts:
    yield from _so_far(facts)
    yield _text("demand")
    yield _item("item.status")
    yield _item("item.end")
    yield _item("item.registered")
    yield _text("quote")


def _supervisor(facts: LetterFacts) -> Parts:
    yield from _so_far(facts)
    yield from _contacts(facts)
    yield _text("supervisor.why")
    yield _text("demand")
    yield _item("item.take_over")
    yield _item("item.end")
    yield _item("item.responsible")
    yield _text("quote")


def _claim(facts: LetterFacts) -> Parts:
    yield from _so_far(facts)
    yield from _contacts(facts)
    yield _text("claim.ground_ru" if facts.is_russian else "claim.ground")
    yield _text("claim.demand")
    yield _item("item.end_now")
    yield _item("item.cancel_charges")
    yield from _refund_item(facts, "item.refund")
    yield _item("item.answer")
    yield _text("claim.reserve")


def _refund(facts: LetterFacts) -> Parts:
    if facts.confirmed_end:
        yield _text("refund.ended")
    else:
        yield _text("refund.asked" if facts.submitted_on else "refund.opening")
    yield from _card(facts)
    yield _text("refund.part" if facts.refund_received else "refund.nothing")
    yield _text("refund.ground_ru" if facts.is_russian else "refund.ground")
    yield _text("claim.demand")
    yield from _refund_item(facts, "item.refund")
    yield _item("item.calculation")
    yield _item("item.answer")
    yield _text("claim.reserve")


def _dispute(facts: LetterFacts) -> Parts:
    yield _text("dispute.ended" if facts.confirmed_on else "dispute.ended_on")
    yield from _card(facts)
    yield _text("dispute.charge")
    yield _text("dispute.ground")
    yield _text("claim.demand")
    yield _item("item.cancel_charge")
    yield from _refund_item(facts, "item.refund_charge")
    yield _item("item.no_debt")
    yield _item("item.answer")
    yield _text("claim.reserve")


def _consent(facts: LetterFacts) -> Parts:
    yield _text("consent.ground_ru" if facts.is_russian else "consent.ground")
    yield from _card(facts)
    yield _text("consent.scope")
    yield _text("demand")
    yield _item("item.stop_processing")
    yield _item("item.no_advertising")
    yield _item("item.what_is_kept")
    yield _item("item.answer")


def _regulator(facts: LetterFacts) -> Parts:
    yield _text("regulator.opening")
    yield Part(Layout.PAIR, "carrier")
    yield from _card(facts, "carriers_")
    if not facts.confirmed_end:
        yield from _late(facts, "regulator.late")
    elif facts.confirmed_on:
        yield _text("regulator.confirmed")
    yield from _contacts(facts, "regulator.contacts")
    if facts.charge and facts.confirmed_end and facts.charged_on:
        yield _text("dispute.charge")
    yield _text("regulator.why")
    yield _text("regulator.demand")
    yield _item("item.check")
    yield _item("item.oblige")
    yield _item("item.tell_me")


_BODIES: dict[LetterKind, Callable[[LetterFacts], Parts]] = {
    LetterKind.APPLICATION: _application,
    LetterKind.CHASER: _chaser,
    LetterKind.SUPERVISOR: _supervisor,
    LetterKind.CLAIM: _claim,
    LetterKind.REFUND: _refund,
    LetterKind.DISPUTE: _dispute,
    LetterKind.REGULATOR: _regulator,
    LetterKind.CONSENT: _consent,
}


def _so_far(facts: LetterFacts) -> Parts:
    yield _text("sent.opening")
    yield from _card(facts)
    yield from _late(facts)


def _late(facts: LetterFacts, words: str = "late") -> Parts:
    if facts.listed:
        yield _text(f"{words}.listed")
        return
    if facts.acknowledged_on:
        yield _text(f"{words}.acknowledged")
    if facts.promised_by:
        yield _text(f"{words}.promised")
    else:
        yield _text(f"{words}.due" if facts.due_on else "late.plain")


def _contacts(facts: LetterFacts, words: str = "contacts") -> Parts:
    if facts.contacts:
        yield _text(words)
    for place, contact in enumerate(facts.contacts):
        yield Part(Layout.ITEM, "contact.agent" if contact.agent else "contact", place)


def _refund_item(facts: LetterFacts, key: str) -> Parts:
    if facts.refund:
        yield _item(f"{key}_{'number' if facts.refund.way is RefundWay.NUMBER else 'account'}")


def _card(facts: LetterFacts, whose: str = "") -> Parts:
    """`whose`: before the names of the labels of the carrier's numbers."""
    if facts.listed:
        yield Part(Layout.PAIR, "listed")
        return
    for name in _CARD:
        yield Part(Layout.PAIR, name, label=f"{whose}{name}" if name in _NUMBERS_OF_CARRIER else name)


def _representative(facts: LetterFacts) -> Parts:
    if facts.representative:
        yield _text("representative.acts")


def _bank(facts: LetterFacts) -> Parts:
    if facts.refund and facts.refund.way is not RefundWay.NUMBER:
        yield Part(Layout.HEADING, "bank.heading")
        for name in _BANK:
            yield Part(Layout.PAIR, name)
        if facts.refund.way is RefundWay.ABROAD:
            yield _text("bank.abroad")


def _attachments(facts: LetterFacts) -> Parts:
    if facts.attachments or facts.listed:
        yield Part(Layout.HEADING, "attachments")
    if facts.listed:
        yield _item("attachment.list")
    for one in facts.attachments:
        yield _item(f"attachment.{one}")


def _text(key: str) -> Part:
    return Part(Layout.TEXT, key)


def _item(key: str) -> Part:
    return Part(Layout.ITEM, key)
