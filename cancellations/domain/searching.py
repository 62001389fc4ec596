"""What a person types to find something, and what to look for in the folded texts.

The texts are found by an index of trigrams: each three neighbouring characters. Two Chinese characters, a whole name
often, would have none; so a text in a script without spaces is kept a second time with a mark around each character.
"""

import re

from cancellations.domain.text import fold

LONGEST_TERM = 200
# Folding turns it into a plain z, so nobody can type it; a letter, because PostgreSQL's trigrams are made of letters.
MARK = "\uff3a"
_FEWEST_DIGITS = 3
_BETWEEN_DIGITS = " -+().*/"
_NATIONAL = 7  # digits from which on a first 8 or 0 may be the prefix of a call at home
_TRUNK_PREFIXES = "80"
_TRIGRAM = 3
# Thai and what comes after it: scripts of which one or two characters are a name or a word, and pictures.
_CLOSE = re.compile("[\u0e00-\u1fff\u2190-\U0010ffff]+")


def search_terms(term: str) -> list[str]:
    """Any of these is a match: `term` folded; a number also as digits, and without the 8 or 0 before it.

    Empty for nothing to look for.
    """
    words = fold(term[:LONGEST_TERM])
    if not words:
        return []
    terms = [words]
    if all(char.isdigit() or char in _BETWEEN_DIGITS for char in words):
        digits = "".join(char for char in words if char.isdigit())
        if len(digits) >= _FEWEST_DIGITS:
            terms.append(digits)
        if len(digits) >= _NATIONAL and digits[0] in _TRUNK_PREFIXES:
            terms.append(digits[1:])
    return list(dict.fromkeys(terms))


def searchable(text: str) -> str:
    """`text` folded, and again what of it stands in scripts without spaces, marked: `陈思` is found in `Ｚ陈Ｚ思Ｚ`."""
    folded = fold(text)
    return " ".join([folded, *map(_marked, dict.fromkeys(_CLOSE.findall(folded)))])


def indexed_term(words: str) -> str | None:
    """What the index knows a folded term by; None when it is too short for it, so that texts must be read."""
    if len(words) >= _TRIGRAM:
        return words
    return _marked(words) if _CLOSE.fullmatch(words) else None


def contains(text: str, words: str) -> bool:
    """Whether a searchable text contains a folded term: what the databases' LIKE says."""
    return words in text


def _marked(run: str) -> str:
    return MARK + MARK.join(run) + MARK
