"""Every hostile table of the corpus: taken, refused by name, asked about or refused by row, as the corpus expects."""

import resource
import time
from dataclasses import replace
from pathlib import Path

import pytest

from cancellations.exchange.sheets import SheetError, workbook
from tests.tables import STATED, SentTable, look_at, rows_in, table_params, understood

REFUSED = {
    "csv-header-only": "no_rows",
    "csv-cols-200k": "too_many_columns",
    "csv-html": "html",
    "xlsx-bomb-rows": "unpacks_too_large",
    "xlsx-bomb-string": "unpacks_too_large",
    "xlsx-laughs": "dtd",
    "xlsx-xxe": "dtd",
    "xlsx-far-cell": "far_cell",
    "xlsx-csv-as-xlsx": "not_xlsx",
    "xlsx-nosheet": "not_xlsx",
}
ASKED = {"csv-gb18030", "csv-no-header"}


# Runs the reader of workbooks, and notes the most memory that it has held before it says that it is through. What a
# parent is told of its children counts their first moment too, when they are still copies of the parent.
MEASURED = """
import importlib.util, pathlib, sys
spec = importlib.util.spec_from_file_location("reader", {reader!r})
reader = importlib.util.module_from_spec(spec)
spec.loader.exec_module(reader)
say = reader._say

def say_and_note(what):
    if what == "end":
        lines = pathlib.Path("/proc/self/status").read_text().splitlines()
        with open({noted!r}, "a") as noted:
            print(next(line.split()[1] for line in lines if line.startswith("VmHWM")), file=noted)
    say(what)

reader._say = say_and_note
reader.main(*sys.argv[1:])
"""


@pytest.fixture
def noted(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """Gets the kilobytes of each reader that comes to its end, a line each."""
    path, measured = tmp_path / "noted", tmp_path / "measured.py"
    path.touch()
    measured.write_text(MEASURED.format(reader=str(workbook._READER), noted=str(path)))
    monkeypatch.setattr(workbook, "_READER", measured)
    return path


@pytest.mark.parametrize("table", table_params())
def test_it_ends_as_expected_in_time_and_memory(table: SentTable, noted: Path) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    if table.id in REFUSED:
        with pytest.raises(SheetError) as refused:
            look_at(table.content, table.file)
        assert refused.value.code == REFUSED[table.id]
        assert "reject" in table.action
        assert refused.value.text
    else:
        assert table.action != "reject"
        _taken(table)
    assert time.perf_counter() - started < table.max_seconds
    assert (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024 < 60
    kilobytes = [int(line) for line in noted.read_text().splitlines()]
    assert bool(kilobytes) == (table.kind == "xlsx" and table.id not in REFUSED)
    assert max(kilobytes, default=0) / 1024 < table.max_rss_mb


def _taken(table: SentTable) -> None:
    found = look_at(table.content, table.file)
    asks = bool(found.questions or found.headings.doubled or not found.layout.heading_row)
    assert asks == (table.id in ASKED | {"csv-dup-header"})
    if table.id in ASKED or found.headings.doubled:
        return
    rows = rows_in(table.content, table.file)
    read = understood(table.content, table.file)
    bad = sum(1 for row in rows if row.trouble) + sum(1 for row in read if row.problems)
    if table.rows_bad is not None:
        assert bad == table.rows_bad
    if table.rows_ok is not None:
        assert sum(1 for row in read if not row.problems) == table.rows_ok
    if table.action in {"row_error", "row_error_or_reject"}:
        assert bad


def test_a_spreadsheet_that_rounded_says_so() -> None:
    for name in ("number-phone.xlsx", "rounded.csv", "sci.csv"):
        table = next(one.values[0] for one in table_params() if one.values[0].file == name)
        (row,) = understood(table.content, name)
        assert "iccid.spreadsheet" in [told.key for told in row.problems]
        assert "A spreadsheet has rounded this number" in row.problems[-1].text


def test_a_phone_that_became_a_number_survives() -> None:
    table = next(one.values[0] for one in table_params() if one.values[0].file == "number-phone.xlsx")
    (row,) = understood(table.content, table.file, replace(STATED, takes_new_carriers=False))
    assert row.values["msisdn"] == "+79991234567"
    assert [told.key for told in row.problems] == ["iccid.spreadsheet"]


def test_names_of_internal_fields_are_ignored_and_told() -> None:
    table = next(one.values[0] for one in table_params() if one.id == "csv-mass-assign")
    found = look_at(table.content)
    assert {one.text for one in found.headings.all if one.fate == "internal"} == {
        "id", "workspace_id", "workspace", "is_staff", "status", "created_at",
    }  # fmt: skip
    (row,) = understood(table.content)
    assert set(row.values) == {"msisdn"}
