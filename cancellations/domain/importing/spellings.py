"""One heading in the spellings that it may be meant in: machines join words, people mistake the keyboard's layout.

"PhoneNumber", "phone_number" and "Phone Number" are one; so are ICCID and what looks just so with a Cyrillic С in it.
"""

import re
from functools import lru_cache

from cancellations.domain.text import fold

LONGEST_HEADING = 200  # of a longer one only the start is looked at and shown
_BETWEEN = re.compile(r"[\W_]+")
_HUMP = re.compile(r"(?<=[a-zа-яё])(?=[A-ZА-ЯЁ])")
_WORD_OF_BOTH = re.compile(r"[a-zа-яіјѕ]*(?:[a-z][а-яіјѕ]|[а-яіјѕ][a-z])[a-zа-яіјѕ]*")
_LATIN, _CYRILLIC = "abcehijkmopstxy", "авсеніјкморѕтху"  # alike, at least as capitals
_TO_LATIN = str.maketrans(_CYRILLIC, _LATIN)
_TO_CYRILLIC = str.maketrans(_LATIN, _CYRILLIC)


def spellings(heading: str) -> tuple[str, ...]:
    """Folded, with one space between words; as it stands first. Nothing for a heading without letters and digits."""
    return _spellings(heading[:LONGEST_HEADING])


@lru_cache(maxsize=4096)
def _spellings(heading: str) -> tuple[str, ...]:
    found = []
    for text in (heading, _HUMP.sub(" ", heading)):
        words = " ".join(_BETWEEN.split(fold(text))).strip()
        found.append(words)
        if _WORD_OF_BOTH.search(words):
            found.append(_WORD_OF_BOTH.sub(lambda word: word[0].translate(_TO_LATIN), words))
            found.append(_WORD_OF_BOTH.sub(lambda word: word[0].translate(_TO_CYRILLIC), words))
    return tuple(dict.fromkeys(filter(None, found)))
