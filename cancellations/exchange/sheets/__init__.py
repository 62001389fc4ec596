"""Tables that come in: CSV and XLSX files read row by row, whatever is in them, in bounded memory and time.

`look` finds out how a file is to be read and what has to be asked; `read` then gives its rows as texts.
"""

from cancellations.exchange.sheets.finding import look
from cancellations.exchange.sheets.layout import (
    Asked,
    Found,
    Layout,
    RowTrouble,
    SheetForm,
    SheetRow,
    Skipped,
)
from cancellations.exchange.sheets.refused import RefusedRow, refused_chunks
from cancellations.exchange.sheets.table import read
from cancellations.exchange.sheets.troubles import SheetError

__all__ = [
    "Asked",
    "Found",
    "Layout",
    "RefusedRow",
    "RowTrouble",
    "SheetError",
    "SheetForm",
    "SheetRow",
    "Skipped",
    "look",
    "read",
    "refused_chunks",
]
