"""The results as text."""

import statistics

from django.db import connection

from cancellations.models import Cancellation
from tests.bench.measure import Result, limit_of
from tests.bench.targets import DEEP_LIST, LIST
from tests.bench.weight import Visit

HEAD = (
    *("page", "CPU ms", "of db", "x L", "goal", "", "grown", "p50 ms", "p99 ms", "queries", "most", "bytes gz"),
    "failed",
)
WIDTHS = (24, 7, 6, 6, 5, 7, 7, 7, 7, 7, 5, 9, 6)
DEEP_GOAL = 1.15
MOST_BYTES, MOST_REQUESTS = 60 * 1024, 6


def print_table(results: list[Result], queries: dict[str, int], earlier: dict[str, float], memory: int) -> None:
    """`earlier`: the ratios of another run."""
    limit, cases = limit_of(results), Cancellation.objects.count()
    print(f"\n{cases:,} cases on {connection.display_name}; processor time of the server a request, one connection\n")
    print(_line(HEAD))
    for result in results:
        grown = result.ratio(limit) / earlier[result.target.name] if result.target.name in earlier else None
        print(_line(_cells(result, limit, queries.get(result.target.name), grown)))
    print(
        "\nL: a signed-in list page of 50 rows with two |date each. W: one UPDATE and one INSERT."
        " x L: median of the rounds."
        " grown: x L, in multiples of the other run's.\n"
        "CPU ms: of the web process and the database's own processes; of db: of the latter, which SQLite has none of.\n"
        f"Most memory that the web process held (RSS): {memory} MB."
    )
    ratios = {result.target.name: result.ratio(limit) for result in results}
    if DEEP_LIST in ratios and LIST in ratios:
        print(f"{DEEP_LIST}: {ratios[DEEP_LIST] / ratios[LIST]:.2f} of page 1 (goal {DEEP_GOAL})")


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


def _cells(result: Result, limit: Result, queries: int | None, grown: float | None) -> tuple[str, ...]:
    target, ratio = result.target, result.ratio(limit)
    within = queries is None or target.most_queries is None or queries <= target.most_queries
    return (
        target.name,
        f"{statistics.median(result.cpu):.2f}",
        f"{statistics.median(result.aside):.2f}",
        f"{ratio:.2f}",
        f"{target.goal:.1f}" if target.goal else "",
        _met(ratio <= target.goal and within) if target.goal else "",
        "" if grown is None else f"{grown:.2f}",
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
