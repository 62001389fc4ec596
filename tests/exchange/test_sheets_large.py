"""Large tables: read row by row, in memory that does not grow with them."""

import csv
import resource
import time
import tracemalloc
from pathlib import Path

import pytest
from stdnum import luhn

from cancellations.domain.importing.rows import read_row
from cancellations.exchange.sheets import look, read
from tests.tables import STATED

HEADING = ["Название", "Номер", "ICCID", "Оператор", "ФИО", "Абонентская плата", "Валюта", "Дата расторжения"]


def write(path: Path, count: int) -> Path:
    with path.open("w", encoding="windows-1251", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(HEADING)
        for number in range(count):
            iccid = f"8970101{number * 7919:011}"
            card = [f"Трекер {number}", f"8916{number * 131 % 10**7:07}", iccid + luhn.calc_check_digit(iccid)]
            writer.writerow([*card, "МТС", "ООО Ромашка", "350,00", "RUB", "31.12.2026"])
    return path


def understand(path: Path) -> tuple[int, int]:
    """How many rows could be read, and how many not."""
    good = bad = 0
    with path.open("rb") as file:
        found = look(file, path.name)
        for row in read(file, found.layout):
            problems = read_row(row.number, row.cells, found.headings.mapping, STATED).problems
            good, bad = good + (not problems), bad + bool(problems)
    return good, bad


def test_five_thousand_rows_take_little_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "cards.csv", 5_000)
    understand(write(tmp_path / "few.csv", 50))  # fills the caches
    tracemalloc.start()
    try:
        good, bad = understand(path)
        _now, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert good + bad == 5_000
    assert bad < 10  # numbers with zeros at their end look rounded
    assert peak < 8 * 2**20


@pytest.mark.torture
def test_fifty_thousand_rows_within_time_and_memory(tmp_path: Path) -> None:
    path = write(tmp_path / "cards.csv", 50_456)
    started = time.process_time()
    good, bad = understand(path)
    assert good + bad == 50_456
    assert time.process_time() - started < 40  # some 12 s on a quiet machine
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 < 300
