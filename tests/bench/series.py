"""Every size on SQLite and on PostgreSQL, each with its own table, and one of them all at the end.

PostgreSQL is the server that DATABASE_URL names; without it there is SQLite alone. Each size has a database of its own.
"""

import json
import os
import subprocess
import sys
import tempfile
from argparse import ArgumentParser, Namespace
from pathlib import Path

import psycopg
from psycopg import sql

SIZES = (20_000, 100_000, 1_000_000)
ROUNDS, REQUESTS = 5, 20
BESIDE_FROM = 100_000  # cases: fewer leave too few open steps for the writers
SQLITE, POSTGRESQL = "SQLite", "PostgreSQL"
Measured = dict[str, dict[int, dict[str, float]]]  # database, cases, page: multiples of L


def main() -> None:
    options = _options()
    server = os.environ.get("DATABASE_URL", "")
    with tempfile.TemporaryDirectory(prefix="lastcall-series-") as folder:
        place = Path(options.keep or folder)
        measured: Measured = {SQLITE: {size: _run(size, place, "") for size in options.sizes}}
        if server.startswith("postgres"):
            measured[POSTGRESQL] = {size: _run(size, place, _database(server, size)) for size in options.sizes}
    print("\n".join(lines(measured)))


def lines(measured: Measured) -> list[str]:
    """A table of the pages: what each costs with so many cases, and by how much it grew; in multiples of L."""
    head = ["page".ljust(32)]
    for database, sizes in measured.items():
        head += [f"{database} {size:,}" for size in sizes] + ["growth"] * (len(sizes) > 1)
    head += ["PostgreSQL / SQLite"] * (len(measured) > 1)
    widths = [len(name) for name in head]
    pages = list(next(iter(next(iter(measured.values())).values())))
    rows = [[page, *_cells(page, measured)] for page in pages]
    return [
        "",
        *("  ".join(cell.rjust(width) for cell, width in zip(row, widths, strict=True)) for row in [head, *rows]),
    ]


def _cells(page: str, measured: Measured) -> list[str]:
    found = [[ratios.get(page) for ratios in sizes.values()] for sizes in measured.values()]
    cells: list[str] = []
    for ratios in found:
        cells += [_told(ratio) for ratio in ratios]
        cells += [_times(ratios[-1], ratios[0])] * (len(ratios) > 1)
    if len(found) > 1:
        cells.append(_times(found[1][0], found[0][0]))
    return cells


def _told(ratio: float | None) -> str:
    return "" if ratio is None else f"{ratio:.2f}"


def _times(ratio: float | None, other: float | None) -> str:
    return f"{ratio / other:.2f}" if ratio and other else ""


def _run(size: int, place: Path, database: str) -> dict[str, float]:
    """One benchmark in a process of its own; its table is printed as it comes."""
    kept = place / f"{'postgresql' if database else 'sqlite'}-{size}"
    results = kept.with_suffix(".json")
    command = [sys.executable, "-m", "tests.bench", "--size", str(size), "--keep", str(kept), "--results", str(results)]
    command += ["--rounds", str(ROUNDS), "--requests", str(REQUESTS)]
    command += ["--database", database] if database else []
    command += ["--writers", "--files", "--tick"] if size >= BESIDE_FROM else []
    subprocess.run(command, check=True)
    ratios: dict[str, float] = json.loads(results.read_text(encoding="utf-8"))
    return ratios


def _database(server: str, size: int) -> str:
    """The address of a database for so many cases beside the one that `server` names."""
    name = f"lastcall_bench_{size}"
    with psycopg.connect(server, autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if not known:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
    return f"{server.rsplit('/', 1)[0]}/{name}"


def _options() -> Namespace:
    parser = ArgumentParser(prog="python -m tests.bench.series", description=__doc__)
    parser.add_argument("sizes", type=int, nargs="*", default=SIZES, help="cases (default: 20 000, 100 000, 1 000 000)")
    parser.add_argument("--keep", default="", help="folder to keep the data of SQLite in; a million cases are 13 GB")
    return parser.parse_args()


if __name__ == "__main__":
    main()
