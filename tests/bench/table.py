"""The results as text."""

import statistics

from django.db import connection

from tests.bench.measure import Result
from tests.bench.targets import LIMIT_LIST
from tests.bench.weight import Visit

HEAD = ("page", "CPU ms", "of db", "x L", "goal", "", "p50 ms", "p99 ms", "queries", "most", "bytes gz", "failed")
WIDTHS = (24, 7, 6, 6, 5, 7, 7, 7, 7, 5, 9, 6)
MOST_BYTES, MOST_REQUESTS = 60 * 1024, 6


def print_table(results: list[Result], queries: dict[str, int], cases: int, memory: int) -> None:
    limit = next(result for result in results if result.target.name == LIMIT_LIST)
    print(f"\n{cases:,} cases on {connection.display_name}; processor time of the server a request, one connection\n")
    print(_line(HEAD))
    for result in results:
        print(_line(_cells(result, limit, queries.get(result.target.name))))
    print(
        "\nL: a signed-in list page of 50 rows with two |date each. W: one UPDATE and one INSERT."
        " x L: median of the rounds.\n"
        "CPU ms: of the web process and the database's own processes; of db: of the latter, which SQLite has none of.\n"
        f"Most memory that the web process held (RSS): {memory} MB."
    )


def print_first_visit(visit: Visit | None) -> None:
    if visit is None:
        print("First visit to Today: not measured, it needs Chromium.")
        return
    met = _met(visit.transferred <= MOST_BYTES and visit.requests <= MOST_REQUESTS)
    print(
        f"First visit to Today: {visit.transferred / 1024:.1f} KiB transferred (goal {MOST_BYTES // 1024}),"
        f" {visit.requests} requests (goal {MOST_REQUESTS}): {met}"
    )
    for kind, size in visit.parts:
        print(f"  {size / 1024:6.1f} KiB  {kind}")


def _cells(result: Result, limit: Result, queries: int | None) -> tuple[str, ...]:
    target, ratio = result.target, result.ratio(limit)
    within = queries is None or target.most_queries is None or queries <= target.most_queries
    return (
        target.name,
        f"{statistics.median(result.cpu):.2f}",
        f"{statistics.median(result.aside):.2f}",
        f"{ratio:.2f}",
        f"{target.goal:.1f}" if target.goal else "",
        _met(ratio <= target.goal and within) if target.goal else "",
        f"{result.quantile(0.5):.1f}",
        f"{result.quantile(0.99):.1f}",
        "" if queries is None else str(queries),
        str(target.most_queries or ""),
        str(result.sent),
        str(result.failed or ""),
    )


def _met(met: bool) -> str:
    return "met" if met else "MISSED"


def _line(cells: tuple[str, ...]) -> str:
    name, *others = (cell.rjust(width) for cell, width in zip(cells, WIDTHS, strict=True))
    return "  ".join([name.strip().ljust(WIDTHS[0]), *others])
