"""The check digit of ICCID and IMEI (ISO/IEC 7812-1, annex B), by Luhn. An import asks for it some times a row."""

_ZERO = ord("0")
_DOUBLED = bytes.maketrans(b"0123456789", b"0246813579")  # 7 twice is 14, and its digits together are 5


def is_valid(digits: str) -> bool:
    """Whether the last digit is the check digit of those before it."""
    return digits.isdecimal() and digits.isascii() and _sum(digits) == 0


def check_digit(digits: str) -> str:
    """The one that has to follow `digits`."""
    return str(-_sum(f"{digits}0") % 10)


def _sum(digits: str) -> int:
    """Modulo 10: every second digit, from the end, counts doubled."""
    backwards = digits[::-1].encode("ascii")
    codes = sum(backwards[::2]) + sum(backwards[1::2].translate(_DOUBLED))
    return (codes - _ZERO * len(backwards)) % 10
