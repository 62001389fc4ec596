"""Secrets that people paste by mistake and that are never stored: eSIM activation codes and card keys."""

import re

from cancellations.domain.text import keyboard_form

# SGP.22, 4.1: LPA:1$host$matching id; also without LPA, as phones ask for it, and inside a link.
_PERHAPS = re.compile("[$＄%％]|.{32}", re.DOTALL)  # without any of it neither of the two below is there
_ACTIVATION_CODE = re.compile(
    r"lpa(?::|%3a) ?1 ?(?:\$|%24)|(?<![\w.$])1(?:\$|%24)[a-z0-9-]+\.[a-z0-9.-]{1,255}(?:\$|%24)"
)
# Ki and OPC: 16 bytes in hexadecimal, often in groups. Digits alone are an EID, other dashes a UUID.
_KEY = re.compile(
    r"(?<![0-9a-f])(?=[0-9a-f]{2})(?![0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-)"
    r"(?=[0-9 :-]{0,63}[a-f])(?:[0-9a-f]{2}[ :-]?){15}[0-9a-f]{2}(?![0-9a-f])"
)


def looks_secret(text: str) -> bool:
    """Whether `text` seems to hold an activation code or a card's key (32 hexadecimal digits).

    For the fields of identifiers: in a note or a request number 32 such digits may be something else.
    """
    if not _PERHAPS.search(text):
        return False
    lowered = keyboard_form(text).lower()
    return bool(_ACTIVATION_CODE.search(lowered) or _KEY.search(lowered))
