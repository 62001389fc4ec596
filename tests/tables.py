"""Tables for tests: the hostile ones of tests/data/tables, and what holds for each of them."""

import io
import json
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from cancellations.domain.importing.locale import Decimal
from cancellations.domain.importing.names import lookup
from cancellations.domain.importing.rows import read_row
from cancellations.domain.importing.understood import ReadRow, Stated
from cancellations.exchange.sheets import Found, SheetRow, look, read

_DATA = Path(__file__).parent / "data"
CARRIERS = [
    ("mts", ["ru-mts", "MTS", "МТС", "MTS（俄罗斯移动通信系统公司）"]),
    ("cm", ["cn-mobile", "China Mobile", "中国移动"]),
]
STATED = Stated(
    today=date(2026, 11, 21),
    carriers=lookup(CARRIERS),
    regions={"mts": "RU", "cm": "CN"},
    people={"lin@example.org": 7, "lin jing": 7},
    carrier="mts",
    region="RU",
    decimal=Decimal.POINT,
    takes_new_carriers=True,
)


@dataclass(frozen=True)
class SentTable:
    """One entry of tests/data/tables.json. `rows_ok`, `rows_bad`: where the corpus counts them."""

    id: str
    kind: str
    file: str
    why: str
    action: str
    http: list[int]
    rows_ok: int | None = None
    rows_bad: int | None = None
    max_seconds: float = 5
    max_rss_mb: int = 200
    note: str = ""
    html_never_contains_unescaped: list[str] = field(default_factory=list)

    @property
    def path(self) -> Path:
        return _DATA / "tables" / self.file

    @property
    def content(self) -> bytes:
        return self.path.read_bytes()


@cache
def sent_tables() -> list[SentTable]:
    entries = json.loads((_DATA / "tables.json").read_text(encoding="ascii"))["entries"]
    return [SentTable(**entry) for entry in entries]


def table_params() -> list[Any]:
    """For pytest.mark.parametrize."""
    return [pytest.param(one, id=one.id) for one in sent_tables()]


def look_at(content: bytes, name: str = "cards.csv") -> Found:
    return look(io.BytesIO(content), name)


def rows_in(content: bytes, name: str = "cards.csv", **said: Any) -> list[SheetRow]:
    """`said`: what of the layout is another than it seems."""
    return list(read(io.BytesIO(content), replace(look_at(content, name).layout, **said)))


def understood(content: bytes, name: str = "cards.csv", stated: Stated = STATED) -> list[ReadRow]:
    """Each row that could be read as one."""
    mapping = look_at(content, name).headings.mapping
    rows = rows_in(content, name)
    return [read_row(row.number, row.cells, mapping, stated) for row in rows if not row.trouble and not row.skipped]
