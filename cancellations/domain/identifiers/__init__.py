"""The identifiers of a SIM card: number, ICCID, EID, IMSI, IMEI. Parsing, warnings, ways to show them.

Each `parse_…` takes what was typed and returns an `Identifier` or raises `IdentifierError`, nothing else.
Give them the raw text: characters that a line's cleaning would drop (NUL) are a reason to refuse.
"""

from cancellations.domain.identifiers.device import parse_eid, parse_imei, parse_imsi
from cancellations.domain.identifiers.display import (
    found_by_mask,
    group_digits,
    mask_digits,
    mask_msisdn,
    show_msisdn,
)
from cancellations.domain.identifiers.iccid import (
    iccid_spellings,
    iccid_without_check_digit,
    parse_iccid,
    same_iccid,
)
from cancellations.domain.identifiers.msisdn import parse_msisdn
from cancellations.domain.identifiers.outcome import Identifier, IdentifierError, Remark
from cancellations.domain.identifiers.secret import looks_secret

__all__ = [
    "Identifier",
    "IdentifierError",
    "Remark",
    "found_by_mask",
    "group_digits",
    "iccid_spellings",
    "iccid_without_check_digit",
    "looks_secret",
    "mask_digits",
    "mask_msisdn",
    "parse_eid",
    "parse_iccid",
    "parse_imei",
    "parse_imsi",
    "parse_msisdn",
    "same_iccid",
    "show_msisdn",
]
