"""The sheets of a workbook, read by a process of its own that may use only so much memory and time."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, BinaryIO

from cancellations.exchange.sheets.csv_records import Record
from cancellations.exchange.sheets.layout import RowTrouble
from cancellations.exchange.sheets.limits import (
    LONGEST_CELL,
    MOST_COLUMNS,
    MOST_SHEETS,
    READER_MEMORY,
    READER_SECONDS,
    ROWS_LOOKED_AT,
)
from cancellations.exchange.sheets.troubles import DAMAGED, NO_SUCH_SHEET, SheetError
from cancellations.exchange.sheets.workbook_check import check_workbook

_READER = Path(__file__).parent / "workbook_reader.py"
_KEPT = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "LANG", "TZ")  # no keys and passwords of ours


@dataclass(frozen=True)
class Sheet:
    """`top`: its first rows."""

    name: str
    top: tuple[Record, ...]


def sheets_of(file: BinaryIO) -> tuple[Sheet, ...]:
    """The visible sheets with something in them. Raises SheetError."""
    check_workbook(file)
    with _reading(file, "tops", ROWS_LOOKED_AT, MOST_SHEETS) as told:
        return tuple(Sheet(name, tuple(map(_record, rows))) for name, rows in told)


def records_of_sheet(file: BinaryIO, sheet: str) -> Iterator[Record]:
    """Raises SheetError."""
    check_workbook(file)
    with _reading(file, "rows", sheet) as told:
        for row in told:
            if row == "no_such_sheet":
                raise SheetError("no_such_sheet", NO_SUCH_SHEET)
            yield _record(row)


def _record(told: list[Any]) -> Record:
    number, cells, is_cut = told
    return Record(number, tuple(cells), RowTrouble.CELL_TOO_LONG if is_cut else None)


@contextmanager
def _reading(file: BinaryIO, *asked: object) -> Iterator[Iterator[Any]]:
    """What the reader tells, line by line. Raises SheetError when it gives up or is stopped by its limits."""
    limits = {"memory": READER_MEMORY, "seconds": READER_SECONDS, "cell": LONGEST_CELL, "columns": MOST_COLUMNS}
    command = [sys.executable, "-P", str(_READER), json.dumps(limits), *map(str, asked)]
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL}
    with subprocess.Popen(command, env=kept, **pipes) as reader:  # type: ignore[call-overload] # noqa: S603 # our own
        try:
            _hand_over(file, reader.stdin)
            yield _told(reader.stdout)
        finally:
            reader.kill()


def _hand_over(file: BinaryIO, stdin: IO[bytes]) -> None:
    """It reads all before it writes anything, so neither waits for the other."""
    file.seek(0)
    try:
        shutil.copyfileobj(file, stdin)
        stdin.close()
    except BrokenPipeError:
        raise SheetError("damaged", DAMAGED) from None


def _told(stdout: IO[bytes]) -> Iterator[Any]:
    """The last line is "end": without it something went wrong, and what came may not be all."""
    for line in stdout:
        if not line.endswith(b"\n"):
            break  # it was stopped in the middle
        told = json.loads(line)
        if told == "end":
            return
        yield told
    raise SheetError("damaged", DAMAGED)
