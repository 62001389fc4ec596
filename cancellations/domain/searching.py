"""What a person types to find something, and what to look for in the folded texts."""

from cancellations.domain.text import fold

LONGEST_TERM = 200
_FEWEST_DIGITS = 3
_BETWEEN_DIGITS = " -+().*/"
_NATIONAL = 7  # digits from which on a first 8 or 0 may be the prefix of a call at home
_TRUNK_PREFIXES = "80"


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
