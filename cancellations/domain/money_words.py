"""The money of a case in words: what is expected, what came, what is still to come, what was charged after the end."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cancellations.domain import formats
from cancellations.domain.money import Amount, CaseMoney, Charge, Found, Receipt
from cancellations.domain.words import Words

Line = tuple[str, str]  # label and text

CHARGES_SETTLED: dict[Found, Words] = {
    Found.RETURNED: gettext_lazy("The charge was paid back"),
    Found.CANCELLED: gettext_lazy("The carrier cancelled the charge"),
    Found.WAIVED: gettext_lazy("We let the charge go"),
}


def money_lines(money: CaseMoney, today: date) -> Iterator[Line]:
    """In the order in which it happens; nothing for what nobody recorded."""
    if money.balance:
        yield _("Balance"), in_words(money.balance)
    if money.expected:
        by = formats.short_day(money.expected_by, today)
        until = _("by %(day)s") % {"day": by} if by else ""
        yield _("Refund expected"), _joined(in_words(money.expected), until, money.method)
    yield from receipt_lines(money.receipts, today)
    counted = [one for one in money.receipts if one.stands_for is not None]
    if len(counted) > 1 and money.expected:
        yield _("Received in all"), in_words(Amount(money.received, money.expected.currency))
    if money.outstanding:
        yield _("Still to come"), in_words(money.outstanding)
    if money.over:
        yield _("More than expected"), in_words(money.over)
    if money.given_up:
        yield _("Given up"), _joined(in_words(money.given_up), money.given_up_reason)
    for charge in money.charges:
        yield charge_label(after_end=charge.after_end), _charge(charge, today)


def charge_label(*, after_end: bool) -> str:
    """Without a confirmed end there is nothing that it could have come after."""
    return _("Charged after the end") if after_end else _("Charge found after closing")


def charge_offer(*, after_end: bool) -> str:
    """What recording one is called, by the same rule."""
    return _("Record a charge after the end") if after_end else _("Record a charge found after closing")


def receipt_lines(receipts: tuple[Receipt, ...], today: date) -> Iterator[Line]:
    """Each thing that came, with its day, how it was paid and its reference."""
    for one in receipts:
        label = _("Store credit, not money") if one.stands_for is None else _("Received")
        day = formats.short_day(one.on, today)
        yield label, _joined(in_words(one.amount), _stands_for(one), day, one.method, one.reference)


def in_words(amount: Amount) -> str:
    return formats.money(amount.value, amount.currency)


def _stands_for(receipt: Receipt) -> str:
    if receipt.stands_for is None or receipt.stands_for == receipt.amount.value:
        return ""
    return _("stands for %(amount)s of the refund") % {"amount": formats.money(receipt.stands_for, "")}


def _charge(charge: Charge, today: date) -> str:
    left = _("open")
    if charge.left == 0:
        left = _("settled")
    elif charge.left < charge.amount.value:
        left = _("%(amount)s of it open") % {"amount": in_words(Amount(charge.left, charge.amount.currency))}
    return _joined(in_words(charge.amount), formats.short_day(charge.on, today), charge.what, left)


def _joined(*parts: str) -> str:
    return " · ".join(part for part in parts if part)
