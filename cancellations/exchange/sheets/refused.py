"""The file of refused rows: what was in them, and why. Nothing secret is written back, and no cell calculates."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cancellations.domain.importing.columns import Headings
from cancellations.domain.importing.secrets import without_secrets
from cancellations.exchange.export.csv_file import csv_chunks
from cancellations.exchange.export.table import Cell, Digits, Table

# A spreadsheet would calculate +7-916-…, round an ICCID, and show a phone number as 7.9E+10 and save it so.
_NUMBER = re.compile(r"\+[0-9][0-9 ()-]*|0[0-9]+|[0-9]{7,}")


@dataclass(frozen=True)
class RefusedRow:
    """`number`: of the row in the file that was sent. `reasons`: whole sentences."""

    number: int
    cells: Sequence[str]
    reasons: Sequence[str]


def refused_chunks(headings: Headings, rows: Iterable[RefusedRow]) -> Iterator[bytes]:
    """A CSV file piece by piece, in the language of the moment.

    Row number and reasons stand behind the cells of the row, so that it can be mended and sent again as it is; a row
    with too many cells is too wide here too. Secret columns are left out, heading and all.
    """
    kept = [one for one in headings.all if one.position not in headings.secret]
    heading = [*(one.text for one in kept), _("Row"), _("Why it was refused")]
    positions, width = [one.position for one in kept], len(headings.all)
    return csv_chunks(Table("", heading, (_row(row, positions, width) for row in rows)))


def _row(row: RefusedRow, positions: Sequence[int], width: int) -> list[Cell]:
    cells = [row.cells[position] if position < len(row.cells) else "" for position in positions]
    return [*map(_cell, [*cells, *row.cells[width:]]), row.number, " ".join(row.reasons)]


def _cell(text: str) -> Cell:
    told = without_secrets(text)
    return Digits(told) if _NUMBER.fullmatch(told.strip()) else told
