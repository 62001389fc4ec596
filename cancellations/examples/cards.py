"""Invented SIM cards: numbers that pass every check, in blocks of zeros that nobody takes for real ones."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from stdnum import luhn
from stdnum.iso7064 import mod_97_10

from cancellations.domain.playbook import SimKind

_MIXER, _OFFSET = 7919, 4711  # neighbours get numbers that look unlike each other


@dataclass(frozen=True)
class Range:
    """Where a carrier's numbers lie. `iccid`: how it begins; `iccid_length`: with the check digit."""

    iccid: str
    iccid_length: int
    msisdn: str = ""  # empty: cards for data only
    imsi: str = "99999"
    currency: str = "EUR"
    plan: str = "Plan M"
    fees: tuple[str, ...] = ()  # a month; empty: prepaid


RANGES: dict[str, Range] = {
    "ru-mts": Range("8970101", 20, "+791600", "25001", "RUB", "Тариф L", ("500.00", "650.00", "790.50")),
    "ru-beeline": Range("8970199", 18, "+790300", "25099", "RUB", "Тариф M", ("450.00", "600.00")),
    "ru-megafon": Range("8970102", 18, "+792600", "25002", "RUB", "Тариф S", ("430.00", "730.00")),
    "ru-t2": Range("8970120", 19, "+790100", "25020", "RUB", "Тариф M", ("350.00", "400.00")),
    "ru-yota": Range("8970111", 19, "+799900", "25011", "RUB", "Тариф S", ("390.00",)),
    "ru-tmobile": Range("8970162", 19, "+799500", "25062", "RUB", "Тариф M", ("299.00", "549.00")),
    "ru-sbermobile": Range("8970150", 19, "+795800", "25050", "RUB", "Тариф S", ("250.00",)),
    "by-mts": Range("8937502", 19, "+3752950", "25702", "BYN", "Тариф M", ("14.90", "21.50")),
    "xx-airalo": Range("8999901", 19, currency="USD", plan="Europe 10 GB"),
    "xx-holafly": Range("8999902", 19, currency="EUR", plan="Monthly", fees=("49.90",)),
    "gb-giffgaff": Range("8944110", 19, "+4474000", "23410", "GBP", "Bundle M", ("10.00", "15.00")),
    "cn-mobile": Range("898600", 20, "+8613900", "46000", "CNY", "月租套餐", ("29.00", "58.00", "128.00")),
    "tr-turkcell": Range("899001", 19, "+9053200", "28601", "TRY", "Tarife M", ("320.00", "455.00")),
}
OTHER = Range("8999909", 19)


def range_of(shipped_id: str) -> Range:
    return RANGES.get(shipped_id, OTHER)


def invented_card(shipped_id: str, kind: SimKind, serial: int) -> dict[str, Any]:
    """What is printed on the card with this `serial` (from 1 on): the same for the same serial."""
    block = range_of(shipped_id)
    card: dict[str, Any] = {
        "iccid": _iccid(block, serial),
        "msisdn": _msisdn(block, serial),
        "imsi": block.imsi.ljust(8, "0") + f"{serial % 10_000_000:07d}",
        "plan": block.plan,
        "currency": block.currency,
        "monthly_fee": Decimal(block.fees[serial % len(block.fees)]) if block.fees else None,
        "eid": "",
        "imei": _imei(serial),
    }
    return {**card, "eid": _eid(serial)} if kind is SimKind.ESIM else card


def _iccid(block: Range, serial: int) -> str:
    """The 1 after the serial keeps the end from being all zeros, which spreadsheets make."""
    room = block.iccid_length - len(block.iccid) - 2
    body = f"{block.iccid}{serial:0{room}d}1"
    return body + str(luhn.calc_check_digit(body))


def _msisdn(block: Range, serial: int) -> str:
    if not block.msisdn:
        return ""
    room = _length_of_number(block.msisdn) - len(block.msisdn)
    return f"{block.msisdn}{(serial * _MIXER + _OFFSET) % 10**room:0{room}d}"


def _length_of_number(start: str) -> int:
    """With the plus: Belarus, Turkey and the United Kingdom have 13 characters, China 14, Russia 12."""
    return {"+7": 12, "+8": 14}.get(start[:2], 13)


def _eid(serial: int) -> str:
    body = f"8900000000000000{serial:014d}"
    return body + str(mod_97_10.calc_check_digits(body))


def _imei(serial: int) -> str:
    """00 1010 is the type allocation code of test devices."""
    body = f"00101001{serial % 1_000_000:06d}"
    return body + str(luhn.calc_check_digit(body))
