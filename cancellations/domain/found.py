"""Where in a text a search found what was typed, and as much of a masked number as the person has typed already."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import lru_cache

from cancellations.domain.identifiers import mask_digits, mask_msisdn, show_msisdn
from cancellations.domain.text import fold

Piece = tuple[str, bool]  # a piece of the text, and whether it was found

_HIDDEN = "••••"
_AROUND = 60  # characters of a long text that are shown before and after what was found
_SHOWN_AT_THE_END = 4


def in_text(text: str, terms: Sequence[str], *, cut: bool = False) -> list[Piece]:
    """`text` in pieces. `cut`: a long text only around the first piece that was found."""
    spans = _merged(_spans(text, terms))
    if not cut:
        return _pieces(text, spans)
    first = spans[0] if spans else (0, 0)
    start, end = max(0, first[0] - _AROUND), min(len(text), first[1] + _AROUND)
    inside = [(begin - start, min(stop, end) - start) for begin, stop in spans if begin < end]
    pieces = _pieces(text[start:end], inside)
    return [*([("… ", False)] if start else []), *pieces, *([(" …", False)] if end < len(text) else [])]


def is_in(text: str, terms: Sequence[str]) -> bool:
    folded = fold(text)
    return any(term in folded for term in terms)


def in_number(number: str, terms: Sequence[str], *, whole: bool) -> list[Piece]:
    """An E.164 number, masked, but for what was typed of it. `whole`: the person may see all of it."""
    mask, full = mask_msisdn(number), _spaced(show_msisdn(number))
    if len(full) != len(mask):
        return in_digits(number, terms, whole=whole)
    source = full if whole else mask
    spans = _merged(list(_digit_spans(source, terms)))
    uncovered = list(mask)
    for start, end in spans:
        uncovered[start:end] = source[start:end]
    return _pieces("".join(uncovered), spans)


def in_digits(value: str, terms: Sequence[str], *, whole: bool) -> list[Piece]:
    """An ICCID or the like: dots, its end, and between them what was typed of it."""
    mask = mask_digits(value)
    spans = _merged(list(_digit_spans(value, terms))) if whole else []
    if not spans:
        return _pieces(mask, _merged(list(_digit_spans(mask, terms))))
    (start, end), tail = spans[0], max(spans[0][1], len(value) - _SHOWN_AT_THE_END)
    before: list[Piece] = [(f"{_HIDDEN} ", False)] if start else []
    between: list[Piece] = [(f" {_HIDDEN} ", False)] if tail > end else []
    return [*before, (value[start:end], True), *between, *([(value[tail:], False)] if value[tail:] else [])]


def _spaced(number: str) -> str:
    """In the groups that the mask has: position by position the same."""
    country, *groups = re.findall("[0-9]+", number) or [""]
    return f"+{country} {' '.join(groups)}"


def _spans(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    folded, places = "", []
    for start, end in _clusters(text):
        piece = _folded(text[start:end])
        if piece == " " and folded.endswith(" "):
            continue
        folded += piece
        places += [(start, end)] * len(piece)
    return [(places[at][0], places[at + len(term) - 1][1]) for term in terms for at in _all(folded, term)]


def _digit_spans(text: str, terms: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Where the digits of a term stand in `text`, whatever stands between the digits of both."""
    places = [place for place, char in enumerate(text) if char.isdigit() or char in "*•"]
    digits = "".join(text[place] for place in places)
    for term in terms:
        wanted = re.sub(r"[^0-9]", "", term)
        if wanted and not re.search(r"[^0-9 +().*/-]", term):
            for at in _all(digits, wanted):
                yield places[at], places[at + len(wanted) - 1] + 1


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A character with the marks that stand on it."""
    start = 0
    for place in range(1, len(text) + 1):
        if place == len(text) or not unicodedata.combining(text[place]):
            yield start, place
            start = place


@lru_cache(maxsize=4096)
def _folded(cluster: str) -> str:
    return " " if cluster.isspace() else fold(cluster)


def _all(text: str, term: str) -> Iterator[int]:
    at = text.find(term)
    while at >= 0:
        yield at
        at = text.find(term, at + len(term))


def _merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged


def _pieces(text: str, spans: Sequence[tuple[int, int]]) -> list[Piece]:
    pieces, at = [], 0
    for start, end in spans:
        pieces += [(text[at:start], False), (text[start:end], True)]
        at = end
    return [piece for piece in [*pieces, (text[at:], False)] if piece[0]]
