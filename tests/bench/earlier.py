"""The ratios of a run, kept for another one to be held against: more cases, or the other database."""

import json
from pathlib import Path

from tests.bench.measure import Result, limit_of


def keep_ratios(results: list[Result], path: str) -> None:
    if path:
        limit = limit_of(results)
        ratios = {result.target.name: result.ratio(limit) for result in results}
        Path(path).write_text(json.dumps(ratios, indent=1), encoding="utf-8")


def earlier(path: str) -> dict[str, float]:
    """By the page's name; nothing without a file."""
    found: dict[str, float] = json.loads(Path(path).read_text(encoding="utf-8")) if path else {}
    return found
