"""The file of refused rows: what was in them, and why. Nothing secret is written back, and no cell calculates."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cancellations.domain.cell_text import marked
from cancellations.domain.importing.columns import Headings
from cancellations.domain.importing.secrets import is_secret_cell

_BOM = "\ufeff"
_ROWS_AT_ONCE = 200
_PHONE = re.compile(r"\+[0-9][0-9 ()-]*")  # begins like a formula and is none


@dataclass(frozen=True)
class RefusedRow:
    """`number`: of the row in the file that was sent. `reasons`: whole sentences."""

    number: int
    cells: Sequence[str]
    reasons: Sequence[str]


def refused_chunks(headings: Headings, rows: Iterable[RefusedRow]) -> Iterator[bytes]:
    """A CSV file piece by piece (UTF-8 with a byte order mark), in the language of the moment.

    Row number and reasons stand behind the columns of the file, so that it can be mended and sent again as it is.
    Secret columns are left out, heading and all.
    """
    made = io.StringIO(newline="")
    writer = csv.writer(made)
    made.write(_BOM)
    kept = [one for one in headings.all if one.position not in headings.secret]
    names = [one.text for one in kept] if any(one.text for one in kept) else ["" for _one in kept]
    writer.writerow([*map(_cell, names), _("Row"), _("Why it was refused")])
    yield _taken(made)
    for count, row in enumerate(rows, start=1):
        cells = [_of(row.cells, one.position) for one in kept]
        writer.writerow([*map(_cell, cells), row.number, " ".join(row.reasons)])
        if count % _ROWS_AT_ONCE == 0:
            yield _taken(made)
    yield _taken(made)


def _of(cells: Sequence[str], position: int) -> str:
    return cells[position] if position < len(cells) else ""


def _cell(text: str) -> str:
    if is_secret_cell(text):
        return ""
    return text if _PHONE.fullmatch(text) else marked(text)


def _taken(made: io.StringIO) -> bytes:
    chunk = made.getvalue().encode("utf-8", "replace")
    made.seek(0)
    made.truncate()
    return chunk
