"""What tests of the pages of SIM cards have in common."""

from typing import Any

from cancellations.models import Carrier, Sim, User

NUMBER, SHOWN_NUMBER, MASKED_NUMBER = "+79161234567", "+7 916 123-45-67", "+7 916 *** ** 67"
ICCID, SHOWN_ICCID = "8970101234567890123", "8970 1012 3456 7890 123"
EID = "89049032123451234512345678901235"
TOLD = {"kind": "esim", "nickname": "Moscow", "carrier": "mts"}  # all that a form has to say of one


def add(by: User, carrier: Carrier, **fields: Any) -> Sim:
    """An eSIM named Moscow, unless told otherwise."""
    return Sim.objects.add(by, carrier=carrier, **{"kind": "esim", "nickname": "Moscow", **fields})
