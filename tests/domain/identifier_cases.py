"""What the tests of all identifiers share."""

from collections.abc import Callable

import pytest
from hypothesis import strategies as st

from cancellations.domain.identifiers import (
    Identifier,
    IdentifierError,
    parse_eid,
    parse_iccid,
    parse_imei,
    parse_imsi,
    parse_msisdn,
)

Parser = Callable[[str], Identifier]
PARSERS: list[Parser] = [parse_msisdn, parse_iccid, parse_eid, parse_imei, parse_imsi]

# Digits with all that people, phones and spreadsheets put around them.
typed_digits = st.text(alphabet="0123456789" * 4 + " -()/.,+'Ff０９\u00a0\u2011\u200b", max_size=45)
typed_anything = st.one_of(st.text(max_size=60), typed_digits)


def error_code(parse: Callable[..., Identifier], *typed: str | None) -> str:
    with pytest.raises(IdentifierError) as caught:
        parse(*typed)
    return caught.value.code


def warnings_of(identifier: Identifier) -> list[str]:
    return [remark.code for remark in identifier.warnings]
