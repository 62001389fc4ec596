"""How the log is written: a line an event, without anything that opens a door."""

import logging
import re

# whoever has the rest of such an address signs in, sets a password, takes over an e-mail or reads a case
ADDRESSES_WITH_KEYS = ("/signin/", "/account/password/reset/key/", "/account/confirm-email/", "/calendar/", "/s/")
_KEYS = re.compile(f"({'|'.join(map(re.escape, ADDRESSES_WITH_KEYS))})[^/\\s'\"<>]+")


class WithoutKeys(logging.Formatter):
    """Leaves the keys out of addresses, wherever they stand: in the message, its arguments or the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return without_keys(super().format(record))


def without_keys(text: str) -> str:
    """`text` with […] for the one-time keys in addresses of ours."""
    return _KEYS.sub(r"\1[…]", text)
