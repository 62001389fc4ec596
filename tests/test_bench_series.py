"""The table of all benchmarks: what a page costs with more cases, and on the other database."""

from tests.bench.series import POSTGRESQL, SQLITE, lines

SMALL, LARGE = {"list": 0.4, "Today": 0.5}, {"list": 0.5, "Today": 0.5, "page 1,000": 0.6}


def cells(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("  ") if cell.strip()]


def test_growth_and_the_other_database() -> None:
    told = lines({SQLITE: {20: SMALL, 1_000: LARGE}, POSTGRESQL: {20: {"list": 0.6}, 1_000: {"list": 0.3}}})
    growing = ["SQLite 20", "SQLite 1,000", "growth", "PostgreSQL 20", "PostgreSQL 1,000", "growth"]
    assert cells(told[1]) == ["page", *growing, "PostgreSQL / SQLite"]
    assert cells(told[2]) == ["list", "0.40", "0.50", "1.25", "0.60", "0.30", "0.50", "1.50"]
    assert cells(told[3]) == ["Today", "0.50", "0.50", "1.00"]
    assert len({len(line) for line in told[1:]}) == 1  # columns stand below each other


def test_one_size_on_one_database_grows_by_nothing() -> None:
    assert cells(lines({SQLITE: {20: SMALL}})[1]) == ["page", "SQLite 20"]
    assert cells(lines({SQLITE: {20: SMALL}})[2]) == ["list", "0.40"]
