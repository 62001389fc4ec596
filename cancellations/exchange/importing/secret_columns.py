"""Which columns of a table hold secrets: by their headings, by headings around them, and by what stands in them."""

from collections.abc import Iterable, Iterator, Sequence

from cancellations.domain.importing.columns import ColumnFate, read_headings
from cancellations.domain.importing.secrets import code_positions, is_secret_heading, names_secret, secret_positions
from cancellations.exchange.sheets.csv_records import Record
from cancellations.exchange.sheets.table import whole_heading

_BELOW = 2  # rows below the heading that may still belong to it
_ABOVE = 2  # rows above it that may name groups of its columns
_LONGEST_HEADING = 60
_ROWS_WITHOUT_HEADING = 20


def secret_columns(top: Sequence[Record], place: int) -> frozenset[int]:
    """`top`: the first rows; `place`: the number of the heading row, 0 without one."""
    told = read_headings(whole_heading(top, place))
    known = {one.position for one in told.all if one.fate == ColumnFate.TAKEN}
    named = {one.position for one in told.all if one.fate != ColumnFate.EMPTY}
    below = [one.cells for one in top if one.number > place]
    codes = code_positions(below) - named if place else code_positions(below, beginning="0")
    return told.secret | secret_positions(below) | codes | (frozenset(_named(top, place)) - known)


def _named(top: Sequence[Record], place: int) -> Iterator[int]:
    """Where a row in or near the heading says so. A group's name stands over its first column, as in merged cells."""
    last = place + _BELOW if place else (top[:_ROWS_WITHOUT_HEADING] or top)[-1].number
    for record in top:
        if record.number > last:
            return
        is_of_heading = place - _ABOVE <= record.number <= place and sum(map(bool, record.cells)) > 1
        says_so = is_secret_heading if is_of_heading else names_secret
        short = enumerate(text if len(text) <= _LONGEST_HEADING else "" for text in record.cells)
        secret = [position for position, text in short if says_so(text)]
        yield from _with_empty_behind(record.cells, secret) if is_of_heading else secret


def _with_empty_behind(cells: Sequence[str], positions: Iterable[int]) -> Iterator[int]:
    for position in positions:
        yield position
        for behind in range(position + 1, len(cells)):
            if cells[behind].strip():
                break
            yield behind
