"""How the log is written: a line an event, without anything that opens a door."""

import logging
import re
from typing import Any

# whoever has the rest of such an address signs in, sets a password, takes over an e-mail or reads a case
ADDRESSES_WITH_KEYS = ("/signin/", "/account/password/reset/key/", "/account/confirm-email/", "/calendar/", "/s/")
# where PostgreSQL quotes what was to be stored: numbers and names of people
_QUOTED = re.compile(r"^((?:[\w.]+: )?(?:DETAIL|CONTEXT|LINE \d+): ).*(?:\n +\^)?", re.MULTILINE)
_KEYS = re.compile(f"({'|'.join(map(re.escape, ADDRESSES_WITH_KEYS))})[^/\\s'\"<>]+")

# what somebody searched for, and whose cards: in an address, and in one that is a parameter of another
_WORDS = re.compile(r"((?:[?&]|%3F|%26)(?:q|holder)(?:=|%3D))[^&\s\"<>]+", re.IGNORECASE)


class WithoutKeys(logging.Formatter):
    """Leaves out the keys in addresses and what a database quotes: in the message, its arguments or the traceback."""

    def format(self, record: logging.LogRecord) -> str:
        return _QUOTED.sub(r"\1[…]", without_keys(super().format(record)))


def without_keys(text: str) -> str:
    """`text` with […] for the one-time keys and the searched words in addresses of ours."""
    return _WORDS.sub(r"\1[…]", _KEYS.sub(r"\1[…]", text))


LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {"()": "config.logs.WithoutKeys", "fmt": "{asctime} {levelname} {name} {message}", "style": "{"}
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "lastcall": {"level": "INFO"},
        "django": {"handlers": [], "level": "WARNING"},  # no handlers of Django's own: one format for all
        "django.server": {"handlers": [], "level": "INFO", "propagate": True},
        "django.request": {"level": "ERROR"},  # a 404 or 405 would write its address, and so a token, to the log
        "django.security.csrf": {"level": "ERROR"},
    },
}
